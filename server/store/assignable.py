"""Reads whom a supervisor can give to an officer: open cases that nobody has, each with its priority and the reasons for it.

Also those whose visit was taken back and waits for an officer. A page is sorted and cut in the database; writes nothing.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, exists, func, literal, null, select, true
from sqlalchemy.orm import Session

from server.domain.address_values import UNKNOWN_WARD
from server.domain.age import find_age, latest_birthday
from server.domain.assignment import LAST_ON_THE_WAY, MOST_AT_ONCE
from server.domain.names import full_name
from server.domain.priority import Priority, PriorityRule, find_facts, find_priority
from server.domain.words import VisitStatus
from server.store.markers import PairedIds, paired_ids
from server.store.nobody_has import is_planned_later, needs_an_officer
from server.store.priority_points import Columns, RulesOfProgrammes, list_rules, points_of, when_reached
from server.store.tables import Address, CallTurn, Case, Resident, Visit, VisitAssignment
from server.store.visit_wishes import list_unwilling


class AssignOrder(StrEnum):
    """How the list is sorted."""

    PRIORITY = "priority"
    AGE = "age"


@dataclass(frozen=True, slots=True, kw_only=True)
class AssignFilter:
    """What the supervisor looks for; None and 0 do not narrow. `is_later`: not whom nobody has, but whose visit is planned for a
    later day and has no officer yet, the nearest day first.
    """

    ward: str | None = None
    programme_id: uuid.UUID | None = None
    least_points: int = 0
    least_age: int = 0
    order: AssignOrder = AssignOrder.PRIORITY
    is_later: bool = False


@dataclass(frozen=True, slots=True)
class WaitingVisit:
    """A visit that is planned and nobody's. `was_given`: it was taken back; else it follows a letter that was left."""

    planned_on: dt.date
    window_from: str | None
    window_to: str | None
    was_given: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AssignableCase:
    """One person to be visited, as the page shows them, with the visit that waits for an officer if one does."""

    case_id: uuid.UUID
    resident_id: uuid.UUID
    name: str
    age: int | None
    lines: tuple[str, ...]
    postcode: str | None
    ward: str
    programme: str
    priority: Priority
    needs_pair: bool
    unwilling: bool
    waiting: WaitingVisit | None
    latitude: float | None
    longitude: float | None

    @property
    def taken_back(self) -> bool:
        """An officer had it, and another is to have it."""
        return self.waiting is not None and self.waiting.was_given


@dataclass(frozen=True, slots=True)
class AssignableList:
    """A page of the cases that fit, in their order; how many fit in all, and how many people each ward has, whatever else is asked."""

    cases: tuple[AssignableCase, ...]
    count: int
    by_ward: Mapping[str, int]


def list_assignable(
    session: Session, wanted: AssignFilter, *, today: dt.date, size: int = MOST_AT_ONCE, page: int = 1
) -> AssignableList:
    """The page, of which the first is 1: what waits since it was taken back or is due, then by priority, then along the postcodes."""
    rules = list_rules(session)
    people = _score(_select_people(wanted, today), rules, today)
    fits = _fits(wanted, people, today)
    # Everybody is looked at once: for the page, and for the numbers by ward.
    some = select(literal(True).label("is_line"), *people).where(fits).order_by(*_order(wanted, people))
    on_page = some.limit(size).offset((page - 1) * size).subquery()
    counted = {"ward": people.ward, "points": func.count(), "failed_calls": func.sum(case((fits, 1), else_=0))}
    by_ward = select(literal(False), *(counted.get(column.key, null()) for column in people)).group_by(people.ward)
    rows = session.execute(select(on_page).union_all(by_ward)).all()
    lines = sorted((row for row in rows if row.is_line), key=lambda row: _place(wanted, row))
    numbers = [row for row in rows if not row.is_line]
    return AssignableList(
        _read_cases(session, lines, rules, today),
        sum(row.failed_calls for row in numbers),
        {row.ward: row.points for row in sorted(numbers, key=lambda row: str(row.ward))},
    )


def _select_people(wanted: AssignFilter, today: dt.date) -> Select[Any]:
    """Everybody of the programme whom nobody has, with all that their place hangs on and nothing else."""
    waiting = (Visit.status == VisitStatus.PLANNED, Visit.officer_id.is_(None))
    planned = select(func.min(Visit.planned_on)).where(Visit.case_id == Case.id, *waiting).scalar_subquery()
    waits = Case.id.in_(select(Visit.case_id).where(*waiting).correlate(None))
    query: Any = select(
        Case.id.label("case_id"),
        Case.programme_id,
        Resident.date_of_birth,
        Resident.lives_alone,
        func.coalesce(Address.ward, UNKNOWN_WARD).label("ward"),
        func.coalesce(func.nullif(Address.walking_key, ""), LAST_ON_THE_WAY).label("walking_key"),
        func.coalesce(CallTurn.failed_calls, 0).label("failed_calls"),
        CallTurn.reached_at.label("called_at"),
        Case.seen_at,
        case((waits, planned)).label("planned_on"),
    )
    found: Select[Any] = (
        query.join(Resident, Resident.id == Case.resident_id)
        .outerjoin(Address, Address.id == Resident.address_id)
        .outerjoin(CallTurn, CallTurn.case_id == Case.id)
        .where(is_planned_later(today) if wanted.is_later else needs_an_officer(today))
    )
    return found if wanted.programme_id is None else found.where(Case.programme_id == wanted.programme_id)


