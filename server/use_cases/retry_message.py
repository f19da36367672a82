"""The office sees to a message that failed: try it again, or note that somebody reaches the resident another way."""

from __future__ import annotations

import datetime as dt
import uuid

from sqlalchemy.orm import Session

from server.domain.message import MessageChannel, MessageStatus
from server.store.audit_writes import record_audit
from server.store.message_ways import find_staff_way, find_way
from server.store.message_writes import lock_message
from server.store.tables import Message, MessageTemplate, Resident, User
from server.store.unit_of_work import write_transaction
from server.use_cases.message_words import is_whole

MESSAGE_ENTITY = "message"


class RetryRefusedError(ValueError):
    """Nothing was changed. `reason`: no_message, not_failed, link_erased, or why nothing may go to this resident now
    (message_ways.Way).
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def retry_message(message_id: uuid.UUID, *, by_id: uuid.UUID, at: dt.datetime) -> None:
    """It is due at once, to the address that is on record now. One that was handed over and did not arrive begins a new round.

    Raises RetryRefusedError.
    """
    with write_transaction() as session:
        message = _get_failed(session, message_id)
        if not is_whole(message, session.get_one(MessageTemplate, message.template_id)):
            raise RetryRefusedError("link_erased")
        way = (
            find_staff_way(session.get_one(User, message.user_id))
            if message.user_id is not None
            else find_way(session, session.get_one(Resident, message.resident_id), MessageChannel(message.channel))
        )
        if way.address is None:
            raise RetryRefusedError(way.reason or "no_message")
        if message.notify_id is not None:
            message.round, message.notify_id, message.may_have_left = message.round + 1, None, False
            message.subject, message.body, message.sent_at = None, None, None
        if message.recipient != way.address and not message.may_have_left:
            message.recipient = way.address
        message.status, message.tries, message.next_try_at = MessageStatus.QUEUED, 0, at
        message.problem, message.ended_at, message.failure_seen_at = None, None, None
        _audit(session, "message.retry", message, by_id, at)


def note_failure_seen(message_id: uuid.UUID, *, by_id: uuid.UUID, at: dt.datetime) -> None:
    """Somebody reaches the resident another way: it leaves Today. A second call changes nothing. Raises RetryRefusedError."""
    with write_transaction() as session:
        message = _get_failed(session, message_id)
        if message.failure_seen_at is None:
            message.failure_seen_at = at
            _audit(session, "message.failure_seen", message, by_id, at)


def _get_failed(session: Session, message_id: uuid.UUID) -> Message:
    message = lock_message(session, message_id)
    if message is None:
        raise RetryRefusedError("no_message")
    if message.status != MessageStatus.FAILED:
        raise RetryRefusedError("not_failed")
    return message


def _audit(session: Session, action: str, message: Message, by_id: uuid.UUID, at: dt.datetime) -> None:
    record_audit(
        session, action=action, at=at, user_id=by_id, entity_type=MESSAGE_ENTITY, entity_id=message.id, fields={}
    )
