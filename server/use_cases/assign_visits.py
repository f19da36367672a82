"""Give people whom nobody has to an officer for a day: a visit each, all in one transaction.

Leaves out, with the reason, whoever is on hold or was planned by somebody else meanwhile. Never makes a second undone visit.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from sqlalchemy.orm import Session

from server.domain.assignment import MOST_AT_ONCE, Giving, NotAssigned, ToVisit, find_planned_day, why_not_visit
from server.domain.names import full_name
from server.domain.permissions import Relation, may
from server.domain.phone_window import find_council_date
from server.domain.words import CaseStatus, VisitStatus
from server.store.audit_writes import record_audit
from server.store.day_order_writes import order_days
from server.store.markers import PairedIds, paired_ids
from server.store.push_telling import queue_telling
from server.store.tables import Case, Resident, User, Visit
from server.store.unit_of_work import write_transaction
from server.store.users import find_users
from server.store.visit_assign_writes import (
    CaseToAssign,
    NewVisit,
    give_visit,
    list_planned_days,
    list_undone_of_cases,
    lock_cases,
    lock_visits_of_days,
    make_visits,
    save_visits,
)
from server.store.visit_wishes import list_unwilling

LONGEST_REASON = 500


class AssignmentRefusedError(Exception):
    """Nothing was assigned; `reason`: nobody_chosen, too_many, no_officer, no_officers, no_second, day_past, reason_too_long,
    unwanted_reason_too_long, from_wrong, to_wrong or times_crossed.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Somebody who was not assigned, by name, and why; `officer_id` and `day` of the visit that stands in the way."""

    name: str
    why: NotAssigned
    officer_id: uuid.UUID | None = None
    day: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Assigned:
    """What became of an assignment; `kept` visits kept another day than was given, for which they were planned."""

    visit_ids: tuple[uuid.UUID, ...]
    left_out: tuple[LeftOut, ...]
    kept: int = 0


def assign_visits(case_ids: Sequence[uuid.UUID], giving: Giving) -> Assigned:
    """Assign up to MOST_AT_ONCE cases. Doing it twice assigns nothing twice. Raises AssignmentRefusedError."""
    if not case_ids:
        raise AssignmentRefusedError("nobody_chosen")
    if len(set(case_ids)) > MOST_AT_ONCE:
        raise AssignmentRefusedError("too_many")
    with write_transaction() as session:
        return assign_within(session, case_ids, giving)


@dataclass(frozen=True, slots=True)
class _Part:
    """What becomes of the people of one officer: a new visit (the flag: in pairs), a visit that waited, or none."""

    new: list[tuple[CaseToAssign, bool]] = field(default_factory=list)
    given: list[Visit] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)


def assign_within(session: Session, case_ids: Sequence[uuid.UUID], giving: Giving) -> Assigned:
    """The same inside the caller's transaction. Raises AssignmentRefusedError."""
    return assign_parts(session, [(giving, case_ids)])


def assign_parts(session: Session, parts: Sequence[tuple[Giving, Sequence[uuid.UUID]]]) -> Assigned:
    """Each officer their cases, all at one instant by one person. Whoever is in two parts is given with the first.

    What is read, locked, numbered and told is so for all at once and in one order, so that two supervisors who share at the same
    time wait and do not lock each other out. Raises AssignmentRefusedError.
    """
    check_givings(session, [giving for giving, _ in parts])
    case_ids = list(dict.fromkeys(case_id for _, ids in parts for case_id in ids))
    lock_visits_of_days(session, (), _list_days(session, parts, case_ids))
    cases = lock_cases(session, case_ids)
    undone = list_undone_of_cases(session, case_ids)
    pairs = paired_ids(session, [(one.resident.id, one.resident.address_id) for one in cases.values()])
    unwilling = list_unwilling(session, [one.resident.id for one in cases.values()])
    visit_ids: list[uuid.UUID] = []
    left_out: list[LeftOut] = []
    new: list[NewVisit] = []
    told: set[uuid.UUID] = set()
    days: set[tuple[uuid.UUID, dt.date]] = set()
    kept = 0
    for giving, ids in parts:
        part = _give_part(session, giving, ids, cases, undone, pairs, unwilling)
        made = make_visits(part.new, giving, unwilling)
        for one in made:
            undone.setdefault(one.visit.case_id, []).append(one.visit)
        its_own = [*part.given, *(one.visit for one in made)]
        visit_ids += [visit.id for visit in its_own]
        left_out += part.left_out
        told |= who_go(its_own, giving) if its_own else set()
        days |= {(giving.officer_id, on) for on in (giving.planned_on, *(visit.planned_on for visit in part.given))}
        kept += sum(visit.planned_on != giving.planned_on for visit in part.given)
        new += made
        _audit(session, giving, len(its_own))
    by_id, at = parts[0][0].by_id, parts[0][0].at
    save_visits(session, new, by_id=by_id, at=at)
    queue_telling(session, told, at=at)
    order_days(session, days, by_id=by_id, at=at)
    return Assigned(tuple(visit_ids), tuple(left_out), kept)


