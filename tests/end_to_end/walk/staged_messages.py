"""A message that did not arrive, so that Today and the outbox have one."""

from __future__ import annotations

import datetime as dt

from sqlalchemy.orm import Session

from server.domain.message import MessageChannel, MessageStatus
from server.domain.message_problem import MessageProblem
from server.store.tables import Message, Resident
from server.use_cases.queue_message import queue_message


def stage_failed_message(session: Session, resident: Resident, now: dt.datetime) -> None:
    """An hour old, with its link still in it. Needs an app context."""
    message_id = queue_message(
        session,
        template="form_link",
        resident_id=resident.id,
        case_id=None,
        about=None,
        personalisation={"link": "http://localhost/e/nothing-behind-this-one"},
        channel=MessageChannel.SMS,
        by_id=None,
        at=now - dt.timedelta(hours=1),
    )
    message = session.get_one(Message, message_id)
    message.status, message.problem = MessageStatus.FAILED, MessageProblem.BAD_ADDRESS
    message.tries, message.next_try_at, message.ended_at = 1, None, now - dt.timedelta(minutes=59)
