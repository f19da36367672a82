"""The clock of lone working: it runs from the plan, a check-in moves it, and only *Finish* stops it. Pure.

Being out of touch never reads as safe: of two clocks that disagree about a check-in, the earlier is taken.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

DEFAULT_GRACE_MINUTES: Final = 30
DEFAULT_CHECK_IN_MINUTES: Final = 60
MOST_MINUTES: Final = 240
# Clocks that ran out longer ago raise no alarm: after an update, or a worker that stood still, the past is left alone.
LONGEST: Final = dt.timedelta(days=1)
# A shift takes a check-in from this long before it begins.
EARLY: Final = dt.timedelta(hours=4)


class CheckInKind(StrEnum):
    """What an officer said, or the office heard."""

    START = "start"
    SAFE = "safe"
    FINISH = "finish"


@dataclass(frozen=True, slots=True)
class LoneRules:
    """How long after its time a clock raises an alarm, and for how long a check-in is good."""

    grace: dt.timedelta
    check_in: dt.timedelta


@dataclass(frozen=True, slots=True)
class PastAlarm:
    """An alarm that was raised before, of the same shift or visit: for which time, and when it was closed."""

    expected_at: dt.datetime
    closed_at: dt.datetime | None


def read_rules(settings: Iterable[Mapping[str, Any]]) -> LoneRules:
    """Of several programmes the shortest of each: a shift is under no programme."""
    all_settings = list(settings)

    def shortest(name: str, usual: int) -> dt.timedelta:
        said = [one.get(name) for one in all_settings]
        return dt.timedelta(minutes=min((number for number in said if isinstance(number, int)), default=usual))

    return LoneRules(
        shortest("lone_grace_minutes", DEFAULT_GRACE_MINUTES),
        shortest("lone_check_in_minutes", DEFAULT_CHECK_IN_MINUTES),
    )


def find_said_at(
    device_time: dt.datetime | None, received_at: dt.datetime, sent_at: dt.datetime | None = None
) -> dt.datetime:
    """When a check-in counts: as the phone says, and never later than it came, less the time that lay between by the phone's own
    clock (`sent_at`: what that clock said when it was sent), so that a clock which is ahead makes no old word a fresh one.
    """
    if device_time is None:
        return received_at
    waited = max(sent_at - device_time, dt.timedelta()) if sent_at is not None else dt.timedelta()
    return min(device_time, received_at - waited)


def takes_word(kind: CheckInKind, starts_at: dt.datetime, started_at: dt.datetime | None, said_at: dt.datetime) -> bool:
    """Whether what was said then can be about this shift. Nobody finishes what has not begun: a second tap on *Finish*, when
    the phone shows tomorrow's shift already, must not stop tomorrow's clock, whenever it comes.
    """
    if started_at is not None:
        return True
    return starts_at <= (said_at if kind is CheckInKind.FINISH else said_at + EARLY)


def find_next_contact(planned_end_at: dt.datetime, said_at: dt.datetime | None, rules: LoneRules) -> dt.datetime:
    """When the officer is next expected to be heard from. A check-in in the middle moves nothing; near the end it moves the end."""
    return planned_end_at if said_at is None else max(planned_end_at, said_at + rules.check_in)


def find_visit_due(
    window_end: dt.datetime, given_at: dt.datetime | None, said_at: dt.datetime | None, rules: LoneRules
) -> dt.datetime:
    """When the officer of a marked visit is next expected to be heard from. Given after the end of its time window, it is as if
    they had been heard then: nobody is late at a door they did not have.
    """
    late = given_at if given_at is not None and given_at > window_end else None
    return find_next_contact(window_end, max((at for at in (said_at, late) if at is not None), default=None), rules)


def find_alarm_time(due_at: dt.datetime, alarms: Iterable[PastAlarm], rules: LoneRules) -> dt.datetime | None:
    """The time for which an alarm is raised once the grace is over; None while one is open for this clock. An alarm for an earlier
    time says nothing of a later one. Closing without a new word stops no clock: it is good for as long as *I am safe* is.
    """
    raised = [one for one in alarms if one.expected_at >= due_at]
    closings = [one.closed_at for one in raised if one.closed_at is not None]
    return None if len(closings) < len(raised) else max((due_at, *(at + rules.check_in for at in closings)))


def find_window_end(planned_on: dt.date, window_to: str | None, zone: dt.tzinfo) -> dt.datetime | None:
    """The end of a visit's time window; None where it has none: then the shift's clock is the only one."""
    try:
        clock = dt.time.fromisoformat(window_to) if window_to else None
    except ValueError:
        return None
    return (
        None if clock is None else dt.datetime.combine(planned_on, clock.replace(tzinfo=None), zone).astimezone(dt.UTC)
    )