def _score(people: Select[Any], rules: RulesOfProgrammes, today: dt.date) -> Columns:
    """The same with the points of each, and when somebody was last reached."""
    found = people.subquery("people").c
    reached_at = when_reached(found)
    kept = (found.case_id, found.date_of_birth, found.ward, found.walking_key, found.failed_calls, found.planned_on)
    scored = select(*kept, reached_at.label("reached_at"), points_of(rules, found, reached_at, today).label("points"))
    return scored.cte("scored").prefix_with("MATERIALIZED").c


def _fits(wanted: AssignFilter, people: Columns, today: dt.date) -> ColumnElement[bool]:
    found: list[ColumnElement[bool]] = [true()]
    if wanted.ward is not None:
        found.append(people.ward == wanted.ward)
    if wanted.least_points:
        found.append(people.points >= wanted.least_points)
    if wanted.least_age:
        found.append(people.date_of_birth <= latest_birthday(wanted.least_age, today))
    return and_(*found)


def _order(wanted: AssignFilter, people: Columns) -> list[ColumnElement[Any]]:
    if wanted.order is AssignOrder.AGE:
        first: list[Any] = [people.date_of_birth.is_(None), people.date_of_birth]
    else:
        first = [people.planned_on] if wanted.is_later else [people.planned_on.is_(None)]
    return [*first, people.points.desc(), people.walking_key, people.case_id]


def _place(wanted: AssignFilter, row: Any) -> tuple[Any, ...]:
    """Where a line stands by `_order`: a database promises no order of what it puts together."""
    if wanted.order is AssignOrder.AGE:
        first: Any = row.date_of_birth or dt.date.max
    else:
        first = row.planned_on if wanted.is_later else row.planned_on is None
    return first, -row.points, row.walking_key, row.case_id


def _read_cases(
    session: Session, found: Sequence[Any], rules: RulesOfProgrammes, today: dt.date
) -> tuple[AssignableCase, ...]:
    """What is shown of them, in the order in which they were found."""
    rows = {row.case_id: row for row in session.execute(_select_shown([row.case_id for row in found]))}
    pairs, waiting = paired_ids(session), _list_waiting(session, [row.case_id for row in found])
    unwilling = list_unwilling(session, [of.resident_id for of in rows.values()])
    return tuple(
        _describe(
            row,
            of := rows[row.case_id],
            rules[of.programme_id],
            (pairs, of.resident_id in unwilling),
            waiting.get(row.case_id),
            today,
        )
        for row in found
    )


def _select_shown(case_ids: Sequence[uuid.UUID]) -> Select[Any]:
    """Of hundreds on one page what it shows and nothing else: whole rows are slower to make than to find."""
    query: Any = select(
        Case.id.label("case_id"),
        Case.programme_id,
        Case.resident_id,
        Resident.first_name,
        Resident.last_name,
        Resident.date_of_birth,
        Resident.lives_alone,
        Resident.address_id,
        Address.lines,
        Address.postcode,
        Address.ward,
        Address.latitude,
        Address.longitude,
    )
    shown: Select[Any] = (
        query.join(Resident, Resident.id == Case.resident_id)
        .outerjoin(Address, Address.id == Resident.address_id)
        .where(Case.id.in_(case_ids))
    )
    return shown


def _list_waiting(session: Session, case_ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, WaitingVisit]:
    """The visit that waits for an officer, by case; of several the nearest."""
    was_given = exists().where(VisitAssignment.visit_id == Visit.id)
    query = select(Visit, was_given).where(
        Visit.case_id.in_(case_ids), Visit.status == VisitStatus.PLANNED, Visit.officer_id.is_(None)
    )
    return {
        visit.case_id: WaitingVisit(visit.planned_on, visit.window_from, visit.window_to, given)
        for visit, given in session.execute(query.order_by(Visit.planned_on.desc(), Visit.id))
    }


def _describe(
    found: Any,
    of: Any,
    programme: tuple[str, tuple[PriorityRule, ...]],
    wishes: tuple[PairedIds, bool],
    waiting: WaitingVisit | None,
    today: dt.date,
) -> AssignableCase:
    pairs, unwilling = wishes
    facts = find_facts(
        born_on=of.date_of_birth,
        lives_alone=of.lives_alone,
        failed_calls=found.failed_calls,
        reached_at=found.reached_at,
        today=today,
    )
    return AssignableCase(
        case_id=of.case_id,
        resident_id=of.resident_id,
        name=full_name(of.first_name, of.last_name),
        age=find_age(of.date_of_birth, today),
        lines=tuple(of.lines or ()),
        postcode=of.postcode,
        ward=of.ward or UNKNOWN_WARD,
        programme=programme[0],
        priority=find_priority(facts, programme[1]),
        needs_pair=pairs.meet(of.resident_id, of.address_id),
        unwilling=unwilling,
        waiting=waiting,
        latitude=of.latitude,
        longitude=of.longitude,
    )
