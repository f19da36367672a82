"""Writes conflicts: two writers on one field, each value kept, and what a person made of them. Changes no shown value."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from server.domain.words import SERVER_DEVICE_ID
from server.store.database import new_id
from server.store.tables import Conflict, ConflictSide


def open_conflict(
    session: Session,
    *,
    entity_type: str,
    entity_id: uuid.UUID,
    field: str,
    base: dict[str, Any],
    theirs: dict[str, Any],
    now: dt.datetime,
) -> Conflict:
    """Open the one conflict on a field, for a first side to join."""
    conflict = Conflict(
        id=new_id(),
        entity_type=entity_type,
        entity_id=entity_id,
        field=field,
        base=base,
        theirs=theirs,
        version=0,
        opened_at=now,
    )
    session.add(conflict)
    session.flush()
    return conflict


def save_side(
    session: Session,
    conflict: Conflict,
    *,
    op_id: uuid.UUID,
    device_id: str,
    user_id: uuid.UUID | None,
    value: Any,
    now: dt.datetime,
    replaces_op_id: uuid.UUID | None = None,
) -> None:
    """Add one writer's value, in place of their own earlier one where they wrote on top of it."""
    if replaces_op_id is not None:
        session.execute(
            update(ConflictSide)
            .where(ConflictSide.conflict_id == conflict.id, ConflictSide.op_id == replaces_op_id)
            .values(replaced_at=now)
        )
    session.add(
        ConflictSide(
            conflict_id=conflict.id,
            op_id=op_id,
            user_id=user_id,
            device_id=device_id,
            value={"value": value},
            made_at=now,
        )
    )
    conflict.version += 1


def show_instead(session: Session, conflict: Conflict, theirs: dict[str, Any]) -> None:
    """Another value is shown while the conflict is open; the one shown until now becomes a side, its writer's."""
    before = conflict.theirs
    op_id = uuid.UUID(before["op_id"]) if before.get("op_id") else uuid.uuid5(conflict.id, "shown at first")
    is_side = select(ConflictSide.id).where(ConflictSide.conflict_id == conflict.id, ConflictSide.op_id == op_id)
    if session.scalar(is_side) is None:
        session.add(
            ConflictSide(
                conflict_id=conflict.id,
                op_id=op_id,
                user_id=uuid.UUID(before["user_id"]) if before.get("user_id") else None,
                device_id=before.get("device_id") or SERVER_DEVICE_ID,
                value={"value": before["value"]},
                made_at=dt.datetime.fromisoformat(before["at"]) if before.get("at") else conflict.opened_at,
            )
        )
    conflict.theirs = theirs


def close_conflict(
    conflict: Conflict,
    *,
    op_id: uuid.UUID,
    user_id: uuid.UUID | None,
    value: Any,
    chosen: str,
    reason: str | None,
    now: dt.datetime,
) -> None:
    """Settle the conflict as a person decided."""
    conflict.resolved_at = now
    conflict.resolved_by_op_id = op_id
    conflict.resolved_by_id = user_id
    conflict.resolved_value = {"value": value}
    conflict.resolved_reason = reason
    conflict.chosen = chosen
    conflict.version += 1
