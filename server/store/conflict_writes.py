"""Writes conflicts: two writers on one field, each value kept. Changes no shown value and settles nothing."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from sqlalchemy import update
from sqlalchemy.orm import Session

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
    version: int,
    now: dt.datetime,
) -> Conflict:
    """Open the one conflict on a field."""
    conflict = Conflict(
        id=new_id(),
        entity_type=entity_type,
        entity_id=entity_id,
        field=field,
        base=base,
        theirs=theirs,
        version=version,
        opened_at=now,
    )
    session.add(conflict)
    session.flush()
    return conflict


def save_side(
    session: Session,
    conflict_id: uuid.UUID,
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
            .where(ConflictSide.conflict_id == conflict_id, ConflictSide.op_id == replaces_op_id)
            .values(replaced_at=now)
        )
    session.add(
        ConflictSide(
            conflict_id=conflict_id,
            op_id=op_id,
            user_id=user_id,
            device_id=device_id,
            value={"value": value},
            made_at=now,
        )
    )
