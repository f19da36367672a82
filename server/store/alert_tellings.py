"""Reads who was told of an alert, and which alerts still wait for somebody to be. Writes nothing; the use case adds the rows."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from server.domain.escalation import Rung
from server.store.tables import Alert, AlertTelling, Case, Message, Programme, User, Visit


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldLine:
    """One telling with the person's name and how the message stands; both None where nobody could be told."""

    telling: AlertTelling
    name: str | None
    message_status: str | None


def list_waiting_alerts(session: Session, since_at: dt.datetime) -> Sequence[uuid.UUID]:
    """Raised since then, open, acknowledged by nobody, and Gold was not told."""
    told_gold = exists().where(
        AlertTelling.alert_id == Alert.id, AlertTelling.rung == Rung.GOLD, AlertTelling.user_id.is_not(None)
    )
    return session.scalars(
        select(Alert.id)
        .where(Alert.acknowledged_at.is_(None), Alert.closed_at.is_(None), Alert.raised_at >= since_at, ~told_gold)
        .order_by(Alert.raised_at, Alert.id)
    ).all()


def list_tellings(session: Session, alert_id: uuid.UUID) -> dict[Rung, AlertTelling]:
    """By rung."""
    rows = session.scalars(select(AlertTelling).where(AlertTelling.alert_id == alert_id))
    return {Rung(one.rung): one for one in rows}


def list_told(session: Session, alert_id: uuid.UUID) -> list[ToldLine]:
    """Who was told, in the order in which they were."""
    rows = session.execute(
        select(AlertTelling, User.name, Message.status)
        .outerjoin(User, User.id == AlertTelling.user_id)
        .outerjoin(Message, Message.id == AlertTelling.message_id)
        .where(AlertTelling.alert_id == alert_id)
        .order_by(AlertTelling.at, AlertTelling.id)
    )
    return [ToldLine(telling=telling, name=name, message_status=status) for telling, name, status in rows]


def list_alert_settings(session: Session, visit_id: uuid.UUID | None) -> Sequence[dict[str, Any]]:
    """The rules of the programme that the alert's visit is under; of every programme in use where it has no visit."""
    query = select(Programme.settings).where(Programme.active)
    if visit_id is not None:
        query = (
            select(Programme.settings)
            .join(Case, Case.programme_id == Programme.id)
            .join(Visit, Visit.case_id == Case.id)
            .where(Visit.id == visit_id)
        )
    return session.scalars(query).all()
