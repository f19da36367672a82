"""Reads who was told of an alert, and which alerts still wait for somebody to be. Writes nothing; the use case adds the rows."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from server.domain.escalation import Rung
from server.store.tables import (
    Alert,
    AlertAcknowledgement,
    AlertTelling,
    Case,
    Message,
    MessageTemplate,
    Programme,
    User,
    Visit,
)


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


def list_open_acknowledged(session: Session) -> Sequence[uuid.UUID]:
    """Taken in hand by somebody and closed by nobody, the longest first."""
    return session.scalars(
        select(Alert.id)
        .where(Alert.acknowledged_at.is_not(None), Alert.closed_at.is_(None))
        .order_by(Alert.acknowledged_at, Alert.id)
    ).all()


def find_last_word_at(session: Session, alert: Alert, template: str) -> dt.datetime:
    """When something was last done or said of it: a step, a note, or a message of this template."""
    step = session.scalar(select(func.max(AlertAcknowledgement.at)).where(AlertAcknowledgement.alert_id == alert.id))
    message = session.scalar(
        select(func.max(Message.queued_at))
        .join(MessageTemplate, MessageTemplate.id == Message.template_id)
        .where(Message.about_type == "alert", Message.about_id == alert.id, MessageTemplate.name == template)
    )
    return max(at for at in (alert.acknowledged_at or alert.raised_at, step, message) if at is not None)


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
