"""Opens alerts. Each has one named owner from the first moment; opening one that is open changes nothing."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from server.store.inserting import insert_into
from server.store.tables import Alert, AlertPiece, Visit


def save_alerts(session: Session, rows: Sequence[dict[str, Any]]) -> set[uuid.UUID]:
    """Open those alerts that are not there yet; returns the ids opened now."""
    if not rows:
        return set()
    opened = session.scalars(
        insert_into(session, Alert).on_conflict_do_nothing(index_elements=["id"]).returning(Alert.id), list(rows)
    )
    return set(opened)


def save_pieces(session: Session, rows: Sequence[dict[str, Any]]) -> None:
    """Count these under their alerts; what is counted already stays where it is."""
    session.execute(insert_into(session, AlertPiece).on_conflict_do_nothing(index_elements=["id"]), list(rows))


def find_residents_of_visits(session: Session, visit_ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, uuid.UUID]:
    """The resident of each visit that exists."""
    if not visit_ids:
        return {}
    rows = session.execute(select(Visit.id, Visit.resident_id).where(Visit.id.in_(visit_ids)))
    return {row.id: row.resident_id for row in rows}


def save_told(
    session: Session, alert_id: uuid.UUID, raised_by_id: uuid.UUID | None, told_whom: str, told_at: dt.datetime
) -> bool:
    """Note whom the officer told by telephone; the first telling stands. False when this officer raised no such alert."""
    found = session.scalar(select(Alert.id).where(Alert.id == alert_id, Alert.raised_by_id == raised_by_id))
    if found is None:
        return False
    session.execute(
        update(Alert).where(Alert.id == alert_id, Alert.told_at.is_(None)).values(told_whom=told_whom, told_at=told_at)
    )
    return True
