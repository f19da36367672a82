"""Who is told of an alert that nobody has acknowledged, and when: its owner, the next on call, then Gold. Pure.

An alert has one owner throughout: telling somebody else hands nothing over.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final, Generic, TypeVar

from server.domain.telephone import is_mobile, read_telephone

DEFAULT_MINUTES: Final = 15
MOST_MINUTES: Final = 240
DEFAULT_OPEN_HOURS: Final = 4
MOST_OPEN_HOURS: Final = 72
# Older alerts are told to nobody any more: after an update, or a worker that stood still, nobody gets a hundred messages at once.
LONGEST: Final = dt.timedelta(days=1)
# One that was acknowledged and not touched for longer is told of no more; Today shows it all the same.
LONGEST_OPEN: Final = dt.timedelta(days=7)
Person = TypeVar("Person")


class Rung(StrEnum):
    """Whose turn it is."""

    OWNER = "owner"
    NEXT = "next"
    GOLD = "gold"


@dataclass(frozen=True, slots=True)
class Telling:
    """That a rung was reached; nobody `reached` where no one on it takes a text message."""

    at: dt.datetime
    reached: bool


@dataclass(frozen=True, slots=True)
class Candidate(Generic[Person]):
    """Somebody who could be told, with the number on record."""

    person: Person
    telephone: str | None


def read_minutes(settings: Iterable[Mapping[str, Any]]) -> int:
    """After how long the next is told: of several programmes the shortest, where none says so the usual."""
    said = [one.get("alert_minutes") for one in settings]
    return min((minutes for minutes in said if isinstance(minutes, int)), default=DEFAULT_MINUTES)


def read_open_hours(settings: Iterable[Mapping[str, Any]]) -> int:
    """After how long one that somebody took in hand is told again: of several programmes the shortest."""
    said = [one.get("alert_open_hours") for one in settings]
    return min((hours for hours in said if isinstance(hours, int)), default=DEFAULT_OPEN_HOURS)


def list_due(raised_at: dt.datetime, minutes: int, told: Mapping[Rung, Telling], now: dt.datetime) -> list[Rung]:
    """The rungs whose turn it is now. Each waits for the one before it; one that reached nobody holds up nothing, and its turn
    lasts until Gold is told.
    """
    wait, due_at = dt.timedelta(minutes=minutes), raised_at
    due: list[Rung] = []
    for rung in Rung:
        telling = told.get(rung)
        if telling is None:
            return [*due, rung] if due_at <= now else due
        if not telling.reached:
            due.append(rung)
        since = raised_at if rung is Rung.OWNER else telling.at
        due_at = since + wait if telling.reached or rung is Rung.OWNER else since
    return [] if told[Rung.GOLD].reached else due


def choose(candidates: Sequence[Candidate[Person]], told: Collection[Person]) -> Candidate[Person] | None:
    """The first who was not told yet and has a number that takes text messages."""
    return next((one for one in candidates if one.person not in told and takes_texts(one.telephone)), None)


def takes_texts(telephone: str | None) -> bool:
    """Whether a number of staff, as somebody typed it, is a mobile one."""
    return is_mobile(read_telephone(telephone or "").number or "")
