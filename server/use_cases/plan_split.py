"""Plan how an officer's whole list is split among others, as when somebody is ill, for a supervisor to look at. Writes nothing."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace

from server.domain.assignment import MOST_AT_ONCE, Giving, ToVisit, why_not_visit
from server.domain.names import full_name
from server.domain.phone_window import find_council_date
from server.domain.sharing import Measure, Shareable
from server.domain.words import VisitStatus
from server.store.day_loads import list_said_unsent
from server.store.markers import PairedIds, paired_ids
from server.store.officer_lists import ListedVisit, list_undone_visits
from server.store.shifts import list_on_shift
from server.store.unit_of_work import read_snapshot
from server.use_cases.assign_visits import AssignmentRefusedError, LeftOut, check_givings
from server.use_cases.plan_share import Part, share_day


@dataclass(frozen=True, slots=True, kw_only=True)
class SplitDay:
    """One day of the list; `visit_ids` of each part are to be given for it. What was overdue is given for today."""

    day: dt.date
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SplitPlan:
    """A proposal: nothing of it is written. Names are of residents: whose visit waits, stays, was begun, or may be done already.

    A visit to which the officer only goes along waits too: the first officer never goes alone for it.
    """

    days: tuple[SplitDay, ...]
    in_pairs: tuple[tuple[uuid.UUID, str], ...]
    staying: tuple[LeftOut, ...]
    begun: tuple[str, ...]
    maybe_done: tuple[str, ...]


def plan_split(
    officer_id: uuid.UUID, to_ids: Sequence[uuid.UUID], *, only_today: bool, giving: Giving, measure: Measure
) -> SplitPlan:
    """How the list would be split. Of those to share among, who is not on shift on a day gets nothing of it, unless nobody is."""
    to_ids = [one for one in dict.fromkeys(to_ids) if one != officer_id]
    if not to_ids:
        raise AssignmentRefusedError("no_officers")
    today = find_council_date(giving.at)
    with read_snapshot() as session:
        check_givings(session, [replace(giving, officer_id=to_id, planned_on=today) for to_id in to_ids])
        listed = [
            line for line in list_undone_visits(session, officer_id) if not only_today or line.visit.planned_on <= today
        ]
        if not listed:
            raise AssignmentRefusedError("nobody_chosen")
        pairs = paired_ids(session, [(line.resident.id, line.visit.address_id) for line in listed])
        unsent = list_said_unsent(session, officer_id)
        movable, in_pairs, staying = _sort_out(officer_id, listed[:MOST_AT_ONCE], pairs)
        by_day: dict[dt.date, list[ListedVisit]] = {}
        for line in movable:
            by_day.setdefault(max(line.visit.planned_on, today), []).append(line)
        on_shift = list_on_shift(session, today, max(by_day, default=today))
        days = []
        for day, lines in sorted(by_day.items()):
            working = {one.officer_id for one in on_shift.get(day, [])}
            hands = [one for one in to_ids if one in working] or to_ids
            people = [_as_shareable(one) for one in lines]
            days.append(SplitDay(day=day, parts=share_day(session, people, hands, day, measure, today=today)))
    return SplitPlan(
        days=tuple(days),
        in_pairs=tuple((line.visit.id, _name(line)) for line in in_pairs),
        staying=tuple(staying),
        begun=tuple(_name(line) for line in movable if line.visit.status == VisitStatus.STARTED),
        maybe_done=tuple(_name(line) for line in listed if str(line.visit.id) in unsent),
    )


def _sort_out(
    officer_id: uuid.UUID, listed: Sequence[ListedVisit], pairs: PairedIds
) -> tuple[list[ListedVisit], list[ListedVisit], list[LeftOut]]:
    """Those that go to others, those in pairs, and those of people on hold, which stay with their officer."""
    movable, in_pairs, staying = [], [], []
    for line in listed:
        why = why_not_visit(ToVisit(on_hold=line.resident.on_hold))
        if why is not None:
            staying.append(LeftOut(_name(line), why, line.visit.officer_id, line.visit.planned_on))
        elif line.visit.officer_id != officer_id or pairs.meet(line.resident.id, line.visit.address_id):
            in_pairs.append(line)
        else:
            movable.append(line)
    return movable, in_pairs, staying


def _as_shareable(line: ListedVisit) -> Shareable:
    address = line.address
    return Shareable(
        key=line.visit.id,
        door=line.visit.address_id,
        ward=(address.ward or "") if address else "",
        postcode=address.postcode if address else None,
        lines=tuple(address.lines or ()) if address else (),
    )


def _name(line: ListedVisit) -> str:
    return full_name(line.resident.first_name, line.resident.last_name)
