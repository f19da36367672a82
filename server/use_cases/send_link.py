"""Make a link by which one resident fills in one form; make a new code for it; close it; note that a pause was seen.

The code leaves here once, for whoever asked or into a message to the resident, and is kept as a hash. What is asked first must
stand on record.
"""

from __future__ import annotations

import datetime as dt
import secrets
import uuid
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from server.domain.message import MessageChannel
from server.domain.message_problem import MessageProblem
from server.domain.resident_link import CODE_BYTES, MOST_DAYS, LinkPurpose, VerifyQuestion
from server.domain.token import hash_token
from server.domain.words import CaseStatus
from server.store.audit_writes import record_audit
from server.store.database import new_id
from server.store.message_writes import stop_messages_about
from server.store.messages import list_messages_about
from server.store.resident_link_writes import lock_link, save_link
from server.store.resident_links import LINK_ENTITY, find_on_record
from server.store.tables import Case, Resident, ResidentLink
from server.store.unit_of_work import write_transaction
from server.use_cases.list_resident_forms import find_resident_form
from server.use_cases.queue_message import queue_message


class LinkRefusedError(ValueError):
    """Nothing was changed. `reason`: no_resident, held, no_form, no_case, nothing_on_record, not_on_record, too_soon, too_late,
    no_link, closed, answered.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


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


@dataclass(frozen=True, slots=True)
class SendBy:
    """The message that is to take the link to the resident. `base_url` is what the code is put behind."""

    channel: MessageChannel
    base_url: str


@dataclass(frozen=True, slots=True)
class MadeLink:
    """The code, this once; `message_id` where a message has it."""

    link_id: uuid.UUID
    code: str
    message_id: uuid.UUID | None = None


def send_form_link(wanted: WantedLink, *, by_id: uuid.UUID, at: dt.datetime) -> MadeLink:
    """Raises LinkRefusedError, and MessageRefusedError where a message is to take it and may not: then no link is made."""
    with write_transaction() as session:
        resident = _get_resident(session, wanted.resident_id)
        _check_question(session, resident, wanted.question)
        _check_deadline(wanted.expires_at, at)
        form = find_resident_form(session, wanted.form_ref_id) if wanted.form_ref_id else None
        if form is None:
            raise LinkRefusedError("no_form")
        case = session.get(Case, wanted.case_id) if wanted.case_id else None
        if wanted.case_id and (case is None or case.resident_id != resident.id or case.status == CaseStatus.CLOSED):
            raise LinkRefusedError("no_case")
        code = secrets.token_urlsafe(CODE_BYTES)
        asked = {
            "purpose": LinkPurpose.FORM, "resident_id": resident.id, "case_id": case.id if case else None,
            "form_ref_id": form.form_ref_id, "question": wanted.question, "expires_at": wanted.expires_at,
            "made_by_id": by_id,
        }  # fmt: skip
        link_id = wanted.page_id or new_id()
        if not save_link(session, link_id, **asked, code_hash=hash_token(code), code_made_at=at, made_at=at):
            link = lock_link(session, link_id)
            if link is not None and _is_same_again(link, asked):
                queued = list_messages_about(session, LINK_ENTITY, link_id) if wanted.send_by else []
                if queued:
                    return MadeLink(link_id, "", queued[0].message.id)
                link.code_hash, link.code_made_at = hash_token(code), at
                _audit(session, "link.resend", link, by_id, at)
                return MadeLink(link_id, code, _queue(session, link, code, wanted.send_by, by_id, at))
            link_id = new_id()
            save_link(session, link_id, **asked, code_hash=hash_token(code), code_made_at=at, made_at=at)
        link = session.get_one(ResidentLink, link_id)
        _audit(session, "link.make", link, by_id, at)
        return MadeLink(link_id, code, _queue(session, link, code, wanted.send_by, by_id, at))


def resend_link(
    link_id: uuid.UUID, expires_at: dt.datetime, *, by_id: uuid.UUID, at: dt.datetime, send_by: SendBy | None = None
) -> MadeLink:
    """Another code for the same request: the old one opens nothing any more, nor does a page that it opened. Ends a pause.

    A message that still waits with the old one is stopped. Raises LinkRefusedError, MessageRefusedError.
    """
    with write_transaction() as session:
        link = _get_open(session, link_id)
        if link.answered_at is not None:
            raise LinkRefusedError("answered")
        _check_question(session, _get_resident(session, link.resident_id), VerifyQuestion(link.question))
        _check_deadline(expires_at, at)
        code = secrets.token_urlsafe(CODE_BYTES)
        link.code_hash, link.code_made_at, link.expires_at = hash_token(code), at, expires_at
        link.wrong_tries, link.paused_until_at = 0, None
        link.pause_seen_at = at if link.paused_at else None
        _audit(session, "link.resend", link, by_id, at)
        stop_messages_about(session, (LINK_ENTITY, link.id), MessageProblem.REPLACED, now=at)
        return MadeLink(link_id, code, _queue(session, link, code, send_by, by_id, at))


def close_link(link_id: uuid.UUID, *, by_id: uuid.UUID, at: dt.datetime) -> None:
    """It opens nothing any more; what came by it stays. Raises LinkRefusedError."""
    with write_transaction() as session:
        link = _get_open(session, link_id)
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
    return queue_message(
        session,
        template="form_link",
        resident_id=link.resident_id,
        case_id=link.case_id,
        about=(LINK_ENTITY, link.id),
        personalisation={"link": f"{send_by.base_url}/e/{code}"},
        channel=send_by.channel,
        by_id=by_id,
        at=at,
    )


def _is_same_again(link: ResidentLink, asked: dict[str, Any]) -> bool:
    """The button was pressed twice: the answer to the first was never seen, so its code is in nobody's hands."""
    is_untouched = link.opened_at is None and link.answered_at is None and link.closed_at is None
    return is_untouched and all(getattr(link, name) == value for name, value in asked.items())


def _get_resident(session: Session, resident_id: uuid.UUID) -> Resident:
    resident = session.get(Resident, resident_id)
    if resident is None or resident.merged_into_id is not None:
        raise LinkRefusedError("no_resident")
    if resident.on_hold:
        raise LinkRefusedError("held")
    return resident


def _get_open(session: Session, link_id: uuid.UUID) -> ResidentLink:
    link = lock_link(session, link_id)
    if link is None:
        raise LinkRefusedError("no_link")
    if link.closed_at is not None:
        raise LinkRefusedError("closed")
    return link


def _check_question(session: Session, resident: Resident, question: VerifyQuestion) -> None:
    known = find_on_record(session, resident).questions()
    if not known:
        raise LinkRefusedError("nothing_on_record")
    if question not in known:
        raise LinkRefusedError("not_on_record")


def _check_deadline(expires_at: dt.datetime, at: dt.datetime) -> None:
    if expires_at <= at:
        raise LinkRefusedError("too_soon")
    if expires_at > at + dt.timedelta(days=MOST_DAYS + 1):
        raise LinkRefusedError("too_late")


def _audit(session: Session, action: str, link: ResidentLink, by_id: uuid.UUID, at: dt.datetime) -> None:
    fields = {"resident_id": {"old": None, "new": str(link.resident_id)}} if action == "link.make" else {}
    record_audit(
        session, action=action, at=at, user_id=by_id, entity_type=LINK_ENTITY, entity_id=link.id, fields=fields
    )
