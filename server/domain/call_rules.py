"""What follows a telephone call: when to try again, at which other time of day, when a visit is proposed instead. Pure.

The rules are data of the programme (`settings["call_rules"]`); an entry that cannot be read leaves the shipped one in force,
because a call that was made must be taken in.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final

from server.domain.phone_window import COUNCIL_ZONE, find_council_date, is_working_day
from server.domain.words import ContactOutcome

FAILED_OUTCOMES: Final = (ContactOutcome.NO_ANSWER, ContactOutcome.VOICEMAIL, ContactOutcome.WRONG_NUMBER)
SHIPPED_TRIES, SHIPPED_MINUTES = 3, 20
MOST_DAYS, MOST_TRIES, MOST_MINUTES = 365, 20, 240
_LOOK_AHEAD_DAYS = 14


class CallStep(StrEnum):
    """What an outcome leads to."""

    TRY_AGAIN = "try_again"  # at a time of day at which nobody has been tried
    CALL_BACK = "call_back"  # when they asked for it
    PROPOSE_VISIT = "propose_visit"
    WAIT = "wait"  # so many days


class DayPart(StrEnum):
    """The times of day at which people are found, or not."""

    MORNING = "morning"
    AFTERNOON = "afternoon"
    EVENING = "evening"


PART_BEGINS: Final = {DayPart.MORNING: dt.time(9), DayPart.AFTERNOON: dt.time(13), DayPart.EVENING: dt.time(17)}


@dataclass(frozen=True, slots=True)
class OutcomeRule:
    """`days` counts for `wait`."""

    step: CallStep
    days: int = 0


SHIPPED_OUTCOMES: Final[Mapping[ContactOutcome, OutcomeRule]] = {
    ContactOutcome.NO_ANSWER: OutcomeRule(CallStep.TRY_AGAIN),
    ContactOutcome.VOICEMAIL: OutcomeRule(CallStep.TRY_AGAIN),
    ContactOutcome.WRONG_NUMBER: OutcomeRule(CallStep.PROPOSE_VISIT),
    ContactOutcome.CALL_RESCHEDULED: OutcomeRule(CallStep.CALL_BACK),
    ContactOutcome.CALLBACK_COMPLETE: OutcomeRule(CallStep.WAIT, 14),
    ContactOutcome.REFUSED_TO_ENGAGE: OutcomeRule(CallStep.WAIT, 28),
}


@dataclass(frozen=True, slots=True)
class CallRules:
    """`tries_before_visit`: so many failed calls in a row propose a visit. `claim_minutes`: so long one caller has somebody."""

    tries_before_visit: int = SHIPPED_TRIES
    claim_minutes: int = SHIPPED_MINUTES
    outcomes: Mapping[ContactOutcome, OutcomeRule] = field(default_factory=lambda: SHIPPED_OUTCOMES)


@dataclass(frozen=True, slots=True)
class PastCall:
    """One call that stands."""

    at: dt.datetime
    outcome: ContactOutcome


@dataclass(frozen=True, slots=True, kw_only=True)
class NextCall:
    """Where the calls of a case stand after the last one. `due_at` None: at once."""

    failed_calls: int
    failed_in_row: int
    tried: tuple[DayPart, ...]
    reached_at: dt.datetime | None
    due_at: dt.datetime | None = None
    next_on: dt.date | None = None
    is_callback: bool = False
    proposes_visit: bool = False


def shipped_call_rules() -> dict[str, Any]:
    """As a programme's settings keep them."""
    return write_call_rules(CallRules())


def write_call_rules(rules: CallRules) -> dict[str, Any]:
    """As a programme's settings keep them; `read_call_rules` reads the same again."""
    return {
        "tries_before_visit": rules.tries_before_visit,
        "claim_minutes": rules.claim_minutes,
        "outcomes": {
            str(name): {"step": str(rule.step)} | ({"days": rule.days} if rule.days else {})
            for name, rule in rules.outcomes.items()
        },
    }


