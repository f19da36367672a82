"""Reads phones for the people who look after them: how each is, what it has not sent, and which of its numbers are missing.

What a phone said of itself is evidence for people; nothing is decided by it.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, case, func, or_, select
from sqlalchemy.orm import Session

from server.store.device_orders import list_standing_orders
from server.store.server_epoch import find_epoch_renewed_at, find_server_epoch
from server.store.tables import Device, Operation, OrderToDevice, Resident, User, ViewMembership, Visit

PAGE_SIZE = 50
MOST_GAPS = 20
MOST_MEMBERSHIPS = 500


@dataclass(frozen=True, slots=True)
class DeviceFilter:
    """Which phones; None and False narrow nothing."""

    officer_id: uuid.UUID | None = None
    has_unsent: bool = False
    silent_since: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class Gaps:
    """Numbers of operations that the phone has made and that have not arrived: the first few, and how many in all."""

    first: tuple[int, ...] = ()
    count: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceLine:
    """One phone with its user. `has_offered`: since the server was last brought back; None where nothing is to be offered.

    `orders` are those that stand, a wipe before a lock; `user_left_at` where the user has left.
    """

    device: Device
    user_name: str
    user_telephone: str | None
    user_active: bool
    user_left_at: dt.datetime | None
    gaps: Gaps
    has_offered: bool | None
    orders: Sequence[OrderToDevice] = ()


@dataclass(frozen=True, slots=True)
class HeldVisit:
    """That a visit's data was on a phone from one instant to another, or still is."""

    visit_id: uuid.UUID
    first_name: str | None
    last_name: str | None
    planned_on: dt.date
    entered_at: dt.datetime
    left_at: dt.datetime | None
    left_reason: str | None


def list_devices(session: Session, wanted: DeviceFilter, page: int) -> tuple[list[DeviceLine], int]:
    """One page, what needs somebody first, and how many there are in all."""
    conditions = _conditions(wanted)
    rows = session.execute(
        select(Device, User)
        .join(User, User.id == Device.user_id)
        .where(*conditions)
        .order_by(
            case((Device.lost_count > 0, 0), (Device.unsent_count > 0, 1), (Device.revoked_at.is_(None), 2), else_=3),
            func.coalesce(Device.oldest_unsent_at, Device.last_contact_at, Device.registered_at),
            Device.id,
        )
        .limit(PAGE_SIZE)
        .offset((page - 1) * PAGE_SIZE)
    ).all()
    count = session.scalar(
        select(func.count()).select_from(Device).join(User, User.id == Device.user_id).where(*conditions)
    )
    return _as_lines(session, [(row[0], row[1]) for row in rows]), count or 0


def find_device_line(session: Session, device_id: str) -> DeviceLine | None:
    """One phone; None where it is nobody's."""
    row = session.execute(
        select(Device, User).join(User, User.id == Device.user_id).where(Device.id == device_id)
    ).one_or_none()
    return _as_lines(session, [(row[0], row[1])])[0] if row is not None else None


def list_devices_with_lost_work(session: Session) -> Sequence[tuple[Device, str]]:
    """Phones that reported that work vanished from them, until a person has dealt with it; with the user's name."""
    rows = session.execute(
        select(Device, User.name)
        .join(User, User.id == Device.user_id)
        .where(Device.lost_count > 0)
        .order_by(Device.lost_reported_at, Device.id)
    )
    return [(row[0], row[1]) for row in rows]


def list_same_phone(session: Session, device: Device) -> Sequence[tuple[str, str]]:
    """(id, user's name) of other registrations that were on the same phone, as far as the phone has said."""
    first = device.beside_device_id or device.id
    rows = session.execute(
        select(Device.id, User.name)
        .join(User, User.id == Device.user_id)
        .where(or_(Device.id == first, Device.beside_device_id == first), Device.id != device.id)
        .order_by(Device.registered_at, Device.id)
    )
    return [(row[0], row[1]) for row in rows]


def list_device_users(session: Session) -> list[tuple[str, str]]:
    """(id, name) of everybody who has or had a phone."""
    rows = session.execute(select(User.id, User.name).join(Device, Device.user_id == User.id).distinct())
    return sorted(((str(row[0]), row[1]) for row in rows), key=lambda user: (user[1], user[0]))


