"""Appends to the audit trail inside the caller's transaction. Never changes or removes an entry."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from sqlalchemy.orm import Session

from server.store.tables import AuditEntry
from server.store.unit_of_work import write_transaction


def record_audit(
    session: Session,
    *,
    action: str,
    at: dt.datetime,
    user_id: uuid.UUID | None,
    entity_type: str | None = None,
    entity_id: uuid.UUID | str | None = None,
    device_id: str | None = None,
    fields: dict[str, Any] | None = None,
) -> None:
    """Add one entry. `fields` is {name: {"old": ..., "new": ...}}, JSON-ready, without answers or photo bytes."""
    session.add(
        AuditEntry(
            at=at,
            user_id=user_id,
            device_id=device_id,
            action=action,
            entity_type=entity_type,
            entity_id=None if entity_id is None else str(entity_id),
            fields=fields or {},
        )
    )


def record_view(
    *, action: str, at: dt.datetime, user_id: uuid.UUID, entity_type: str, entity_id: uuid.UUID | str | None = None
) -> None:
    """Write that somebody looked. The only write a GET may make, in a transaction of its own."""
    with write_transaction() as session:
        record_audit(session, action=action, at=at, user_id=user_id, entity_type=entity_type, entity_id=entity_id)
