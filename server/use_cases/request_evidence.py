"""Ask a resident for photos or documents: which, why and by when, with the link by which they are sent.

The code leaves here once, for whoever asked, and is kept as a hash. What is asked first must stand on record.
"""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from server.domain.evidence import (
    LATE_DAYS,
    LONGEST_WHY,
    MOST_DOCUMENTS,
    MOST_DUE_DAYS,
    EvidenceMessage,
    EvidenceRefusedError,
    ItemState,
    RequestStatus,
)
from server.domain.message_problem import MessageProblem
from server.domain.operation import clean_text
from server.domain.resident_link import LinkPurpose, VerifyQuestion
from server.domain.words import CaseStatus
from server.store.audit_writes import record_audit
from server.store.document_types import list_document_types
from server.store.evidence import REQUEST_ENTITY
from server.store.evidence_writes import list_items
from server.store.message_writes import stop_messages_about
from server.store.tables import Case, EvidenceItem, EvidenceRequest, ResidentLink
from server.store.unit_of_work import write_transaction
from server.use_cases.check_link import MadeLink, check_question, get_resident, make_link
from server.use_cases.queue_link import SendBy, find_sent_link, queue_link


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedEvidence:
    """What somebody at the office asks for. `due_at` is the end of `due_on` by the council's clock; `page_id` is of the page that
    asks: whoever presses its button twice makes one request. `send_by` None: whoever asks tells the resident, now and later.
    """

    case_id: uuid.UUID
    type_ids: tuple[uuid.UUID, ...]
    why: str
    due_on: dt.date
    due_at: dt.datetime
    question: VerifyQuestion
    page_id: uuid.UUID | None = None
    send_by: SendBy | None = None


def request_evidence(wanted: WantedEvidence, *, by_id: uuid.UUID, at: dt.datetime) -> MadeLink:
    """Raises EvidenceRefusedError, LinkRefusedError for what no link may be, and MessageRefusedError where a message is to take it
    and may not: then nothing was asked.
    """
    why = clean_text(wanted.why).strip()
    if not why:
        raise EvidenceRefusedError("no_why")
    if len(why) > LONGEST_WHY:
        raise EvidenceRefusedError("why_too_long")
    if len(set(wanted.type_ids)) > MOST_DOCUMENTS:
        raise EvidenceRefusedError("too_many_types")
    expires_at = find_expiry(wanted.due_at, at)
    with write_transaction() as session:
        case = session.get(Case, wanted.case_id)
        if case is None or case.status == CaseStatus.CLOSED:
            raise EvidenceRefusedError("no_case")
        check_question(session, get_resident(session, case.resident_id), wanted.question)
        type_ids = _order_types(session, case, wanted.type_ids)
        asked: dict[str, Any] = {
            "purpose": LinkPurpose.EVIDENCE, "resident_id": case.resident_id, "case_id": case.id, "form_ref_id": None,
            "question": wanted.question, "expires_at": expires_at, "made_by_id": by_id,
        }  # fmt: skip

        def is_same(link: ResidentLink) -> bool:
            request = session.get(EvidenceRequest, link.id)
            types = [item.document_type_id for item in list_items(session, link.id)]
            return request is not None and (request.why, request.due_on, types) == (why, wanted.due_on, type_ids)

        if wanted.send_by and (sent := find_sent_link(session, wanted.page_id, asked, REQUEST_ENTITY, is_same)):
            return sent
        link, code, is_again = make_link(session, asked, page_id=wanted.page_id, at=at, is_same=is_same)
        if not is_again:
            _save(session, link, EvidenceRequest(case_id=case.id, why=why, due_on=wanted.due_on), type_ids, at)
        request = session.get_one(EvidenceRequest, link.id)
        fields = {
            "resident_id": {"old": None, "new": str(case.resident_id)},
            "documents": {"old": 0, "new": len(type_ids)},
        }
        record_audit(
            session, action="evidence.renew" if is_again else "evidence.request", at=at, user_id=by_id,
            entity_type=REQUEST_ENTITY, entity_id=link.id, fields={} if is_again else fields,
        )  # fmt: skip
        return MadeLink(link.id, code, send_link_of(session, link, request, code, wanted.send_by, by_id=by_id, at=at))


def send_link_of(
    session: Session,
    link: ResidentLink,
    request: EvidenceRequest,
    code: str,
    send_by: SendBy | None,
    *,
    by_id: uuid.UUID,
    at: dt.datetime,
) -> uuid.UUID | None:
    """The message that takes this code to the resident, or None; none with an older code leaves. Raises MessageRefusedError."""
    about = (REQUEST_ENTITY, request.id)
    stop_messages_about(session, about, MessageProblem.REPLACED, now=at)
    request.channel = send_by.channel if send_by else None
    if send_by is None:
        return None
    return queue_link(session, link, code, send_by, template=EvidenceMessage.REQUEST, about=about, by_id=by_id, at=at)


def find_expiry(due_at: dt.datetime, at: dt.datetime) -> dt.datetime:
    """When the link opens no more. Raises EvidenceRefusedError for a day that is over or too far."""
    if due_at <= at:
        raise EvidenceRefusedError("too_soon")
    if due_at > at + dt.timedelta(days=MOST_DUE_DAYS + 1):
        raise EvidenceRefusedError("too_late")
    return due_at + dt.timedelta(days=LATE_DAYS)


def _order_types(session: Session, case: Case, wanted: tuple[uuid.UUID, ...]) -> list[uuid.UUID]:
    """In the programme's order, each once."""
    known = [document_type.id for document_type in list_document_types(session, case.programme_id)]
    chosen = [type_id for type_id in known if type_id in wanted]
    if not chosen or len(chosen) != len(set(wanted)):
        raise EvidenceRefusedError("no_types")
    return chosen


def _save(
    session: Session, link: ResidentLink, request: EvidenceRequest, type_ids: list[uuid.UUID], at: dt.datetime
) -> None:
    request.id, request.status, request.status_at = link.id, RequestStatus.PENDING, at
    session.add(request)
    session.flush()
    session.add_all(
        EvidenceItem(request_id=link.id, document_type_id=type_id, position=position, state=ItemState.NEEDED)
        for position, type_id in enumerate(type_ids, start=1)
    )
