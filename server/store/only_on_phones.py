"""Reads which visits exist only on a phone, as far as phones have said, and which may because a phone is silent.

A phone is believed of visits that are its officer's or were on it: what it says of others hides nothing.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from server.domain.operation import parse_id
from server.domain.words import VisitStatus
from server.store.pairs import hands, list_seconds
from server.store.tables import Device, Resident, User, ViewMembership, Visit

MOST_LISTED = 200
_PHONES_AT_ONCE = 25


@dataclass(frozen=True, slots=True, kw_only=True)
class OnPhone:
    """One visit, the phone and whom to ring. `since` is the oldest unsent work, or the last contact of a silent phone."""

    visit_id: uuid.UUID
    first_name: str | None
    last_name: str | None
    planned_on: dt.date
    status: str
    device_id: str
    device_label: str
    officer: str
    telephone: str | None
    since: dt.datetime | None
    is_certain: bool


def list_only_on_phones(session: Session, *, today: dt.date, silent_since: dt.datetime) -> list[OnPhone]:
    """What phones said they hold, then what silent phones may hold; in each the longest on a phone first."""
    said = session.execute(
        select(Device, User)
        .join(User, User.id == Device.user_id)
        .where(or_(Device.unsent_count > 0, Device.photos_unsent > 0))
    ).all()
    phones = sorted(said, key=lambda row: (_since(row[0]) or silent_since, row[0].id))
    certain: dict[uuid.UUID, OnPhone] = {}
    for start in range(0, len(phones), _PHONES_AT_ONCE):
        for line in _list_certain(session, [(row[0], row[1]) for row in phones[start : start + _PHONES_AT_ONCE]]):
            certain.setdefault(line.visit_id, line)
        if len(certain) >= MOST_LISTED:
            break
    lines = list(certain.values())[:MOST_LISTED]
    maybe = _list_maybe(session, today, silent_since, MOST_LISTED - len(lines))
    return lines + [line for line in maybe if line.visit_id not in certain]


def list_unsent_visits(session: Session, device_id: str) -> list[OnPhone]:
    """Visits of which this phone said that a part is only on it; by resident's name."""
    found = session.execute(
        select(Device, User).join(User, User.id == Device.user_id).where(Device.id == device_id)
    ).one_or_none()
    lines = _list_certain(session, [(found[0], found[1])]) if found is not None else ()
    return sorted(lines, key=lambda line: (line.last_name or "", line.first_name or "", str(line.visit_id)))


def _list_certain(session: Session, phones: Sequence[tuple[Device, User]]) -> Iterator[OnPhone]:
    """What these phones said, as far as it is theirs to say."""
    claims = [
        (device, user, visit_id)
        for device, user in phones
        for visit_id in map(parse_id, sorted(set(device.unsent_visit_ids)))
        if visit_id is not None
    ]
    ids = {visit_id for _, _, visit_id in claims}
    visits = select(Visit, Resident).join(Resident, Resident.id == Visit.resident_id).where(Visit.id.in_(ids))
    found = {visit.id: (visit, resident) for visit, resident in session.execute(visits)}
    seconds = list_seconds(session, list(found))
    was_on = select(ViewMembership.device_id, ViewMembership.entity_id).where(
        ViewMembership.entity_id.in_(list(found)), ViewMembership.device_id.in_([device.id for device, _ in phones])
    )
    held = {(device_id, visit_id) for device_id, visit_id in session.execute(was_on)}
    for device, user, visit_id in claims:
        if visit_id not in found:
            continue
        visit, resident = found[visit_id]
        if user.id in (visit.officer_id, seconds.get(visit_id)) or (device.id, visit_id) in held:
            yield _as_line(visit, resident, device, user, is_certain=True)


def _list_maybe(session: Session, today: dt.date, silent_since: dt.datetime, limit: int) -> list[OnPhone]:
    """Visits begun, or planned for today, whose officer's most lately heard phone has been silent; of a pair, either.

    One signed out holds nothing.
    """
    heard = func.max(Device.last_contact_at)
    silent = (
        select(Device.user_id, heard.label("heard_at"))
        .where(Device.device_token_hash.is_not(None), Device.revoked_at.is_(None), Device.last_contact_at.is_not(None))
        .group_by(Device.user_id)
        .having(heard < silent_since)
        .subquery()
    )
    begun_or_today = or_(
        Visit.status == VisitStatus.STARTED, and_(Visit.status == VisitStatus.ASSIGNED, Visit.planned_on == today)
    )
    parts = hands(begun_or_today)
    rows = session.execute(
        select(Visit, Resident, Device, User)
        .join(parts, parts.c.visit_id == Visit.id)
        .join(silent, silent.c.user_id == parts.c.user_id)
        .join(Device, and_(Device.user_id == silent.c.user_id, Device.last_contact_at == silent.c.heard_at))
        .join(User, User.id == parts.c.user_id)
        .join(Resident, Resident.id == Visit.resident_id)
        .order_by(silent.c.heard_at, Visit.planned_on, Visit.id)
        .limit(max(limit, 0))
    )
    return [_as_line(visit, resident, device, user, is_certain=False) for visit, resident, device, user in rows]


def _since(device: Device) -> dt.datetime | None:
    return device.oldest_unsent_at or device.last_contact_at


def _as_line(visit: Visit, resident: Resident, device: Device, user: User, *, is_certain: bool) -> OnPhone:
    return OnPhone(
        visit_id=visit.id,
        first_name=resident.first_name,
        last_name=resident.last_name,
        planned_on=visit.planned_on,
        status=visit.status,
        device_id=device.id,
        device_label=device.label,
        officer=user.name,
        telephone=user.telephone,
        since=_since(device) if is_certain else device.last_contact_at,
        is_certain=is_certain,
    )
