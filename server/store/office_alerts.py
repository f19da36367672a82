"""Reads alerts for the office, the ones nobody has taken in hand first. `lock_alert` holds one for a use case."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

from sqlalchemy import Row, Select, func, select
from sqlalchemy.orm import Session, aliased

from server.domain.words import AlertKind
from server.store.alert_pieces import CountedPieces, count_pieces
from server.store.tables import Address, Alert, AlertAcknowledgement, Resident, User, Visit

MOST_ALERTS = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertLine:
    """An alert with the names round it."""

    alert: Alert
    owner: str
    raised_by: str | None
    officer: str | None
    officer_telephone: str | None
    resident: Resident | None
    address: Address | None
    pieces: CountedPieces | None = None


def list_alerts(
    session: Session, *, is_open: bool, raised_by_id: uuid.UUID | None = None, limit: int, offset: int = 0
) -> Sequence[AlertLine]:
    """Open alerts, unacknowledged ones first and the oldest of those at the top; or closed ones, the latest first."""
    query = _select_lines().where(Alert.closed_at.is_(None) if is_open else Alert.closed_at.is_not(None))
    if raised_by_id is not None:
        query = query.where(Alert.raised_by_id == raised_by_id)
    if is_open:
        query = query.order_by(Alert.acknowledged_at.is_not(None), Alert.raised_at, Alert.id)
    else:
        query = query.order_by(Alert.closed_at.desc(), Alert.id)
    return _list(session, query.limit(limit).offset(offset))


def list_alarms(session: Session) -> Sequence[AlertLine]:
    """Alarms of lone working that nobody has closed, as `list_alerts` orders them."""
    query = _select_lines().where(Alert.closed_at.is_(None), Alert.kind == AlertKind.LONE_WORKING)
    return _list(
        session, query.order_by(Alert.acknowledged_at.is_not(None), Alert.raised_at, Alert.id).limit(MOST_ALERTS)
    )


def find_alert(session: Session, alert_id: uuid.UUID) -> AlertLine | None:
    """One alert, or None."""
    return next(iter(_list(session, _select_lines().where(Alert.id == alert_id))), None)


def list_alert_steps(session: Session, alert_id: uuid.UUID) -> Sequence[tuple[AlertAcknowledgement, str | None]]:
    """What was done about an alert, oldest first, with who did it."""
    rows = session.execute(
        select(AlertAcknowledgement, User.name)
        .outerjoin(User, User.id == AlertAcknowledgement.user_id)
        .where(AlertAcknowledgement.alert_id == alert_id)
        .order_by(AlertAcknowledgement.id)
    )
    return [(step, name) for step, name in rows]


def lock_alert(session: Session, alert_id: uuid.UUID) -> Alert | None:
    """The alert, held against other writers until the transaction ends."""
    return session.scalar(select(Alert).where(Alert.id == alert_id).with_for_update(key_share=True))


def lock_open_alerts_of(session: Session, owner_id: uuid.UUID) -> Sequence[Alert]:
    """What this person owns and nobody has closed, held until the transaction ends."""
    owned = select(Alert).where(Alert.owner_id == owner_id, Alert.closed_at.is_(None)).order_by(Alert.id)
    return session.scalars(owned.with_for_update(key_share=True)).all()


_Owner = aliased(User)
_Raiser = aliased(User)
_Officer = aliased(User)
_Lines: TypeAlias = Select[Alert, str, str | None, str | None, str | None, Resident | None, Address | None]


def _select_lines() -> _Lines:
    return (
        select(
            Alert,
            _Owner.name,
            _Raiser.name,
            _Officer.name,
            func.coalesce(_Officer.telephone, _Raiser.telephone),
            Resident,
            Address,
        )
        .join(_Owner, _Owner.id == Alert.owner_id)
        .outerjoin(_Raiser, _Raiser.id == Alert.raised_by_id)
        .outerjoin(_Officer, _Officer.id == Alert.officer_id)
        .outerjoin(Visit, Visit.id == Alert.visit_id)
        .outerjoin(Resident, Resident.id == Alert.resident_id)
        .outerjoin(Address, Address.id == func.coalesce(Visit.address_id, Resident.address_id))
    )


def _list(session: Session, query: _Lines) -> list[AlertLine]:
    rows = session.execute(query).all()
    pieces = count_pieces(session, [row[0].id for row in rows])
    return [_line(row, pieces.get(row[0].id)) for row in rows]


def _line(
    row: Row[Alert, str, str | None, str | None, str | None, Resident | None, Address | None],
    pieces: CountedPieces | None,
) -> AlertLine:
    alert, owner, raised_by, officer, telephone, resident, address = row
    return AlertLine(
        alert=alert,
        owner=owner,
        raised_by=raised_by,
        officer=officer,
        officer_telephone=telephone,
        resident=resident,
        address=address,
        pieces=pieces,
    )
