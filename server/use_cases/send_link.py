"""Make a link by which one resident fills in one form; make a new code for it; close it; note that a pause was seen.

The code leaves here once, for whoever asked or into a message to the resident, and is kept as a hash. What is asked first must
stand on record.
"""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass

from sqlalchemy.orm import Session

from server.domain.message_problem import MessageProblem
from server.domain.resident_link import LinkPurpose, VerifyQuestion
from server.domain.words import CaseStatus
from server.store.audit_writes import record_audit
from server.store.message_writes import stop_messages_about
from server.store.resident_link_writes import lock_link
from server.store.resident_links import LINK_ENTITY
from server.store.tables import Case, ResidentLink
from server.store.unit_of_work import write_transaction
from server.use_cases.check_link import (
    LinkRefusedError,
    MadeLink,
    check_deadline,
    check_question,
    get_open_link,
    get_resident,
    make_link,
    renew_code,
)
from server.use_cases.list_resident_forms import find_resident_form
from server.use_cases.queue_link import SendBy, find_sent_link, queue_link


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedLink:
    """What somebody at the office asks for. `expires_at` is the end of the last day on which it opens; `page_id` is of the page that
    asks: whoever presses its button twice makes one link.
    """

    resident_id: uuid.UUID
    form_ref_id: uuid.UUID | None
    case_id: uuid.UUID | None
    question: VerifyQuestion
    expires_at: dt.datetime
    page_id: uuid.UUID | None = None
    send_by: SendBy | None = None


def send_form_link(wanted: WantedLink, *, by_id: uuid.UUID, at: dt.datetime) -> MadeLink:
    """Raises LinkRefusedError, and MessageRefusedError where a message is to take it and may not: then no link is made."""
    with write_transaction() as session:
        resident = get_resident(session, wanted.resident_id)
        check_question(session, resident, wanted.question)
        check_deadline(wanted.expires_at, at)
        form = find_resident_form(session, wanted.form_ref_id) if wanted.form_ref_id else None
        if form is None:
            raise LinkRefusedError("no_form")
        case = session.get(Case, wanted.case_id) if wanted.case_id else None
        if wanted.case_id and (case is None or case.resident_id != resident.id or case.status == CaseStatus.CLOSED):
            raise LinkRefusedError("no_case")
        asked = {
            "purpose": LinkPurpose.FORM, "resident_id": resident.id, "case_id": case.id if case else None,
            "form_ref_id": form.form_ref_id, "question": wanted.question, "expires_at": wanted.expires_at,
            "made_by_id": by_id,
        }  # fmt: skip
        if wanted.send_by and (sent := find_sent_link(session, wanted.page_id, asked, LINK_ENTITY)):
            return sent
        link, code, is_again = make_link(session, asked, page_id=wanted.page_id, at=at)
        _audit(session, "link.resend" if is_again else "link.make", link, by_id, at)
        stop_messages_about(session, (LINK_ENTITY, link.id), MessageProblem.REPLACED, now=at)
        return MadeLink(link.id, code, _queue(session, link, code, wanted.send_by, by_id, at))


def resend_link(
    link_id: uuid.UUID, expires_at: dt.datetime, *, by_id: uuid.UUID, at: dt.datetime, send_by: SendBy | None = None
) -> MadeLink:
    """Another code for the same request: the old one opens nothing any more, nor does a page that it opened. Ends a pause.

    A message that still waits with the old one is stopped. Raises LinkRefusedError, MessageRefusedError.
    """
    with write_transaction() as session:
        link = get_open_link(session, link_id, LinkPurpose.FORM)
        if link.answered_at is not None:
            raise LinkRefusedError("answered")
        code = renew_code(session, link, expires_at, at)
        _audit(session, "link.resend", link, by_id, at)
        stop_messages_about(session, (LINK_ENTITY, link.id), MessageProblem.REPLACED, now=at)
        return MadeLink(link_id, code, _queue(session, link, code, send_by, by_id, at))


def close_link(link_id: uuid.UUID, *, by_id: uuid.UUID, at: dt.datetime) -> None:
    """It opens nothing any more; what came by it stays. Raises LinkRefusedError."""
    with write_transaction() as session:
        link = get_open_link(session, link_id, LinkPurpose.FORM)
        link.closed_at, link.closed_by_id = at, by_id
        link.pause_seen_at = at if link.paused_at else None
        stop_messages_about(session, (LINK_ENTITY, link.id), MessageProblem.CLOSED, now=at)
        _audit(session, "link.close", link, by_id, at)


def note_pause_seen(link_id: uuid.UUID, *, by_id: uuid.UUID, at: dt.datetime) -> None:
    """Somebody has looked into the wrong answers: it leaves Today. Raises LinkRefusedError."""
    with write_transaction() as session:
        link = lock_link(session, link_id)
        if link is None:
            raise LinkRefusedError("no_link")
        if link.paused_at is not None and link.pause_seen_at is None:
            link.pause_seen_at = at
            _audit(session, "link.pause_seen", link, by_id, at)


def _queue(
    session: Session, link: ResidentLink, code: str, send_by: SendBy | None, by_id: uuid.UUID, at: dt.datetime
) -> uuid.UUID | None:
    if send_by is None:
        return None
    about = (LINK_ENTITY, link.id)
    return queue_link(session, link, code, send_by, template="form_link", about=about, by_id=by_id, at=at)


def _audit(session: Session, action: str, link: ResidentLink, by_id: uuid.UUID, at: dt.datetime) -> None:
    fields = {"resident_id": {"old": None, "new": str(link.resident_id)}} if action == "link.make" else {}
    record_audit(
        session, action=action, at=at, user_id=by_id, entity_type=LINK_ENTITY, entity_id=link.id, fields=fields
    )
