"""The rules of a programme as an administrator types them: when the next visit comes, how many tries, what makes it urgent. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from server.domain.change_refusal import ChangeRefusedError, read_line, read_whole_number
from server.domain.escalation import DEFAULT_MINUTES, DEFAULT_OPEN_HOURS, MOST_MINUTES, MOST_OPEN_HOURS
from server.domain.lone_working import DEFAULT_CHECK_IN_MINUTES, DEFAULT_GRACE_MINUTES
from server.domain.priority import DEFAULT_PRIORITY_RULES, read_priority_rules

LONGEST_NAME = 100
MOST_DAYS = 60
MOST_TRIES = 10
MOST_POINTS = 20
MOST_BOUND = 150
DEFAULT_DAYS = 2
DEFAULT_TRIES = 3
# field -> the most it may be, and what holds where a programme does not say
_NUMBERS: Final = {
    "no_reply_days": (MOST_DAYS, DEFAULT_DAYS),
    "no_reply_tries": (MOST_TRIES, DEFAULT_TRIES),
    "alert_minutes": (MOST_MINUTES, DEFAULT_MINUTES),
    "alert_open_hours": (MOST_OPEN_HOURS, DEFAULT_OPEN_HOURS),
    "lone_grace_minutes": (MOST_MINUTES, DEFAULT_GRACE_MINUTES),
    "lone_check_in_minutes": (MOST_MINUTES, DEFAULT_CHECK_IN_MINUTES),
}
NUMBERS: Final = {field: most for field, (most, _) in _NUMBERS.items()}
USUAL: Final = {field: usual for field, (_, usual) in _NUMBERS.items()}
_BOUNDED: Final = ("age", "failed_calls", "days_since_contact")


@dataclass(frozen=True, slots=True)
class ProgrammeWords:
    """`settings` are those that this page changes; others of the programme stay."""

    name: str
    settings: dict[str, Any]


def list_rules(settings: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The programme's priority rules, or the shipped ones where it has none, each as plain values."""
    held: Sequence[Mapping[str, Any]] | None = settings.get("priority_rules")
    return [dict(rule) for rule in (DEFAULT_PRIORITY_RULES if held is None else held)]


def has_bounds(rule: Mapping[str, Any]) -> bool:
    """Whether it is about a number, which lies between bounds, and not about a yes or no."""
    return rule.get("field") in _BOUNDED


def read_programme(typed: Mapping[str, str], rules: Sequence[Mapping[str, Any]]) -> ProgrammeWords:
    """From fields `name`, those of NUMBERS and, of each of `rules` by number, `points_1`, `at_least_1`, `below_1`.

    0 points turn a rule off without losing it. Raises ChangeRefusedError with all that is wrong.
    """
    mistakes: dict[str, str] = {}
    name = read_line(typed.get("name", ""))
    if not name or len(name) > LONGEST_NAME:
        mistakes["name"] = "too_long" if name else "missing"
    settings: dict[str, Any] = {}
    for field, most in NUMBERS.items():
        settings[field] = read_whole_number(typed.get(field, ""), 1, most)
        if settings[field] is None:
            mistakes[field] = "number"
    settings["priority_rules"] = [_read_rule(typed, number, rule, mistakes) for number, rule in enumerate(rules, 1)]
    if mistakes:
        raise ChangeRefusedError(mistakes)
    read_priority_rules(settings["priority_rules"])
    return ProgrammeWords(name, settings)


def _read_rule(
    typed: Mapping[str, str], number: int, rule: Mapping[str, Any], mistakes: dict[str, str]
) -> dict[str, Any]:
    read = dict(rule)
    points = read_whole_number(typed.get(f"points_{number}", ""), 0, MOST_POINTS)
    if points is None:
        mistakes[f"points_{number}"] = "points"
    read["points"] = points
    if not has_bounds(rule):
        return read
    for bound in ("at_least", "below"):
        said = typed.get(f"{bound}_{number}", "").strip()
        read.pop(bound, None)
        if said:
            value = read_whole_number(said, 0, MOST_BOUND)
            if value is None:
                mistakes[f"{bound}_{number}"] = "bound"
            read[bound] = value
    least, below = read.get("at_least"), read.get("below")
    if least is not None and below is not None and below <= least:
        mistakes.setdefault(f"below_{number}", "below")
    return read
