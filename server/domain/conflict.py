"""What a person's choice in a conflict is, and what it comes to: settled, agreed with, moved meanwhile, or too late.

Pure. Two who choose at once never both win: each names the version of the conflict that they saw.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from server.domain.field_policy import FieldPolicy, is_same_value
from server.domain.operation import Operation, clean_text, parse_id

SHOWN: Final = "shown"
OTHER: Final = "other"
LONGEST_REASON: Final = 2000
MOST_AT_ONCE: Final = 20


class SettlingOutcome(StrEnum):
    """What a choice comes to; NO_CHOICE: it names a value that the conflict does not have."""

    SETTLED = "settled"
    AGREED = "agreed"
    MOVED = "moved"
    TOO_LATE = "too_late"
    NO_CHOICE = "no_choice"


@dataclass(frozen=True, slots=True)
class Choice:
    """One conflict as its settler saw it, and what they chose: `shown`, `other`, or the op_id of a side."""

    conflict_id: uuid.UUID
    conflict_version: int
    chosen: str


@dataclass(frozen=True, slots=True)
class Standoff:
    """A conflict as it stands: what is shown, and the values of its sides by op_id. `settled_value` once it is settled."""

    version: int
    shown: object
    sides: Mapping[str, object]
    is_open: bool = True
    settled_value: object = None


@dataclass(frozen=True, slots=True)
class Settling:
    """What became of one choice; `joins` when its value is new to a conflict that is still open and must be kept."""

    outcome: SettlingOutcome
    joins: bool = False


def decide_settling(policy: FieldPolicy, standoff: Standoff, choice: Choice, value: object) -> Settling:
    """What the choice of `value` comes to, looked at alone."""
    if not standoff.is_open:
        agrees = is_same_value(policy, standoff.settled_value, value)
        return Settling(SettlingOutcome.AGREED if agrees else SettlingOutcome.TOO_LATE)
    if choice.conflict_version != standoff.version:
        known = [standoff.shown, *standoff.sides.values()]
        return Settling(SettlingOutcome.MOVED, not any(is_same_value(policy, value, other) for other in known))
    if choice.chosen == OTHER:
        return Settling(SettlingOutcome.SETTLED)
    named = {SHOWN: standoff.shown} | dict(standoff.sides)
    fits = choice.chosen in named and is_same_value(policy, named[choice.chosen], value)
    return Settling(SettlingOutcome.SETTLED if fits else SettlingOutcome.NO_CHOICE)


def find_gravest(outcomes: Sequence[SettlingOutcome]) -> SettlingOutcome:
    """Conflicts that are settled together are settled all or none: the gravest outcome is everybody's."""
    for outcome in (
        SettlingOutcome.NO_CHOICE,
        SettlingOutcome.TOO_LATE,
        SettlingOutcome.MOVED,
        SettlingOutcome.SETTLED,
    ):
        if outcome in outcomes:
            return outcome
    return SettlingOutcome.AGREED


def read_choices(operation: Operation) -> tuple[Choice, ...] | str:
    """The choices that a `conflict.resolve` brings, or what is wrong with its payload in words."""
    listed = operation.payload.get("conflicts")
    if not isinstance(listed, list) or not 0 < len(listed) <= MOST_AT_ONCE:
        return f"payload.conflicts: expected a list of 1 to {MOST_AT_ONCE}"
    if not isinstance(operation.payload.get("reason", ""), str | None):
        return "payload.reason: expected a text"
    choices = [_read_choice(entry) for entry in listed]
    found = tuple(choice for choice in choices if choice is not None)
    if len(found) < len(choices) or len({choice.conflict_id for choice in found}) < len(choices):
        return "payload.conflicts: expected conflict_id, conflict_version and chosen, each conflict once"
    return found


def read_reason(operation: Operation) -> str | None:
    """The settler's words, cut to what is kept; none is None."""
    reason = operation.payload.get("reason")
    return (clean_text(reason).strip()[:LONGEST_REASON] or None) if isinstance(reason, str) else None


def write_choices(choices: Sequence[Choice], reason: str) -> dict[str, Any]:
    """The payload of a `conflict.resolve`: the inverse of the two above."""
    listed = [
        {"conflict_id": str(choice.conflict_id), "conflict_version": choice.conflict_version, "chosen": choice.chosen}
        for choice in choices
    ]
    return {"conflicts": listed, "reason": reason}


def _read_choice(entry: object) -> Choice | None:
    if not isinstance(entry, dict):
        return None
    conflict_id, version, chosen = (
        parse_id(entry.get("conflict_id")),
        entry.get("conflict_version"),
        entry.get("chosen"),
    )
    if conflict_id is None or type(version) is not int or version < 0 or not isinstance(chosen, str):
        return None
    if chosen in (SHOWN, OTHER):
        return Choice(conflict_id, version, chosen)
    op_id = parse_id(chosen)
    return Choice(conflict_id, version, str(op_id)) if op_id else None
