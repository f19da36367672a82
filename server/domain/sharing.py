"""Shares people among officers: evenly, what is behind one door to one officer, and neighbours together.

Pure. Who may not be shared (held, in pairs, without a case) is left out before; nothing here knows a priority.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from server.domain.assignment import walking_order


class Measure(StrEnum):
    """What is made even: everybody has as many visits, or as many for each hour of their shift."""

    VISITS = "visits"
    HOURS = "hours"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shareable:
    """One person to be shared. `door` is the address; without one, the person is a stop alone."""

    key: uuid.UUID
    door: uuid.UUID | None
    ward: str = ""
    postcode: str | None = None
    lines: Sequence[str] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Hand:
    """An officer to share among: what is to do already that day, at which doors, and for how long the shift is."""

    officer_id: uuid.UUID
    has: int = 0
    doors: frozenset[uuid.UUID] = field(default_factory=frozenset)
    minutes: int = 0


def share(people: Sequence[Shareable], hands: Sequence[Hand], measure: Measure) -> dict[uuid.UUID, list[uuid.UUID]]:
    """Whom each officer gets. What is at a door where an officer knocks anyway goes there; the rest is cut along the way.

    Everybody is given to somebody. No officer is further from the even share than the largest stop is large.
    """
    given: dict[uuid.UUID, list[uuid.UUID]] = {hand.officer_id: [] for hand in hands}
    if not hands:
        return given
    knocks = {door: hand.officer_id for hand in reversed(hands) for door in hand.doors}
    stops = _stops(people)
    free = []
    for stop in stops:
        officer_id = knocks.get(stop[0].door) if stop[0].door else None
        if officer_id is None:
            free.append(stop)
        else:
            given[officer_id] += [one.key for one in stop]
    has = {hand.officer_id: hand.has + len(given[hand.officer_id]) for hand in hands}
    wants = _wants(hands, has, sum(map(len, free)), measure)
    _cut(free, wants, given)
    return given


def _stops(people: Sequence[Shareable]) -> list[list[Shareable]]:
    """People by door, neighbouring doors after each other: by ward, then along the postcodes."""
    doors: dict[uuid.UUID, list[Shareable]] = {}
    for one in people:
        doors.setdefault(one.door or one.key, []).append(one)
    return sorted(
        doors.values(),
        key=lambda stop: (stop[0].ward, walking_order(stop[0].postcode, stop[0].lines), str(stop[0].door)),
    )


def _wants(
    hands: Sequence[Hand], has: Mapping[uuid.UUID, int], new: int, measure: Measure
) -> list[tuple[uuid.UUID, float]]:
    """How many more each should get so that all end even; who has more than that already gets none."""
    by_hours = measure is Measure.HOURS and all(hand.minutes > 0 for hand in hands)
    weights = {hand.officer_id: float(hand.minutes if by_hours else 1) for hand in hands}
    taking = dict(weights)
    while taking:
        level = (new + sum(has[officer_id] for officer_id in taking)) / sum(taking.values())
        full = [officer_id for officer_id, weight in taking.items() if has[officer_id] > level * weight]
        if not full:
            return [
                (officer_id, level * weights[officer_id] - has[officer_id] if officer_id in taking else 0.0)
                for officer_id in weights
            ]
        for officer_id in full:
            del taking[officer_id]
    return [(officer_id, 0.0) for officer_id in weights]


def _cut(
    stops: Sequence[Sequence[Shareable]],
    wants: Sequence[tuple[uuid.UUID, float]],
    given: dict[uuid.UUID, list[uuid.UUID]],
) -> None:
    """Lay the stops along the way and cut where each officer's part ends: a stop belongs where its middle lies."""
    ends = []
    end = 0.0
    for officer_id, want in wants:
        end += want
        if want > 0:
            ends.append((officer_id, end))
    at, number = 0.0, 0
    for stop in stops:
        middle = at + len(stop) / 2
        while number < len(ends) - 1 and middle > ends[number][1] + 1e-9:
            number += 1
        given[ends[number][0]] += [one.key for one in stop]
        at += len(stop)
