"""Plan how people whom nobody has are shared among officers, for a supervisor to look at. Writes nothing.

Who is to be visited in pairs, held or planned already is left out, by name.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from server.domain.assignment import MOST_AT_ONCE, Giving, NotAssigned
from server.domain.phone_window import find_council_date
from server.domain.sharing import Hand, Measure, Shareable, share
from server.store.day_loads import NO_LOAD, list_addresses, list_cases, list_day_loads, list_undone_by_case
from server.store.markers import paired_ids
from server.store.shifts import OnShift, list_on_shift
from server.store.unit_of_work import read_snapshot
from server.store.users import names_of_users
from server.store.visit_wishes import list_unwilling
from server.use_cases.assign_visits import (
    AssignmentRefusedError,
    LeftOut,
    check_givings,
    find_obstacle,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What one officer would get: ids of cases, or of visits where a list is split."""

    officer_id: uuid.UUID
    name: str
    has: int
    gets: tuple[uuid.UUID, ...]
    doors: int
    wards: tuple[str, ...]
    shift: OnShift | None


@dataclass(frozen=True, slots=True)
class SharePlan:
    """A proposal: nothing of it is written."""

    parts: tuple[Part, ...]
    left_out: tuple[LeftOut, ...]


def plan_share(
    case_ids: Sequence[uuid.UUID], officer_ids: Sequence[uuid.UUID], giving: Giving, measure: Measure
) -> SharePlan:
    """How the cases would be shared on the day of `giving`, whose officer is not looked at. Raises AssignmentRefusedError."""
    check_sharing(case_ids, officer_ids)
    with read_snapshot() as session:
        check_givings(session, [replace(giving, officer_id=officer_id) for officer_id in officer_ids])
        rows = list_cases(session, case_ids)
        undone = list_undone_by_case(session, case_ids)
        pairs = paired_ids(session, [(resident.id, resident.address_id) for _, resident in rows.values()])
        free: list[Shareable] = []
        unwilling = list_unwilling(session, [resident.id for _, resident in rows.values()])
        left_out: list[LeftOut] = []
        addresses = list_addresses(
            session, [resident.address_id for _, resident in rows.values() if resident.address_id]
        )
        for case_id in dict.fromkeys(case_ids):
            if case_id not in rows:
                left_out.append(LeftOut("", NotAssigned.GONE))
                continue
            case, resident = rows[case_id]
            pair = pairs.meet(resident.id, resident.address_id)
            held = undone.get(case_id, [])
            obstacle = find_obstacle(case, resident, held, pair, giving, unwilling=resident.id in unwilling)
            if obstacle is not None:
                left_out.append(obstacle)
                continue
            address = addresses.get(resident.address_id) if resident.address_id else None
            free.append(
                Shareable(
                    key=case_id,
                    door=resident.address_id,
                    ward=(address.ward or "") if address else "",
                    postcode=address.postcode if address else None,
                    lines=tuple(address.lines or ()) if address else (),
                )
            )
        today = find_council_date(giving.at)
        parts = share_day(session, free, officer_ids, giving.planned_on, measure, today=today)
    return SharePlan(parts, tuple(left_out))


def share_day(
    session: Session,
    people: Sequence[Shareable],
    officer_ids: Sequence[uuid.UUID],
    day: dt.date,
    measure: Measure,
    *,
    today: dt.date,
) -> tuple[Part, ...]:
    """What each of the officers would get of these people that day, by name."""
    names = names_of_users(session, officer_ids)
    loads = list_day_loads(session, officer_ids, [day], today)
    shifts = {one.officer_id: one for one in list_on_shift(session, day).get(day, [])}
    hands = []
    for officer_id in sorted(dict.fromkeys(officer_ids), key=lambda one: (names.get(one, ""), str(one))):
        load = loads.get((officer_id, day), NO_LOAD)
        minutes = shifts[officer_id].minutes if officer_id in shifts else 0
        hands.append(Hand(officer_id=officer_id, has=load.count, doors=load.doors, minutes=minutes))
    given = share(people, hands, measure)
    by_key = {one.key: one for one in people}
    return tuple(
        Part(
            officer_id=hand.officer_id,
            name=names.get(hand.officer_id, ""),
            has=hand.has,
            gets=tuple(given[hand.officer_id]),
            doors=len({by_key[key].door or key for key in given[hand.officer_id]}),
            wards=tuple(by_key[key].ward for key in given[hand.officer_id]),
            shift=shifts.get(hand.officer_id),
        )
        for hand in hands
    )


def check_sharing(ids: Sequence[uuid.UUID], officer_ids: Sequence[uuid.UUID]) -> None:
    if not ids:
        raise AssignmentRefusedError("nobody_chosen")
    if len(set(ids)) > MOST_AT_ONCE:
        raise AssignmentRefusedError("too_many")
    if not officer_ids:
        raise AssignmentRefusedError("no_officers")
