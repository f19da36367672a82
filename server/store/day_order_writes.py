"""Numbers an officer's day: by place and time window, or as a supervisor has put it by hand. Opens no transaction."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.domain.day_order import Door, order_doors
from server.domain.words import UNDONE_VISIT_STATUSES
from server.store.row_writes import change_row
from server.store.tables import Address, Visit


@dataclass(frozen=True, slots=True)
class Stop:
    """The visits behind one door on one day; somebody without an address is a stop alone."""

    door: uuid.UUID
    visits: tuple[Visit, ...]
    address: Address | None


def order_day(
    session: Session, officer_id: uuid.UUID, day: dt.date, *, by_id: uuid.UUID, at: dt.datetime, anew: bool = False
) -> None:
    """Number the officer's undone visits of the day in walking order; those at one door stand together.

    What a supervisor put in order by hand stays so, and what is new comes after it, unless it is to be ordered `anew`.
    """
    (stops,) = _lock_stops(session, {(officer_id, day)}).values()
    _order(session, stops, by_id=by_id, at=at, anew=anew)


def order_days(
    session: Session, days: Collection[tuple[uuid.UUID, dt.date]], *, by_id: uuid.UUID, at: dt.datetime
) -> None:
    """The same for several days, (officer, date), read and locked at once. The caller has locked each of these days of each of these
    officers.
    """
    for stops in _lock_stops(session, days).values():
        _order(session, stops, by_id=by_id, at=at)


def _order(session: Session, stops: Sequence[Stop], *, by_id: uuid.UUID, at: dt.datetime, anew: bool = False) -> None:
    by_hand = [] if anew else [stop for stop in stops if any(visit.placed_by_hand for visit in stop.visits)]
    names = order_doors([_as_door(stop) for stop in stops if stop not in by_hand])
    by_door = {stop.door: stop for stop in stops}
    kept = sorted(by_hand, key=lambda stop: min(visit.position for visit in stop.visits if visit.placed_by_hand))
    _number([*kept, *(by_door[name] for name in names)], by_hand=len(kept), by_id=by_id, at=at, session=session)


def move_stop(
    session: Session,
    officer_id: uuid.UUID,
    day: dt.date,
    visit_id: uuid.UUID,
    *,
    earlier: bool,
    by_id: uuid.UUID,
    at: dt.datetime,
) -> bool:
    """Change places with the stop before or after it. The whole day counts as ordered by hand from then on; False: it is at the end."""
    stops = sorted(
        _lock_stops(session, {(officer_id, day)})[officer_id, day],
        key=lambda stop: min((visit.position, str(visit.id)) for visit in stop.visits),
    )
    place = next((number for number, stop in enumerate(stops) if any(one.id == visit_id for one in stop.visits)), None)
    other = None if place is None else place + (-1 if earlier else 1)
    if place is None or other is None or not 0 <= other < len(stops):
        return False
    stops[place], stops[other] = stops[other], stops[place]
    _number(stops, by_hand=len(stops), by_id=by_id, at=at, session=session)
    return True


def _lock_stops(
    session: Session, days: Collection[tuple[uuid.UUID, dt.date]]
) -> dict[tuple[uuid.UUID, dt.date], list[Stop]]:
    """By officer and date. Locked: a number written on what a phone's work is changing at that moment would take its version."""
    session.flush()
    officers, dates = {officer_id for officer_id, _ in days}, {on for _, on in days}
    found = session.execute(
        select(Visit, Address)
        .outerjoin(Address, Address.id == Visit.address_id)
        .where(Visit.officer_id.in_(officers), Visit.planned_on.in_(dates), Visit.status.in_(UNDONE_VISIT_STATUSES))
        .order_by(Visit.id)
        .with_for_update(key_share=True, of=Visit)
    ).all()
    doors: dict[tuple[uuid.UUID | None, dt.date], dict[uuid.UUID, list[tuple[Visit, Address | None]]]]
    doors = {day: {} for day in days}
    for visit, address in found:
        day = (visit.officer_id, visit.planned_on)
        if day in doors:
            doors[day].setdefault(visit.address_id or visit.id, []).append((visit, address))
    return {
        day: [Stop(door, tuple(visit for visit, _ in rows), rows[0][1]) for door, rows in doors[day].items()]
        for day in sorted(days, key=str)
    }


def _as_door(stop: Stop) -> Door[uuid.UUID]:
    """Of several windows at one door the latest beginning and the earliest end hold: one knock for all."""
    address = stop.address
    return Door(
        name=stop.door,
        lines=tuple(address.lines or ()) if address else (),
        postcode=address.postcode if address else None,
        latitude=address.latitude if address else None,
        longitude=address.longitude if address else None,
        people=len(stop.visits),
        window_from=max(filter(None, (visit.window_from for visit in stop.visits)), default=None),
        window_to=min(filter(None, (visit.window_to for visit in stop.visits)), default=None),
    )


def _number(stops: Sequence[Stop], *, by_hand: int, by_id: uuid.UUID, at: dt.datetime, session: Session) -> None:
    place = 0
    for number, stop in enumerate(stops):
        for visit in stop.visits:
            place += 1
            visit.placed_by_hand = number < by_hand
            if visit.position == place:
                continue
            if visit.assigned_at == at:  # just written: its order is part of the same act
                visit.position = place
            else:
                change_row(
                    session, visit, {"position": place}, kind="visit.order", entity_type="visit", user_id=by_id, now=at
                )
