"""Reads the office's list of visits: open alerts first, then needs nobody has reviewed (oldest first), then the rest.

Page 1,000 costs what page 1 costs: pages continue from a key, never from an offset. Writes nothing.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, not_, or_, select
from sqlalchemy.orm import Session

from server.domain.names import full_name
from server.store.office_visit_filter import (
    VisitFilter,
    conditions_of,
    has_no_unreviewed_needs,
    has_open_alert,
    has_unreviewed_needs,
)
from server.store.tables import Address, Alert, Case, Programme, Resident, User, Visit

PAGE_SIZE = 50
COUNT_UP_TO = 1000
MOST_NEW = 99

URGENT, NEEDS, REST = 0, 1, 2
_Found = tuple[int, uuid.UUID, str]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page ended: the section, and the sort key and id of its last visit (None: the section's start)."""

    section: int = URGENT
    key: str | None = None
    visit_id: uuid.UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitLine:
    """One visit as the list shows it."""

    visit_id: uuid.UUID
    section: int
    status: str
    review_state: str | None
    outcome: str | None
    planned_on: dt.date
    submitted_at: dt.datetime | None
    name: str
    address_lines: list[str]
    postcode: str | None
    ward: str | None
    officer: str | None
    programme: str
    alert_kinds: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class VisitPage:
    """A page of the list; `next_place` is None on the last. Counting stops at COUNT_UP_TO + 1."""

    lines: list[VisitLine]
    next_place: Place | None
    count: int


def list_office_visits(session: Session, wanted: VisitFilter, place: Place, size: int = PAGE_SIZE) -> VisitPage:
    """The page that begins after `place`."""
    some = _read_unsorted(session, wanted)
    if len(some) <= COUNT_UP_TO:
        # Few fit: one pass has found them all, and no index order has to be walked for the rare ones among many.
        found = [one for one in sorted(some, key=_order) if _is_after(one, place)][: size + 1]
    else:
        found = _read_sections(session, wanted, place, size + 1)
    shown = found[:size]
    next_place = Place(shown[-1][0], shown[-1][2], shown[-1][1]) if len(found) > size else None
    return VisitPage(_read_lines(session, shown), next_place, len(some))


def count_new_visits(session: Session, wanted: VisitFilter, since_at: dt.datetime) -> int:
    """How many that fit came in after that instant; counting stops at MOST_NEW + 1."""
    came = Visit.submitted_at > since_at
    some = select(Visit.id).where(*conditions_of(wanted, among_few=True), came).limit(MOST_NEW + 1).subquery()
    return session.scalar(select(func.count()).select_from(some)) or 0


def list_wards(session: Session) -> Sequence[str]:
    """Every ward that an address lies in."""
    wards = session.scalars(select(Address.ward).where(Address.ward.is_not(None)).distinct().order_by(Address.ward))
    return [ward for ward in wards if ward]


def _read_unsorted(session: Session, wanted: VisitFilter) -> list[_Found]:
    """At most COUNT_UP_TO + 1 visits that fit, in no order."""
    section = case((has_open_alert(), URGENT), (has_unreviewed_needs(), NEEDS), else_=REST)
    came_at = func.coalesce(Visit.submitted_at, Visit.created_at)
    query = select(Visit.id, section, Visit.planned_on, came_at).where(*conditions_of(wanted)).limit(COUNT_UP_TO + 1)
    return [
        (number, visit_id, (planned_on if number == REST else at).isoformat())
        for visit_id, number, planned_on, at in session.execute(query)
    ]


def _order(one: _Found) -> tuple[int, float, int]:
    """The order that the SQL of `_read_section` gives."""
    section, visit_id, key = one
    if section == REST:
        return section, -dt.date.fromisoformat(key).toordinal(), -visit_id.int
    return section, dt.datetime.fromisoformat(key).timestamp(), visit_id.int


def _is_after(one: _Found, place: Place) -> bool:
    if place.key is None or place.visit_id is None:
        return one[0] >= place.section
    return _order(one) > _order((place.section, place.visit_id, place.key))


def _read_sections(session: Session, wanted: VisitFilter, place: Place, limit: int) -> list[_Found]:
    found: list[_Found] = []
    for section in range(place.section, REST + 1):
        after = place if section == place.section else None
        found += _read_section(session, wanted, section, after, limit - len(found))
        if len(found) >= limit:
            break
    return found


def _read_section(session: Session, wanted: VisitFilter, section: int, after: Place | None, limit: int) -> list[_Found]:
    key: Any = Visit.planned_on if section == REST else func.coalesce(Visit.submitted_at, Visit.created_at)
    conditions = conditions_of(wanted, among_few=section != REST)
    query = select(Visit.id, key).where(*conditions, _in_section(section))
    if after is not None and after.key is not None:
        query = query.where(_after(section, key, after.key, after.visit_id))
    order = (key.desc(), Visit.id.desc()) if section == REST else (key, Visit.id)
    rows = session.execute(query.order_by(*order).limit(limit))
    return [(section, visit_id, value.isoformat()) for visit_id, value in rows]


def _in_section(section: int) -> ColumnElement[bool]:
    if section == URGENT:
        return has_open_alert()
    if section == NEEDS:
        return and_(has_unreviewed_needs(), not_(has_open_alert()))
    return and_(has_no_unreviewed_needs(), not_(has_open_alert()))


def _after(section: int, column: Any, key: str, visit_id: uuid.UUID | None) -> ColumnElement[bool]:
    if section == REST:
        day = dt.date.fromisoformat(key)
        return or_(column < day, and_(column == day, Visit.id < visit_id))
    instant = dt.datetime.fromisoformat(key)
    return or_(column > instant, and_(column == instant, Visit.id > visit_id))


def _read_lines(session: Session, shown: list[_Found]) -> list[VisitLine]:
    """The rows of one page, in the page's order, whatever order the database gives them in."""
    ids = [visit_id for _, visit_id, _ in shown]
    if not ids:
        return []
    rows = session.execute(
        select(Visit, Resident, Address, User.name, Programme.name)
        .join(Resident, Resident.id == Visit.resident_id)
        .join(Case, Case.id == Visit.case_id)
        .join(Programme, Programme.id == Case.programme_id)
        .outerjoin(Address, Address.id == Visit.address_id)
        .outerjoin(User, User.id == Visit.officer_id)
        .where(Visit.id.in_(ids))
    )
    by_id = {
        visit.id: (visit, resident, address, officer, programme)
        for visit, resident, address, officer, programme in rows
    }
    kinds: dict[uuid.UUID | None, list[str]] = {}
    open_alerts = select(Alert.visit_id, Alert.kind).where(Alert.visit_id.in_(ids), Alert.closed_at.is_(None))
    for visit_id, kind in session.execute(open_alerts.order_by(Alert.raised_at, Alert.id)):
        kinds.setdefault(visit_id, []).append(kind)
    return [_line(section, by_id[visit_id], kinds.get(visit_id, [])) for section, visit_id, _ in shown]


def _line(section: int, row: tuple[Visit, Resident, Address | None, str | None, str], kinds: list[str]) -> VisitLine:
    visit, resident, address, officer, programme = row
    return VisitLine(
        visit_id=visit.id,
        section=section,
        status=visit.status,
        review_state=visit.review_state,
        outcome=visit.outcome,
        planned_on=visit.planned_on,
        submitted_at=visit.submitted_at,
        name=full_name(resident.first_name, resident.last_name),
        address_lines=list(address.lines) if address else [],
        postcode=address.postcode if address else None,
        ward=address.ward if address else None,
        officer=officer,
        programme=programme,
        alert_kinds=kinds,
    )
