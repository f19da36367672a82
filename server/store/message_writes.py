"""Writes the outbox of messages, inside the caller's transaction: claims, what became of each, and stopping what is not to leave.

A claim holds until `next_try_at`. Whoever claimed says what became of it by `claim_id`; a later claim takes that right away.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection
from typing import Any

from sqlalchemy import ColumnElement, case, or_, select, true, update
from sqlalchemy.orm import Session

from server.domain.message import KEEP_FAILED, MessageChannel, MessageStatus
from server.domain.message_problem import ENDINGS_OF_LINKS, MessageProblem
from server.store.database import new_id
from server.store.tables import Message, MessageTemplate

_NOT_YET_LEFT = (MessageStatus.QUEUED, MessageStatus.SENDING)
_ERASED: dict[str, Any] = {"sealed": None, "sealed_key_id": None}


def claim_message(
    session: Session, *, now: dt.datetime, lease: dt.timedelta, channels: Collection[str] = tuple(MessageChannel)
) -> Message | None:
    """Take the message by these channels that has been due longest, or None; what staff are told leaves at any hour. One whose
    sender was killed is taken when its lease has ended.
    """
    may_leave = or_(Message.channel.in_(channels), Message.user_id.is_not(None))
    due = _first_due(Message.status.in_(_NOT_YET_LEFT) & may_leave, now)
    claimed = (
        update(Message)
        .where(Message.id == due)
        .values(
            status=MessageStatus.SENDING,
            claim_id=new_id(),
            next_try_at=now + lease,
            tries=Message.tries + 1,
            may_have_left=case((Message.status == MessageStatus.SENDING, True), else_=Message.may_have_left),
        )
        .returning(Message)
    )
    return session.scalars(claimed, execution_options={"populate_existing": True}).one_or_none()


def claim_look(session: Session, *, now: dt.datetime, lease: dt.timedelta) -> Message | None:
    """Take a message that was sent and whose delivery is to be asked for, or None."""
    due = _first_due(Message.status == MessageStatus.SENT, now)
    claimed = (
        update(Message).where(Message.id == due).values(claim_id=new_id(), next_try_at=now + lease).returning(Message)
    )
    return session.scalars(claimed, execution_options={"populate_existing": True}).one_or_none()


def note_outcome(session: Session, message: Message, *, erase: bool = False, **values: Any) -> bool:
    """Write down what became of a claimed message; False when somebody else has it meanwhile, and nothing was written.

    That its link ended meanwhile stays written down until it has left.
    """
    if values.get("problem") is not None:
        values["problem"] = case((Message.problem.in_(ENDINGS_OF_LINKS), Message.problem), else_=values["problem"])
    noted = (
        update(Message)
        .where(
            Message.id == message.id,
            Message.claim_id == message.claim_id,
            Message.status.in_((MessageStatus.SENDING, MessageStatus.SENT)),
        )
        .values(claim_id=None, **values, **(_ERASED if erase else {}))
        .returning(Message.id)
    )
    return session.scalars(noted).one_or_none() is not None


def stop_messages_about(
    session: Session,
    about: tuple[str, uuid.UUID],
    problem: MessageProblem,
    *,
    now: dt.datetime,
    templates: Collection[str] = (),
) -> None:
    """The link that messages about this hold (of these `templates` alone, where any are named) is erased, and what is queued with
    it is not to leave.

    What a worker has in hand at this moment may leave all the same; if the worker is killed, it does not.
    """
    entity_type, entity_id = about
    is_queued = Message.status == MessageStatus.QUEUED
    still_open = (*_NOT_YET_LEFT, MessageStatus.FAILED, MessageStatus.KEPT)
    named = select(MessageTemplate.id).where(MessageTemplate.name.in_(templates))
    session.execute(
        update(Message)
        .where(
            Message.about_type == entity_type,
            Message.about_id == entity_id,
            Message.status.in_(still_open),
            Message.sealed.is_not(None),
            Message.template_id.in_(named) if templates else true(),
        )
        .values(
            status=case((is_queued, MessageStatus.STOPPED), else_=Message.status),
            problem=case((Message.status.in_(_NOT_YET_LEFT), problem), else_=Message.problem),
            ended_at=case((is_queued, now), else_=Message.ended_at),
            next_try_at=case((is_queued, None), else_=Message.next_try_at),
            **_ERASED,
        )
    )


def is_queued_about(session: Session, about: tuple[str, uuid.UUID], template: str) -> bool:
    """Whether a message of this template about this waits to leave, and nobody has it in hand."""
    entity_type, entity_id = about
    queued = (
        select(Message.id)
        .join(MessageTemplate, MessageTemplate.id == Message.template_id)
        .where(
            Message.about_type == entity_type,
            Message.about_id == entity_id,
            Message.status == MessageStatus.QUEUED,
            MessageTemplate.name == template,
        )
    )
    return session.scalar(queued.limit(1)) is not None


def erase_old_values(session: Session, *, now: dt.datetime, keep_kept: dt.timedelta) -> None:
    """Erase what is sealed in messages that failed KEEP_FAILED ago, and in kept ones that are older than any link."""
    old = or_(
        (Message.status == MessageStatus.FAILED) & (Message.ended_at < now - KEEP_FAILED),
        (Message.status == MessageStatus.KEPT) & (Message.ended_at < now - keep_kept),
    )
    session.execute(update(Message).where(Message.sealed.is_not(None), old).values(**_ERASED))


def lock_message(session: Session, message_id: uuid.UUID) -> Message | None:
    """The message, held until the transaction ends."""
    return session.scalar(select(Message).where(Message.id == message_id).with_for_update(key_share=True))


def _first_due(of_kind: ColumnElement[bool], now: dt.datetime) -> Any:
    return (
        select(Message.id)
        .where(of_kind, Message.next_try_at <= now)
        .order_by(Message.next_try_at, Message.id)
        .limit(1)
        .with_for_update(key_share=True, skip_locked=True)
        .scalar_subquery()
    )
