"""Reads conflicts and their sides. Settles nothing."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.store.tables import Conflict, ConflictSide


def find_conflicts(session: Session, conflict_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, Conflict]:
    """Conflicts by id, read anew: whoever has locked their rows sees what the last settler left."""
    query = select(Conflict).where(Conflict.id.in_(conflict_ids)).execution_options(populate_existing=True)
    return {conflict.id: conflict for conflict in session.scalars(query)}


def list_sides(session: Session, conflict_ids: Collection[uuid.UUID]) -> Sequence[ConflictSide]:
    """All sides of the conflicts, replaced ones too, in the order in which they came."""
    return session.scalars(
        select(ConflictSide).where(ConflictSide.conflict_id.in_(conflict_ids)).order_by(ConflictSide.id)
    ).all()


def has_side(session: Session, conflict_id: uuid.UUID, user_id: uuid.UUID | None) -> bool:
    """Whether the person ever wrote a value of the conflict."""
    query = select(ConflictSide.id).where(ConflictSide.conflict_id == conflict_id, ConflictSide.user_id == user_id)
    return user_id is not None and session.scalar(query.limit(1)) is not None