def read_call_rules(raw: object) -> CallRules:
    """The rules in a programme's settings."""
    said = raw if isinstance(raw, Mapping) else {}
    named = said.get("outcomes")
    outcomes = dict(SHIPPED_OUTCOMES)
    for name, entry in (named if isinstance(named, Mapping) else {}).items():
        rule = _read_outcome(entry)
        if name in set(ContactOutcome) and rule is not None:
            outcomes[ContactOutcome(name)] = rule
    return CallRules(
        tries_before_visit=_whole(said.get("tries_before_visit"), MOST_TRIES, SHIPPED_TRIES),
        claim_minutes=_whole(said.get("claim_minutes"), MOST_MINUTES, SHIPPED_MINUTES),
        outcomes=outcomes,
    )


def find_next_call(calls: Sequence[PastCall], rules: CallRules, is_holiday: Callable[[dt.date], bool]) -> NextCall:
    """What follows the newest of `calls`, of which there is at least one."""
    newest = sorted(calls, key=lambda call: call.at, reverse=True)
    in_row: list[PastCall] = []
    for call in newest:
        if call.outcome not in FAILED_OUTCOMES:
            break
        in_row.append(call)
    tried = tuple(dict.fromkeys(part_of_day(call.at) for call in in_row))
    last = newest[0]
    so_far: dict[str, Any] = {
        "failed_calls": sum(call.outcome in FAILED_OUTCOMES for call in calls),
        "failed_in_row": len(in_row),
        "tried": tried,
        "reached_at": next((call.at for call in newest if call.outcome not in FAILED_OUTCOMES), None),
    }
    rule = rules.outcomes[last.outcome]
    if rule.step is CallStep.WAIT:
        day = find_council_date(last.at) + dt.timedelta(days=rule.days)
        return NextCall(**so_far, due_at=_at(day, dt.time()), next_on=day)
    if rule.step is CallStep.CALL_BACK:
        return NextCall(**so_far, is_callback=True)
    again_at = _find_other_time(last.at, tried, is_holiday)
    proposes = rule.step is CallStep.PROPOSE_VISIT or len(in_row) >= rules.tries_before_visit
    return NextCall(**so_far, due_at=again_at, proposes_visit=proposes)


def part_of_day(instant: dt.datetime) -> DayPart:
    """By the council's clock; the night counts to the evening before or the morning after."""
    hour = instant.astimezone(COUNCIL_ZONE).time()
    if hour < PART_BEGINS[DayPart.AFTERNOON]:
        return DayPart.MORNING
    return DayPart.AFTERNOON if hour < PART_BEGINS[DayPart.EVENING] else DayPart.EVENING


def _find_other_time(
    last_at: dt.datetime, tried: Sequence[DayPart], is_holiday: Callable[[dt.date], bool]
) -> dt.datetime:
    """The next beginning of a part of a working day in which nobody was tried; when all were, of any part."""
    first_on = find_council_date(last_at)
    begins = [
        (_at(day, begin), part)
        for day in (first_on + dt.timedelta(days=ahead) for ahead in range(_LOOK_AHEAD_DAYS))
        if is_working_day(day, is_holiday)
        for part, begin in PART_BEGINS.items()
    ]
    later = [(at, part) for at, part in begins if at > last_at]
    return next((at for at, part in later if part not in tried), later[0][0])


def _at(day: dt.date, hour: dt.time) -> dt.datetime:
    return dt.datetime.combine(day, hour, tzinfo=COUNCIL_ZONE).astimezone(dt.UTC)


def _read_outcome(entry: object) -> OutcomeRule | None:
    if not isinstance(entry, Mapping) or entry.get("step") not in set(CallStep):
        return None
    step = CallStep(str(entry["step"]))
    days = _whole(entry.get("days"), MOST_DAYS, 0)
    return None if step is CallStep.WAIT and days == 0 else OutcomeRule(step, days)


def _whole(value: object, most: int, shipped: int) -> int:
    return value if type(value) is int and 0 < value <= most else shipped
