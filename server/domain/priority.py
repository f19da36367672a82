"""How urgently somebody should be visited: the sum of a programme's rules, each of which prints its reason.

The rules are data of the programme (`settings["priority_rules"]`); a rule that cannot be read is an error, never a silent zero.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from server.domain.age import find_age
from server.domain.phone_window import find_council_date

DEFAULT_PRIORITY_RULES: tuple[Mapping[str, Any], ...] = (
    {"field": "age", "at_least": 85, "points": 4, "reason": "aged {value}"},
    {"field": "age", "at_least": 75, "below": 85, "points": 2, "reason": "aged {value}"},
    {"field": "lives_alone", "points": 3, "reason": "lives alone"},
    {"field": "failed_calls", "at_least": 3, "points": 4, "reason": "calls without an answer: {value}"},
    {"field": "failed_calls", "at_least": 1, "below": 3, "points": 2, "reason": "calls without an answer: {value}"},
    {"field": "days_since_contact", "at_least": 28, "points": 3, "reason": "no contact for {value} days"},
    {"field": "days_since_contact", "at_least": 14, "below": 28, "points": 1, "reason": "no contact for {value} days"},
    {"field": "never_contacted", "points": 2, "reason": "no contact yet"},
)
FIELDS = frozenset({"age", "lives_alone", "failed_calls", "days_since_contact", "never_contacted"})


class PriorityRuleError(ValueError):
    """A rule of a programme makes no sense; the message says which."""


@dataclass(frozen=True, slots=True)
class PriorityRule:
    """`points` when the fact is at least `at_least` and below `below`; for yes-or-no facts, when it is so."""

    field: str
    points: int
    reason: str
    at_least: int | None = None
    below: int | None = None


@dataclass(frozen=True, slots=True)
class Priority:
    """The points and why; more is more urgent."""

    points: int
    reasons: tuple[str, ...]


def read_priority_rules(raw: Sequence[Mapping[str, Any]] | None) -> tuple[PriorityRule, ...]:
    """The rules of a programme's settings, or the shipped ones when it has none. Raises PriorityRuleError."""
    rules = []
    for number, entry in enumerate(DEFAULT_PRIORITY_RULES if raw is None else raw, start=1):
        try:
            rule = PriorityRule(**entry)
            rule.reason.format(value=1)
        except (TypeError, LookupError, ValueError) as error:
            raise PriorityRuleError(f"Priority rule {number} cannot be read: {error}") from error
        if rule.field not in FIELDS or not isinstance(rule.points, int):
            raise PriorityRuleError(
                f"Priority rule {number} speaks of {rule.field!r}; known are {', '.join(sorted(FIELDS))}"
            )
        rules.append(rule)
    return tuple(rules)


def find_facts(
    *,
    born_on: dt.date | None,
    lives_alone: bool | None,
    failed_calls: int,
    reached_at: dt.datetime | None,
    today: dt.date,
) -> dict[str, int | bool | None]:
    """What the rules speak of. `reached_at`: when somebody last reached this person, by a call or at a visit."""
    return {
        "age": find_age(born_on, today),
        "lives_alone": lives_alone,
        "failed_calls": failed_calls,
        "days_since_contact": (today - find_council_date(reached_at)).days if reached_at is not None else None,
        "never_contacted": reached_at is None,
    }


def find_priority(facts: Mapping[str, int | bool | None], rules: Sequence[PriorityRule]) -> Priority:
    """Add up the rules that apply. A fact that is not known (None) matches no rule."""
    points, reasons = 0, []
    for rule in rules:
        value = facts.get(rule.field)
        if value is None or value is False:
            continue
        if (rule.at_least is not None and value < rule.at_least) or (rule.below is not None and value >= rule.below):
            continue
        points += rule.points
        reasons.append(rule.reason.format(value=value))
    return Priority(points, tuple(reasons))