def _list_days(
    session: Session, parts: Sequence[tuple[Giving, Sequence[uuid.UUID]]], case_ids: Sequence[uuid.UUID]
) -> list[tuple[uuid.UUID, dt.date]]:
    """The days that are numbered anew: of every officer the day that is given, and those for which visits wait that keep theirs."""
    days = {giving.planned_on for giving, _ in parts}
    if any(giving.keeps_plan for giving, _ in parts):
        today = find_council_date(parts[0][0].at)
        days |= {day for day in list_planned_days(session, case_ids) if day >= today}
    return [(giving.officer_id, day) for giving, _ in parts for day in sorted(days)]


def _give_part(
    session: Session,
    giving: Giving,
    case_ids: Iterable[uuid.UUID],
    cases: Mapping[uuid.UUID, CaseToAssign],
    undone: Mapping[uuid.UUID, Sequence[Visit]],
    pairs: PairedIds,
    unwilling: set[uuid.UUID],
) -> _Part:
    """Give the visits that wait, and tell apart for whom one is to be made and who is left out."""
    part, today = _Part(), find_council_date(giving.at)
    for case_id in dict.fromkeys(case_ids):
        one = cases.get(case_id)
        if one is None:
            part.left_out.append(LeftOut("", NotAssigned.GONE))
            continue
        pair = pairs.meet(one.resident.id, one.resident.address_id)
        visits = undone.get(case_id, [])
        obstacle = find_obstacle(one.case, one.resident, visits, pair, giving, unwilling=one.resident.id in unwilling)
        if obstacle is not None:
            part.left_out.append(obstacle)
        elif visits:
            its_own = replace(giving, planned_on=find_planned_day(visits[0].planned_on, giving, today))
            why = giving.unwanted_reason if one.resident.id in unwilling else None
            give_visit(session, visits[0], its_own, status=VisitStatus.ASSIGNED, needs_pair=pair, why=why)
            part.given.append(visits[0])
        else:
            part.new.append((one, pair))
    return part


def check_giving(session: Session, giving: Giving) -> None:
    """Raise AssignmentRefusedError unless the officers are two who may carry visits, and the day is not past."""
    check_givings(session, [giving])


def check_givings(session: Session, givings: Sequence[Giving]) -> None:
    """The same for each of them, whose officers are read at once."""
    named = {one for giving in givings for one in (giving.officer_id, giving.second_id) if one is not None}
    officers = find_users(session, named)
    for giving in givings:
        _check(giving, officers)


def _check(giving: Giving, officers: Mapping[uuid.UUID, User]) -> None:
    if not _may_visit(officers.get(giving.officer_id)):
        raise AssignmentRefusedError("no_officer")
    if giving.second_id is not None and (
        giving.second_id == giving.officer_id or not _may_visit(officers.get(giving.second_id))
    ):
        raise AssignmentRefusedError("no_second")
    if giving.planned_on < find_council_date(giving.at):
        raise AssignmentRefusedError("day_past")
    if giving.pair_reason is not None and len(giving.pair_reason) > LONGEST_REASON:
        raise AssignmentRefusedError("reason_too_long")
    if giving.unwanted_reason is not None and len(giving.unwanted_reason) > LONGEST_REASON:
        raise AssignmentRefusedError("unwanted_reason_too_long")


def who_go(visits: Sequence[Visit], giving: Giving) -> set[uuid.UUID]:
    """Whose lists these visits are on now: the officer's, and the second's where one is made in pairs."""
    second = {giving.second_id} if giving.second_id and any(visit.needs_pair for visit in visits) else set()
    return {giving.officer_id, *second}


def _may_visit(officer: User | None) -> bool:
    return officer is not None and officer.active and may(officer.role, "app.use", Relation.OWN)


def find_obstacle(
    case: Case,
    resident: Resident,
    visits: Sequence[Visit],
    needs_pair: bool,
    giving: Giving,
    *,
    unwilling: bool,
) -> LeftOut | None:
    """What stands against a visit, or None. A visit that was taken back stands against nothing: it is given again."""
    name = full_name(resident.first_name, resident.last_name)
    taken = next(
        (visit for visit in visits if visit.officer_id is not None or visit.status != VisitStatus.PLANNED), None
    )
    who = ToVisit(
        is_open=case.status == CaseStatus.OPEN,
        on_hold=resident.on_hold,
        is_merged=resident.merged_into_id is not None,
        has_visit=taken is not None,
        contact_on=case.next_contact_on if not visits else None,
        needs_pair=needs_pair,
        is_unwilling=unwilling,
    )
    why = why_not_visit(who, giving)
    if why is NotAssigned.ALREADY_PLANNED and taken is not None:
        return LeftOut(name, why, taken.officer_id, taken.planned_on)
    if why is NotAssigned.CONTACT_PLANNED:
        return LeftOut(name, why, None, case.next_contact_on)
    return LeftOut(name, why) if why is not None else None


def _audit(session: Session, giving: Giving, number: int) -> None:
    record_audit(
        session,
        action="visits.assign",
        at=giving.at,
        user_id=giving.by_id,
        entity_type="user",
        entity_id=giving.officer_id,
        fields={
            "visits": {"old": None, "new": number},
            "planned_on": {"old": None, "new": giving.planned_on.isoformat()},
        },
    )
