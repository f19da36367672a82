"""Reads which messages were written to these residents, as facts of a timeline. Names a message by its template, never by its words."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.store.tables import Message, MessageTemplate

Facts = list[tuple[uuid.UUID | None, dict[str, Any]]]


def list_message_facts(session: Session, resident_ids: Collection[uuid.UUID], upto: dt.datetime, limit: int) -> Facts:
    """Who had it written (None: it was due), what it says and how it stands now; the newest `limit` up to an instant."""
    rows = session.execute(
        select(Message, MessageTemplate.name)
        .join(MessageTemplate, MessageTemplate.id == Message.template_id)
        .where(Message.resident_id.in_(resident_ids), Message.queued_at <= upto)
        .order_by(Message.queued_at.desc(), Message.id.desc())
        .limit(limit)
    )
    return [
        (
            message.queued_by_id,
            {
                "at": message.queued_at,
                "code": f"message.{message.channel}",
                "detail": {"template": template, "status": message.status},
                "about": ("message", message.id),
            },
        )
        for message, template in rows
    ]
