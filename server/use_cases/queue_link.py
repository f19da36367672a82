"""Queue the message that takes a link to the resident, in the transaction that made its code; once, however often its button is pressed."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from server.domain.message import MessageChannel, choose_language
from server.store.messages import list_messages_about
from server.store.resident_link_writes import lock_link
from server.store.tables import Resident, ResidentLink
from server.use_cases.check_link import MadeLink, is_untouched
from server.use_cases.queue_message import queue_message


@dataclass(frozen=True, slots=True)
class SendBy:
    """The message that is to take the link to the resident. `base_url` is what the code is put behind."""

    channel: MessageChannel
    base_url: str


def queue_link(  # noqa: PLR0913 - what the message says, of what, to whom, by whom
    session: Session,
    link: ResidentLink,
    code: str,
    send_by: SendBy,
    *,
    template: str,
    about: tuple[str, uuid.UUID],
    by_id: uuid.UUID | None,
    at: dt.datetime,
    send_from: dt.datetime | None = None,
) -> uuid.UUID:
    """The id of the message, which leaves at `send_from` at the earliest. Raises MessageRefusedError."""
    return queue_message(
        session,
        template=template,
        resident_id=link.resident_id,
        case_id=link.case_id,
        about=about,
        personalisation={"link": _address(session, link, code, send_by)},
        channel=send_by.channel,
        by_id=by_id,
        at=at,
        send_from=send_from,
    )


def find_sent_link(
    session: Session,
    page_id: uuid.UUID | None,
    asked: dict[str, Any],
    about_type: str,
    is_same: Callable[[ResidentLink], bool] = lambda _link: True,
) -> MadeLink | None:
    """Where the button of this page was pressed twice: a message has the code already, and it stays the one that opens."""
    link = lock_link(session, page_id) if page_id else None
    if link is None or not is_untouched(link, asked) or not is_same(link):
        return None
    queued = list_messages_about(session, about_type, link.id)
    return MadeLink(link.id, "", queued[0].message.id) if queued else None


def _address(session: Session, link: ResidentLink, code: str, send_by: SendBy) -> str:
    """It opens in the language that its message is in."""
    resident = session.get_one(Resident, link.resident_id)
    language = choose_language(resident.language)
    return f"{send_by.base_url}/e/{code}" + ("" if language == "en" else f"?lang={language}")
