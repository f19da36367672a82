"""Reads whom a supervisor can give to an officer: open cases that nobody has, each with its priority and the reasons for it.

Also those whose visit was taken back and waits for an officer. Writes nothing.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, not_, select
from sqlalchemy.orm import Session

from server.domain.address_values import UNKNOWN_WARD
from server.domain.age import find_age
from server.domain.assignment import walking_order
from server.domain.names import full_name
from server.domain.phone_window import find_council_date
from server.domain.priority import Priority, find_priority, read_priority_rules
from server.store.contacts import still_stands
from server.store.markers import paired_ids
from server.store.nobody_has import needs_an_officer, waits_for_an_officer
from server.store.reached import has_reached
from server.store.tables import Address, Case, Contact, Programme, Resident, Visit

_FAILED_CALLS = ("no_answer", "voicemail", "wrong_number")


@dataclass(frozen=True, slots=True, kw_only=True)
class AssignFilter:
    """What the supervisor looks for; None does not narrow."""

    ward: str | None = None
    programme_id: uuid.UUID | None = None
    least_points: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class AssignableCase:
    """One person to be visited, as the page shows them. `taken_back` when a visit waits for another officer."""

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
    taken_back: bool
    latitude: float | None
    longitude: float | None


@dataclass(frozen=True, slots=True)
class AssignableList:
    """The cases that fit, the most urgent first, and how many people each ward has in all."""

    cases: tuple[AssignableCase, ...]
    by_ward: Mapping[str, int]


def list_assignable(session: Session, wanted: AssignFilter, *, today: dt.date) -> AssignableList:
    """Everybody who fits, sorted by priority, then along the postcodes."""
    rules = {
        programme.id: (programme.name, read_priority_rules(programme.settings.get("priority_rules")))
        for programme in session.scalars(select(Programme))
    }
    calls = _calls_by_case(session)
    seen = _last_reached_by_case(session)
    residents_in_pairs, addresses_in_pairs = paired_ids(session)
    taken_back = set(session.scalars(select(Case.id).where(waits_for_an_officer())))
    wards: Counter[str] = Counter()
    found = []
    for row in session.execute(_people(today)):
        ward = row.ward or UNKNOWN_WARD
        if wanted.programme_id is not None and row.programme_id != wanted.programme_id:
            continue
        wards[ward] += 1
        if wanted.ward is not None and ward != wanted.ward:
            continue
        name, programme_rules = rules[row.programme_id]
        facts = _facts(row.date_of_birth, row.lives_alone, calls.get(row.id), seen.get(row.id), today)
        priority = find_priority(facts, programme_rules)
        if priority.points < wanted.least_points:
            continue
        found.append(
            AssignableCase(
                case_id=row.id,
                resident_id=row.resident_id,
                name=full_name(row.first_name, row.last_name),
                age=find_age(row.date_of_birth, today),
                lines=tuple(row.lines or ()),
                postcode=row.postcode,
                ward=ward,
                programme=name,
                priority=priority,
                needs_pair=row.resident_id in residents_in_pairs or row.address_id in addresses_in_pairs,
                taken_back=row.id in taken_back,
                latitude=row.latitude,
                longitude=row.longitude,
            )
        )
    found.sort(key=lambda case: (not case.taken_back, -case.priority.points, walking_order(case.postcode, case.lines)))
    return AssignableList(tuple(found), dict(sorted(wards.items())))


def _people(today: dt.date) -> Select[Any]:
    return (
        select(
            Case.id,
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
        .join(Resident, Resident.id == Case.resident_id)
        .outerjoin(Address, Address.id == Resident.address_id)
        .where(needs_an_officer(today))
    )


def _facts(
    born_on: dt.date | None,
    lives_alone: bool | None,
    calls: tuple[int, dt.datetime | None] | None,
    reached_at: dt.datetime | None,
    today: dt.date,
) -> dict[str, int | bool | None]:
    failed, called_at = calls if calls is not None else (0, None)
    last = max((instant for instant in (called_at, reached_at) if instant is not None), default=None)
    return {
        "age": find_age(born_on, today),
        "lives_alone": lives_alone,
        "failed_calls": failed,
        "days_since_contact": (today - find_council_date(last)).days if last is not None else None,
        "never_contacted": last is None,
    }


def _calls_by_case(session: Session) -> dict[uuid.UUID, tuple[int, dt.datetime | None]]:
    """By case: how many calls failed, and when somebody was last reached by telephone or message."""
    counts: dict[uuid.UUID, tuple[int, dt.datetime | None]] = {}
    failed = Contact.outcome.in_(_FAILED_CALLS)
    for case_id, number in session.execute(
        select(Contact.case_id, func.count()).where(failed, still_stands()).group_by(Contact.case_id)
    ):
        counts[case_id] = (number, None)
    reached = (
        select(Contact.case_id, func.max(Contact.contacted_at))
        .where(not_(failed), still_stands())
        .group_by(Contact.case_id)
    )
    for case_id, instant in session.execute(reached):
        counts[case_id] = (counts.get(case_id, (0, None))[0], instant)
    return counts


def _last_reached_by_case(session: Session) -> dict[uuid.UUID, dt.datetime]:
    """By case: when a visit last found somebody."""
    found = select(Visit.case_id, func.max(Visit.submitted_at)).where(has_reached()).group_by(Visit.case_id)
    return {case_id: instant for case_id, instant in session.execute(found) if instant is not None}
