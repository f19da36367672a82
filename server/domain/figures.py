"""What the figures count, and over which days: groups of outcomes, ages of referrals, the council's days as instants. Pure.

Each figure is defined once, here; the lists that the pages link to are narrowed by the same definitions.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final, TypeVar
from zoneinfo import ZoneInfo

from server.domain.words import VisitOutcome

MOST_DAYS = 92
USUAL_DAYS = 14
DAYS_OF_TREND = 14
MOST_COLUMNS = 16  # of a chart: with more days a column is a week


Place = tuple[dt.date, str | None]  # a day, and a ward where one is known
Key = TypeVar("Key", Place, dt.date, str | None)


class OutcomeGroup(StrEnum):
    """Every visit made is in exactly one of these."""

    SEEN = "seen"
    NO_REPLY = "no_reply"
    OTHER = "other"


GROUPS: Final[Mapping[OutcomeGroup, tuple[VisitOutcome, ...]]] = {
    OutcomeGroup.SEEN: (VisitOutcome.SEEN_NO_NEEDS, VisitOutcome.SEEN_NEEDS),
    OutcomeGroup.NO_REPLY: (VisitOutcome.NO_REPLY_LETTER, VisitOutcome.NO_REPLY_CONCERN),
}
_GROUP_OF: Final = {outcome.value: group for group, outcomes in GROUPS.items() for outcome in outcomes}


def group_of(outcome: str | None) -> OutcomeGroup:
    """The group that a visit with this outcome is counted in; one without an outcome is in OTHER."""
    return _GROUP_OF.get(outcome or "", OutcomeGroup.OTHER)


# Days since a referral was made: from, up to but not including (None: no end).
AGES: Final[tuple[tuple[int, int | None], ...]] = ((0, 2), (2, 7), (7, 14), (14, None))


@dataclass(frozen=True, slots=True)
class Days:
    """From the first to the last day, both counted whole, by the council's clock."""

    first: dt.date
    last: dt.date
    zone: ZoneInfo

    @property
    def all(self) -> list[dt.date]:
        """Each day, in order."""
        return [self.first + dt.timedelta(days=number) for number in range((self.last - self.first).days + 1)]

    def begins_at(self, day: dt.date) -> dt.datetime:
        """The instant of the day's midnight; a day of 23 or 25 hours is as long as it is."""
        return dt.datetime.combine(day, dt.time(), self.zone).astimezone(dt.UTC)

    @property
    def from_at(self) -> dt.datetime:
        """When the first day begins."""
        return self.begins_at(self.first)

    @property
    def until_at(self) -> dt.datetime:
        """When the last day is over."""
        return self.begins_at(self.last + dt.timedelta(days=1))


NAMES: Final = ("made", "seen", "needs", "no_reply", "other", "referrals")


@dataclass(slots=True)
class Figures:
    """How many visits were made, in all and by group; `needs` are those seen with needs. And how many referrals were made."""

    made: int = 0
    seen: int = 0
    needs: int = 0
    no_reply: int = 0
    other: int = 0
    referrals: int = 0

    def count(self, outcome: str | None, number: int) -> None:
        """`number` more visits with this outcome."""
        group = group_of(outcome)
        self.made += number
        setattr(self, group.value, getattr(self, group.value) + number)
        if outcome == VisitOutcome.SEEN_NEEDS:
            self.needs += number


def total(figures: Iterable[Figures]) -> Figures:
    """All of them together."""
    whole = Figures()
    for one in figures:
        for name in NAMES:
            setattr(whole, name, getattr(whole, name) + getattr(one, name))
    return whole


@dataclass(frozen=True, slots=True)
class DailyLine:
    """The figures of one day in one ward; a ward is None where none is known."""

    day: dt.date
    ward: str | None
    figures: Figures

    @property
    def place(self) -> tuple[dt.date, str]:
        """By what lines are told apart and stand in order."""
        return self.day, self.ward or ""


def list_daily_lines(counted: Mapping[Place, Figures]) -> list[DailyLine]:
    """A line for each day and ward that has figures, as the file and the feed give them, in order."""
    lines = (DailyLine(day, ward, figures) for (day, ward), figures in counted.items())
    return sorted(lines, key=lambda line: line.place)


def add_referrals(visits: Mapping[Key, Figures], made: Mapping[Key, int]) -> dict[Key, Figures]:
    """The figures of visits with those of referrals beside them, by place, day or ward; each has one, the other or both."""
    found = dict(visits)
    for place, number in made.items():
        found[place] = replace(found.get(place, Figures()), referrals=number)
    return found


def columns_of(days: Days, made: Mapping[dt.date, int]) -> tuple[list[tuple[dt.date, int]], bool]:
    """What a chart shows: each day with its number, or each week from its Monday where there are too many days; whether it is weeks."""
    if len(days.all) <= MOST_COLUMNS:
        return [(day, made.get(day, 0)) for day in days.all], False
    weeks: dict[dt.date, int] = {}
    for day in days.all:
        monday = day - dt.timedelta(days=day.weekday())
        weeks[monday] = weeks.get(monday, 0) + made.get(day, 0)
    return sorted(weeks.items()), True
