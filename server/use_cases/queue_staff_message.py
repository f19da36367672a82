"""Queue a text message to somebody on call, in the transaction of the fact that it tells of. Names nobody; nothing is sent here."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping

from sqlalchemy.orm import Session

from server.domain.message import OURS, STAFF_PLACEHOLDERS, MessageChannel, MessageStatus
from server.store.database import new_id
from server.store.message_templates import find_template, save_first_template, words_of
from server.store.message_ways import find_staff_way
from server.store.tables import Message, User
from server.use_cases.queue_message import MessageRefusedError


def queue_staff_message(
    session: Session,
    template: str,
    user: User,
    about: tuple[str, uuid.UUID],
    values: Mapping[str, str],
    at: dt.datetime,
) -> uuid.UUID:
    """The id of the message, which leaves at any hour. Raises MessageRefusedError: left, no_mobile, no_template, not_in_messages,
    missing_value.
    """
    way = find_staff_way(user)
    if way.address is None:
        raise MessageRefusedError(way.reason or "no_mobile")
    save_first_template(session, template, "en", MessageChannel.SMS, now=at)
    words = find_template(session, template, "en", MessageChannel.SMS)
    if words is None:
        raise MessageRefusedError("no_template")
    if not set(values) <= STAFF_PLACEHOLDERS:
        raise MessageRefusedError("not_in_messages")
    if words_of(words).placeholders - OURS - set(values):
        raise MessageRefusedError("missing_value")
    message_id = new_id()
    session.add(
        Message(
            id=message_id,
            template_id=words.id,
            channel=MessageChannel.SMS,
            recipient=way.address,
            personalisation=dict(values),
            about_type=about[0],
            about_id=about[1],
            user_id=user.id,
            queued_at=at,
            status=MessageStatus.QUEUED,
            next_try_at=at,
        )
    )
    session.flush()
    return message_id
