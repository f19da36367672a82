"""Opens alerts. Each has one named owner from the first moment; opening one that is open changes nothing."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from server.store.inserting import insert_into
from server.store.tables import Alert, AlertAcknowledgement, AlertPiece, Case, Resident, Visit


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


def find_subjects(
    session: Session, entity_ids: Sequence[uuid.UUID]
) -> dict[uuid.UUID, tuple[uuid.UUID | None, uuid.UUID]]:
    """(visit, resident) of each visit, case or resident that exists; no visit where it is about none."""
    if not entity_ids:
        return {}
    visits = session.execute(select(Visit.id, Visit.resident_id).where(Visit.id.in_(entity_ids)))
    found: dict[uuid.UUID, tuple[uuid.UUID | None, uuid.UUID]] = {row.id: (row.id, row.resident_id) for row in visits}
    left = [entity_id for entity_id in entity_ids if entity_id not in found]
    if left:
        cases = session.execute(select(Case.id, Case.resident_id).where(Case.id.in_(left)))
        found |= {row.id: (None, row.resident_id) for row in cases}
        found |= {row: (None, row) for row in session.scalars(select(Resident.id).where(Resident.id.in_(left)))}
    return found


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


def note_alerts(
    session: Session, alert_ids: Sequence[uuid.UUID], note: str, *, user_id: uuid.UUID | None, now: dt.datetime
) -> None:
    """Put the same words on those of these alerts that this user raised, once, closed or not."""
    if not alert_ids:
        return
    noted = select(AlertAcknowledgement.alert_id).where(AlertAcknowledgement.note == note)
    own = Alert.id.in_(alert_ids) & (Alert.raised_by_id == user_id)
    for alert_id in session.scalars(select(Alert.id).where(own, Alert.id.not_in(noted)).order_by(Alert.id)):
        session.add(AlertAcknowledgement(alert_id=alert_id, step="noted", user_id=user_id, at=now, note=note))
