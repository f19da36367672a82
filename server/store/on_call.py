"""Reads who is on call: the rota at an instant, who stands in where it has a gap, and the rota of a stretch of days. Writes nothing."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence

from sqlalchemy import case, select
from sqlalchemy.orm import Session

from server.domain.words import ROTA, Role, ShiftKind
from server.store.tables import Shift, User

# Who is told where the rota names nobody who can be.
_INSTEAD = {
    ShiftKind.NEXT: (Role.DUTY_MANAGER, Role.SUPERVISOR, Role.ADMINISTRATOR),
    ShiftKind.GOLD: (Role.ADMINISTRATOR, Role.SUPERVISOR, Role.DUTY_MANAGER),
}


def list_on_call(session: Session, kind: ShiftKind, at: dt.datetime) -> Sequence[User]:
    """Whose shift of this kind it is, whoever came last first; then, for the next on call, others on duty; then the staff who
    may take an alert in hand, by rank.
    """
    kinds = [kind, ShiftKind.DUTY] if kind is ShiftKind.NEXT else [kind]
    on_rota = session.scalars(
        select(User)
        .join(Shift, Shift.user_id == User.id)
        .where(Shift.kind.in_(kinds), Shift.starts_at <= at, Shift.expected_end_at > at, User.active)
        .order_by(
            case({one: rank for rank, one in enumerate(kinds)}, value=Shift.kind), Shift.starts_at.desc(), User.id
        )
    )
    ranked = {role: rank for rank, role in enumerate(_INSTEAD.get(kind, ()))}
    instead: Sequence[User] = []
    if ranked:
        instead = session.scalars(
            select(User)
            .where(User.role.in_(ranked), User.active)
            .order_by(case(ranked, value=User.role), User.created_at, User.id)
        ).all()
    found: dict[uuid.UUID, User] = {}
    for user in (*on_rota, *instead):
        found.setdefault(user.id, user)
    return list(found.values())


def list_rota(
    session: Session, begins_at: dt.datetime, ends_at: dt.datetime
) -> dict[ShiftKind, list[tuple[dt.datetime, dt.datetime]]]:
    """When somebody is on call between these instants, for each kind of the rota. People who have left cover nothing."""
    rows = session.execute(
        select(Shift.kind, Shift.starts_at, Shift.expected_end_at)
        .join(User, User.id == Shift.user_id)
        .where(Shift.kind.in_(ROTA), Shift.starts_at < ends_at, Shift.expected_end_at > begins_at, User.active)
        .order_by(Shift.starts_at)
    )
    spans: dict[ShiftKind, list[tuple[dt.datetime, dt.datetime]]] = {kind: [] for kind in ROTA}
    for kind, starts_at, expected_end_at in rows:
        spans[ShiftKind(kind)].append((starts_at, expected_end_at))
    return spans
