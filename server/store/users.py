"""Reads staff. Never returns a password hash to a page: callers get the row and templates get plain values."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Sequence

from sqlalchemy import bindparam, case, func, select
from sqlalchemy.orm import Session

from server.domain.words import Role, ShiftKind
from server.store.tables import Device, Shift, User


def find_user(session: Session, user_id: uuid.UUID) -> User | None:
    """The user, or None."""
    return session.get(User, user_id)


def find_users(session: Session, user_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, User]:
    """Those that exist, by id."""
    return {user.id: user for user in session.scalars(select(User).where(User.id.in_(set(user_ids))))}


def find_user_by_email(session: Session, email: str) -> User | None:
    """The user with this address, whatever its case and the spaces round it."""
    return session.scalar(select(User).where(User.email == email.strip().lower()))


def list_users(session: Session, roles: Collection[Role]) -> Sequence[User]:
    """Active users of these roles, by name."""
    return session.scalars(
        select(User).where(User.role.in_(sorted(roles)), User.active).order_by(User.name, User.id)
    ).all()


def names_of_users(session: Session, user_ids: Collection[uuid.UUID | None]) -> dict[uuid.UUID, str]:
    """Names by id, also of people who have left; ids nobody has are missing from the answer."""
    wanted = {user_id for user_id in user_ids if user_id is not None}
    if not wanted:
        return {}
    rows = session.execute(select(User.id, User.name).where(User.id.in_(wanted)))
    return {row.id: row.name for row in rows}


def find_on_duty(session: Session, at: dt.datetime) -> User | None:
    """Who owns alerts raised now: the duty shift's person, else a duty manager, supervisor or administrator."""
    return session.scalar(_ON_SHIFT, {"at": at}) or session.scalar(_INSTEAD)


_ON_SHIFT = (
    select(User)
    .join(Shift, Shift.user_id == User.id)
    .where(
        Shift.kind == ShiftKind.DUTY,
        Shift.starts_at <= bindparam("at"),
        Shift.expected_end_at > bindparam("at"),
        User.active,
    )
    .order_by(Shift.starts_at.desc(), User.id)
    .limit(1)
)
_BY_RANK = {Role.DUTY_MANAGER: 0, Role.SUPERVISOR: 1, Role.ADMINISTRATOR: 2}
_INSTEAD = (
    select(User)
    .where(User.role.in_(_BY_RANK), User.active)
    .order_by(case(_BY_RANK, value=User.role), User.created_at, User.id)
    .limit(1)
)


def list_devices_with_unsent_work(session: Session, limit: int = 10) -> Sequence[tuple[Device, str]]:
    """Devices that last said they hold unsent work, the oldest work first, with the name of their user."""
    return [
        (device, name)
        for device, name in session.execute(
            select(Device, User.name)
            .join(User, User.id == Device.user_id)
            .where(Device.unsent_count > 0)
            .order_by(func.coalesce(Device.oldest_unsent_at, Device.last_contact_at), Device.id)
            .limit(limit)
        )
    ]
