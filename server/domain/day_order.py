"""In which order an officer walks a day's doors: by place and time window (PyVRP); along the postcodes where no position is known.

Pure, and the same doors give the same order. Distances are straight lines and a pace is assumed: it orders, it promises no time.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from server.domain.assignment import walking_order

Name = TypeVar("Name", bound=Hashable)

METRES_PER_MINUTE = 80
MINUTES_WITH_A_PERSON = 15
BEGINS_AT = 9 * 60
MOST_ROUTED = 200  # doors; who has more than these on one day will not walk them in any order
# Of 50 doors the thirtieth round is within 3 % of the four-hundredth, at an eighth of its time (0.1 s).
_ITERATIONS = 30
_SEED = 1
_MIDNIGHT = 24 * 60
_METRES_PER_DEGREE = 111_320


@dataclass(frozen=True, slots=True, kw_only=True)
class Door(Generic[Name]):
    """One stop: everybody visited behind one door. Times are HH:MM."""

    name: Name
    lines: Sequence[str] = ()
    postcode: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    people: int = 1
    window_from: str | None = None
    window_to: str | None = None

    @property
    def has_place(self) -> bool:
        """Whether the gazetteer knew it."""
        return self.latitude is not None and self.longitude is not None


def order_doors(doors: Sequence[Door[Name]]) -> list[Name]:
    """The names in walking order. Doors without a position come after the others, along the postcodes."""
    placed = [door for door in doors if door.has_place]
    others = [door for door in doors if not door.has_place]
    in_order = sorted(placed, key=_along_postcodes)
    if 2 < len(placed) <= MOST_ROUTED or (len(placed) == 2 and any(map(_has_window, placed))):
        in_order = [in_order[number] for number in _route(in_order)]
    return [door.name for door in (*in_order, *sorted(others, key=_along_postcodes))]


def metres_between(one: Door[Name], other: Door[Name]) -> int:
    """Straight-line distance, flat as a borough is. Both doors have a place."""
    north = ((other.latitude or 0) - (one.latitude or 0)) * _METRES_PER_DEGREE
    east = ((other.longitude or 0) - (one.longitude or 0)) * _METRES_PER_DEGREE
    east *= math.cos(math.radians(one.latitude or 0))
    return round(math.hypot(north, east))


def find_length(doors: Sequence[Door[Name]]) -> int | None:
    """Metres in straight lines from door to door in this order; None where a place is not known, or there is no way to go."""
    if len(doors) < 2 or not all(door.has_place for door in doors):
        return None
    return sum(metres_between(one, other) for one, other in itertools.pairwise(doors))


def _route(doors: Sequence[Door[Name]]) -> list[int]:
    """The numbers of the doors as PyVRP orders them: one officer, beginning and ending anywhere."""
    # Loaded at the first day that is ordered: a process that orders none goes without numpy.
    from pyvrp import Model
    from pyvrp.stop import MaxIterations

    model = Model()
    anywhere = model.add_location(0, 0)
    base = model.add_depot(anywhere)
    begins = min([BEGINS_AT, *(_minutes(door.window_to, _MIDNIGHT) for door in doors)])
    model.add_vehicle_type(
        1, start_depot=base, end_depot=base, tw_early=begins, start_late=begins, unit_duration_cost=METRES_PER_MINUTE
    )
    places = [model.add_location(door.longitude or 0, door.latitude or 0) for door in doors]
    for place, door in zip(places, doors, strict=True):
        model.add_edge(anywhere, place, 0, 0)
        model.add_edge(place, anywhere, 0, 0)
        model.add_client(
            place,
            service_duration=MINUTES_WITH_A_PERSON * door.people,
            tw_early=_minutes(door.window_from, 0),
            tw_late=_minutes(door.window_to, _MIDNIGHT * 7),
        )
    for one, its_place in zip(doors, places, strict=True):
        for other, other_place in zip(doors, places, strict=True):
            if one is not other:
                metres = metres_between(one, other)
                model.add_edge(its_place, other_place, metres, -(-metres // METRES_PER_MINUTE))
    found = model.solve(MaxIterations(_ITERATIONS), seed=_SEED, collect_stats=False, display=False)
    (route,) = found.best.routes()
    return [activity.idx for activity in route if activity.is_client()]


def _has_window(door: Door[Name]) -> bool:
    return bool(door.window_from or door.window_to)


def _minutes(time: str | None, otherwise: int) -> int:
    return int(time[:2]) * 60 + int(time[3:5]) if time else otherwise


def _along_postcodes(door: Door[Name]) -> tuple[object, str]:
    return (walking_order(door.postcode, door.lines), str(door.name))
