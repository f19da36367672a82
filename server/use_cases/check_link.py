"""What every link to a resident must pass, whatever is answered by it, and its code: made, and made anew. Commits nothing."""

from __future__ import annotations

import datetime as dt
import secrets
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from server.domain.resident_link import CODE_BYTES, MOST_DAYS, LinkPurpose, VerifyQuestion
from server.domain.token import hash_token
from server.store.database import new_id
from server.store.resident_link_codes import end_codes
from server.store.resident_link_writes import lock_link, save_link
from server.store.resident_links import find_on_record
from server.store.tables import Resident, ResidentLink


class LinkRefusedError(ValueError):
    """Nothing was changed. `reason`: no_resident, held, no_form, no_case, nothing_on_record, not_on_record, too_soon, too_late,
    no_link, closed, answered.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class MadeLink:
    """The code, this once; `message_id` where a message has it."""

    link_id: uuid.UUID
    code: str
    message_id: uuid.UUID | None = None


def make_link(
    session: Session,
    asked: dict[str, Any],
    *,
    page_id: uuid.UUID | None,
    at: dt.datetime,
    is_same: Callable[[ResidentLink], bool] = lambda _link: True,
) -> tuple[ResidentLink, str, bool]:
    """The link with these columns, its code, and whether it was there: its button was pressed twice, so the first code is in
    nobody's hands. `is_same` says whether all else that was asked is alike.
    """
    code, code_hash = make_code()
    made = {**asked, "code_hash": code_hash, "code_made_at": at, "made_at": at}
    link_id = page_id or new_id()
    if not save_link(session, link_id, **made):
        link = lock_link(session, link_id)
        if link is not None and is_untouched(link, asked) and is_same(link):
            link.code_hash, link.code_made_at = code_hash, at
            return link, code, True
        link_id = new_id()
        save_link(session, link_id, **made)
    return session.get_one(ResidentLink, link_id), code, False


def get_resident(session: Session, resident_id: uuid.UUID) -> Resident:
    """Somebody who may be sent a link. Raises LinkRefusedError."""
    resident = session.get(Resident, resident_id)
    if resident is None or resident.merged_into_id is not None:
        raise LinkRefusedError("no_resident")
    if resident.on_hold:
        raise LinkRefusedError("held")
    return resident


def check_question(session: Session, resident: Resident, question: VerifyQuestion) -> None:
    """Raises LinkRefusedError where the answer does not stand on record."""
    known = find_on_record(session, resident).questions()
    if not known:
        raise LinkRefusedError("nothing_on_record")
    if question not in known:
        raise LinkRefusedError("not_on_record")


def check_deadline(expires_at: dt.datetime, at: dt.datetime) -> None:
    """Raises LinkRefusedError where the link would open never, or for too long."""
    if expires_at <= at:
        raise LinkRefusedError("too_soon")
    if expires_at > at + dt.timedelta(days=MOST_DAYS + 1):
        raise LinkRefusedError("too_late")


def get_open_link(session: Session, link_id: uuid.UUID, purpose: LinkPurpose) -> ResidentLink:
    """The link of this purpose, held until the transaction ends. Raises LinkRefusedError: no_link, closed."""
    link = lock_link(session, link_id)
    if link is None or link.purpose != purpose:
        raise LinkRefusedError("no_link")
    if link.closed_at is not None:
        raise LinkRefusedError("closed")
    return link


def renew_code(session: Session, link: ResidentLink, expires_at: dt.datetime, at: dt.datetime) -> str:
    """Another code: every old one opens nothing any more, nor does a page that it opened. Ends a pause. Raises LinkRefusedError."""
    check_question(session, get_resident(session, link.resident_id), VerifyQuestion(link.question))
    check_deadline(expires_at, at)
    code, code_hash = make_code()
    end_codes(session, link.id)
    link.code_hash, link.code_made_at, link.expires_at = code_hash, at, expires_at
    link.wrong_tries, link.paused_until_at = 0, None
    link.pause_seen_at = at if link.paused_at else None
    return code


def make_code() -> tuple[str, str]:
    """A code that was never made before, and the hash by which it is kept."""
    code = secrets.token_urlsafe(CODE_BYTES)
    return code, hash_token(code)


def is_untouched(link: ResidentLink, asked: dict[str, Any]) -> bool:
    is_unused = link.opened_at is None and link.answered_at is None and link.closed_at is None
    return is_unused and all(getattr(link, name) == value for name, value in asked.items())
