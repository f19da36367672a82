"""Opens alerts. Each has one named owner from the first moment; opening one that is open changes nothing."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import false, literal, or_, select, true, union_all, update
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


@dataclass(frozen=True, slots=True)
class AlertSubject:
    """Whom an alert is about, and at which visit if at one."""

    visit_id: uuid.UUID | None
    resident_id: uuid.UUID


def find_alert_subjects(session: Session, ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, AlertSubject]:
    """By the id of a visit, a case or a resident: the subject, where there is such a row."""
    if not ids:
        return {}
    visits = select(Visit.id, Visit.resident_id, true()).where(Visit.id.in_(ids))
    cases = select(Case.id, Case.resident_id, false()).where(Case.id.in_(ids))
    residents = select(Resident.id, Resident.id, false()).where(Resident.id.in_(ids))
    rows = session.execute(union_all(visits, cases, residents))
    return {row_id: AlertSubject(row_id if is_visit else None, resident_id) for row_id, resident_id, is_visit in rows}


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


def add_notes(
    session: Session, alert_ids: Sequence[uuid.UUID], note: str, *, user_id: uuid.UUID | None, now: dt.datetime
) -> None:
    """Put these words on each, also where the same were put before: somebody has said them again."""
    for alert_id in alert_ids:
        session.add(AlertAcknowledgement(alert_id=alert_id, step="noted", user_id=user_id, at=now, note=note))


def note_alerts(
    session: Session,
    alert_ids: Sequence[uuid.UUID],
    note: str,
    *,
    user_id: uuid.UUID | None,
    now: dt.datetime,
    anybodys: bool = False,
) -> None:
    """Put the same words on those of these alerts that this user (`anybodys`: whoever) raised, once, closed or not."""
    if not alert_ids:
        return
    noted = select(AlertAcknowledgement.alert_id).where(AlertAcknowledgement.note == note)
    own = Alert.id.in_(alert_ids) & or_(literal(anybodys), Alert.raised_by_id == user_id)
    for alert_id in session.scalars(select(Alert.id).where(own, Alert.id.not_in(noted)).order_by(Alert.id)):
        session.add(AlertAcknowledgement(alert_id=alert_id, step="noted", user_id=user_id, at=now, note=note))
