"""Reads the outbox of messages for the office: a page of the list, one message, those about one thing, those that failed."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select, tuple_
from sqlalchemy.orm import Session, aliased

from server.domain.message import MessageStatus
from server.domain.names import full_name
from server.store.tables import Message, MessageTemplate, Resident, User

PAGE_SIZE = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageLine:
    """A message with whom it is to, what it is made of and who asked for it (a name; None: nobody, it was due)."""

    message: Message
    template: MessageTemplate
    resident: Resident | None
    staff: str | None
    queued_by: str | None

    @property
    def name(self) -> str:
        """The resident's; or of the member of staff who is on call."""
        if self.resident is None:
            return self.staff or ""
        return full_name(self.resident.first_name, self.resident.last_name)


@dataclass(frozen=True, slots=True)
class MessagePlace:
    """Where a page ended: its last message."""

    queued_at: dt.datetime
    message_id: uuid.UUID


@dataclass(frozen=True, slots=True)
class MessagePage:
    """A page of the list, newest first; `next_place` is None on the last."""

    lines: list[MessageLine]
    next_place: MessagePlace | None


def list_messages(session: Session, status: MessageStatus | None, place: MessagePlace | None) -> MessagePage:
    """The page that begins after `place`."""
    query = _select_lines()
    if status is not None:
        query = query.where(Message.status == status)
    if place is not None:
        after = (place.queued_at, place.message_id)
        query = query.where(tuple_(Message.queued_at, Message.id) < after)
    lines = _read(session, query.order_by(Message.queued_at.desc(), Message.id.desc()).limit(PAGE_SIZE + 1))
    shown = lines[:PAGE_SIZE]
    last = shown[-1].message if len(lines) > PAGE_SIZE else None
    return MessagePage(shown, MessagePlace(last.queued_at, last.id) if last else None)


def find_message(session: Session, message_id: uuid.UUID) -> MessageLine | None:
    """The message, or None."""
    return next(iter(_read(session, _select_lines().where(Message.id == message_id))), None)


def list_messages_about(session: Session, entity_type: str, entity_id: uuid.UUID) -> list[MessageLine]:
    """Those that tell of this, the newest first."""
    about = (Message.about_type == entity_type, Message.about_id == entity_id)
    return _read(session, _select_lines().where(*about).order_by(Message.queued_at.desc(), Message.id.desc()))


def list_messages_to(session: Session, resident_id: uuid.UUID, limit: int) -> list[MessageLine]:
    """The newest to this resident."""
    newest = (Message.queued_at.desc(), Message.id.desc())
    return _read(session, _select_lines().where(Message.resident_id == resident_id).order_by(*newest).limit(limit))


def list_unseen_failures(session: Session, limit: int) -> list[MessageLine]:
    """Messages that failed and that nobody at the office has seen to, the oldest first."""
    unseen = (Message.status == MessageStatus.FAILED, Message.failure_seen_at.is_(None))
    return _read(session, _select_lines().where(*unseen).order_by(Message.ended_at, Message.id).limit(limit))


_Told = aliased(User)


def _select_lines() -> Any:
    query: Any = (
        select(Message, MessageTemplate, Resident, _Told.name, User.name)
        .join(MessageTemplate, MessageTemplate.id == Message.template_id)
        .outerjoin(Resident, Resident.id == Message.resident_id)
        .outerjoin(_Told, _Told.id == Message.user_id)
        .outerjoin(User, User.id == Message.queued_by_id)
    )
    return query


def _read(session: Session, query: Any) -> list[MessageLine]:
    return [
        MessageLine(message=message, template=template, resident=resident, staff=staff, queued_by=queued_by)
        for message, template, resident, staff, queued_by in session.execute(query)
    ]