def list_held_visits(session: Session, device_id: str) -> tuple[list[HeldVisit], int]:
    """Visits whose data is or was on the phone, as far back as the log goes, the present ones first; and their number."""
    held = and_(ViewMembership.device_id == device_id, ViewMembership.entity_type == "visit")
    rows = session.execute(
        select(
            Visit.id,
            Resident.first_name,
            Resident.last_name,
            Visit.planned_on,
            ViewMembership.entered_at,
            ViewMembership.left_at,
            ViewMembership.left_reason,
        )
        .join(Visit, Visit.id == ViewMembership.entity_id)
        .join(Resident, Resident.id == Visit.resident_id)
        .where(held)
        .order_by(
            case((ViewMembership.left_at.is_(None), 0), else_=1), ViewMembership.entered_at.desc(), ViewMembership.id
        )
        .limit(MOST_MEMBERSHIPS)
    )
    count = session.scalar(select(func.count()).select_from(ViewMembership).where(held))
    return [HeldVisit(*row) for row in rows], count or 0


def _conditions(wanted: DeviceFilter) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if wanted.officer_id is not None:
        conditions.append(Device.user_id == wanted.officer_id)
    if wanted.has_unsent:
        conditions.append(or_(Device.unsent_count > 0, Device.photos_unsent > 0))
    if wanted.silent_since is not None:
        conditions += [Device.revoked_at.is_(None), Device.device_token_hash.is_not(None)]
        conditions.append(func.coalesce(Device.last_contact_at, Device.registered_at) < wanted.silent_since)
    return conditions


def _as_lines(session: Session, rows: Sequence[tuple[Device, User]]) -> list[DeviceLine]:
    gaps = find_gaps(session, [device for device, _ in rows])
    orders = list_standing_orders(session, [device.id for device, _ in rows])
    epoch, renewed_at = find_server_epoch(session), find_epoch_renewed_at(session)
    return [
        DeviceLine(
            device=device,
            user_name=user.name,
            user_telephone=user.telephone,
            user_active=user.active,
            user_left_at=user.left_at if not user.active else None,
            gaps=gaps.get(device.id, Gaps()),
            has_offered=_has_offered(device, epoch, renewed_at),
            orders=orders.get(device.id, ()),
        )
        for device, user in rows
    ]


def _has_offered(device: Device, epoch: str | None, renewed_at: dt.datetime | None) -> bool | None:
    if renewed_at is None or device.registered_at > renewed_at or device.device_token_hash is None:
        return None
    return str(device.offered_epoch) == epoch


def find_gaps(session: Session, devices: Collection[Device]) -> dict[str, Gaps]:
    """By device: numbers from 1 to the last it named (or the highest that came) under which nothing is in the log."""
    found = session.execute(
        select(Operation.device_id, func.count(Operation.device_seq.distinct()), func.max(Operation.device_seq))
        .where(Operation.device_id.in_([device.id for device in devices]), Operation.device_seq > 0)
        .group_by(Operation.device_id)
    )
    rows = [(device_id, count, highest or 0) for device_id, count, highest in found]
    runs = _find_jumps(session, [device_id for device_id, count, highest in rows if count < highest])
    arrived = {device_id: highest for device_id, _, highest in rows}
    for device in devices:
        last = arrived.get(device.id, 0)
        if (device.last_device_seq or 0) > last:
            runs.setdefault(device.id, []).append((last + 1, (device.last_device_seq or 0) + 1))
    return {device_id: _as_gaps(missing) for device_id, missing in runs.items()}


def _find_jumps(session: Session, device_ids: Sequence[str]) -> dict[str, list[tuple[int, int]]]:
    """By device the runs of numbers that are missing below its highest. Of few devices: each of their numbers is looked at."""
    if not device_ids:
        return {}
    numbers = (
        select(Operation.device_id, Operation.device_seq)
        .where(Operation.device_id.in_(device_ids), Operation.device_seq > 0)
        .distinct()
        .subquery()
    )
    before = func.lag(numbers.c.device_seq, 1, 0).over(partition_by=numbers.c.device_id, order_by=numbers.c.device_seq)
    steps = select(numbers.c.device_id, before.label("before"), numbers.c.device_seq.label("this")).subquery()
    jumps = session.execute(
        select(steps).where(steps.c.this - steps.c.before > 1).order_by(steps.c.device_id, steps.c.this)
    )
    runs: dict[str, list[tuple[int, int]]] = {}
    for device_id, last, this in jumps:
        runs.setdefault(device_id, []).append((last + 1, this))
    return runs


def _as_gaps(runs: Sequence[tuple[int, int]]) -> Gaps:
    first: list[int] = []
    for start, end in runs:
        first.extend(range(start, min(end, start + MOST_GAPS - len(first))))
        if len(first) >= MOST_GAPS:
            break
    return Gaps(tuple(first), sum(end - start for start, end in runs))
