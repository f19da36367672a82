"""The merge: what an edit was made on, what stands now and what it wants, in; what becomes of it, out.

Knows neither tables nor time, and never drops a value: what is not applied is a side of a conflict.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from server.domain.field_policy import FieldPolicy, Merging, find_safer, is_same_value
from server.domain.operation import FieldEdit
from server.domain.words import Verdict


class FieldOutcome(StrEnum):
    """What became of one field of an operation."""

    APPLIED = "applied"
    AGREED = "agreed"
    MERGED = "merged"
    CONFLICT = "conflict"


@dataclass(frozen=True, slots=True)
class CurrentField:
    """The trunk: the shown value, its version, and the open conflict on it if there is one."""

    version: int
    value: object
    open_conflict_id: uuid.UUID | None = None


@dataclass(frozen=True, slots=True)
class StoodOn:
    """What the operation that this edit was made on top of came to for the same field."""

    op_id: uuid.UUID
    outcome: FieldOutcome
    version: int
    conflict_id: uuid.UUID | None = None


@dataclass(frozen=True, slots=True)
class FieldDecision:
    """`value` is shown from now on if `changes_shown`; `replaces_op_id` is the side that this one takes over."""

    outcome: FieldOutcome
    value: object = None
    changes_shown: bool = False
    joins_conflict_id: uuid.UUID | None = None
    replaces_op_id: uuid.UUID | None = None


@dataclass(frozen=True, slots=True)
class MergeDecision:
    """The verdict of the whole operation and of each field."""

    verdict: Verdict
    fields: Mapping[str, FieldDecision] = field(default_factory=dict)


def decide_field(
    policy: FieldPolicy, current: CurrentField, edit: FieldEdit, stood_on: StoodOn | None
) -> FieldDecision:
    """What becomes of one field, looked at alone (groups are decided in `decide_fields`)."""
    if is_same_value(policy, current.value, edit.value) and not _stands_on_own_side(current, stood_on):
        return FieldDecision(FieldOutcome.AGREED)
    if current.open_conflict_id is not None:
        return _join_conflict(policy, current, edit, stood_on)
    if _saw_the_current(policy, current, edit, stood_on):
        return FieldDecision(FieldOutcome.APPLIED, edit.value, changes_shown=True)
    if policy.merging is Merging.SET:
        return _merge_sets(policy, current, edit)
    return _conflict(policy, current, edit)


def decide_fields(
    policies: Mapping[str, FieldPolicy],
    current: Mapping[str, CurrentField],
    edits: Mapping[str, FieldEdit],
    stood_on: Mapping[str, StoodOn],
) -> MergeDecision:
    """The decision for every field of one operation. A group moves together or not at all."""
    decisions = {
        name: decide_field(policies[name], current[name], edit, stood_on.get(name)) for name, edit in edits.items()
    }
    for group in {policies[name].group for name in edits} - {None}:
        members = [name for name in edits if policies[name].group == group]
        if _group_must_wait(members, current, decisions) or _group_has_moved(group, policies, current, edits, stood_on):
            _hold_back(members, decisions)
    return MergeDecision(find_verdict([decision.outcome for decision in decisions.values()]), decisions)


def find_verdict(outcomes: Sequence[FieldOutcome]) -> Verdict:
    """The gravest of the fields' outcomes; an operation that edits nothing is applied."""
    for outcome, verdict in (
        (FieldOutcome.CONFLICT, Verdict.CONFLICT),
        (FieldOutcome.MERGED, Verdict.MERGED),
        (FieldOutcome.APPLIED, Verdict.APPLIED),
    ):
        if outcome in outcomes:
            return verdict
    return Verdict.AGREED if outcomes else Verdict.APPLIED


def _saw_the_current(policy: FieldPolicy, current: CurrentField, edit: FieldEdit, stood_on: StoodOn | None) -> bool:
    """True when the writer had the shown value before them, or wrote it themselves earlier in their own chain."""
    if policy.merging is Merging.WRITE_ONCE and not is_same_value(policy, current.value, None):
        return False
    if stood_on is not None and stood_on.outcome is not FieldOutcome.CONFLICT and stood_on.version == current.version:
        return True
    # The value decides, not the number: after a restore the same number may stand for another value.
    return is_same_value(policy, current.value, edit.base_value)


def _stands_on_own_side(current: CurrentField, stood_on: StoodOn | None) -> bool:
    """True when the writer changes their own side of the conflict that is open, and not of one that is settled."""
    return (
        stood_on is not None and stood_on.conflict_id is not None and stood_on.conflict_id == current.open_conflict_id
    )


def _conflict(policy: FieldPolicy, current: CurrentField, edit: FieldEdit) -> FieldDecision:
    """The edit is a side; of a field that shows the more cautious value, it is shown when it is the more cautious."""
    if policy.merging is not Merging.SAFER_SHOWS:
        return FieldDecision(FieldOutcome.CONFLICT)
    safer = find_safer(policy, current.value, edit.value)
    changes = not is_same_value(policy, safer, current.value)
    return FieldDecision(FieldOutcome.CONFLICT, safer if changes else None, changes_shown=changes)


def _join_conflict(
    policy: FieldPolicy, current: CurrentField, edit: FieldEdit, stood_on: StoodOn | None
) -> FieldDecision:
    replaces = stood_on.op_id if stood_on is not None and _stands_on_own_side(current, stood_on) else None
    side = _conflict(policy, current, edit)
    return replace(side, joins_conflict_id=current.open_conflict_id, replaces_op_id=replaces)


def _merge_sets(policy: FieldPolicy, current: CurrentField, edit: FieldEdit) -> FieldDecision:
    """What the writer added or took out is added or taken out; what others did in between stays done."""
    shown, seen, wanted = (_as_set(value) for value in (current.value, edit.base_value, edit.value))
    merged = sorted((shown | (wanted - seen)) - (seen - wanted))
    if is_same_value(policy, merged, current.value):
        return FieldDecision(FieldOutcome.AGREED)
    return FieldDecision(FieldOutcome.MERGED, merged, changes_shown=True)


def _as_set(value: object) -> set[str]:
    return {str(entry) for entry in value} if isinstance(value, list | tuple | set) else set()


def _group_must_wait(
    members: Sequence[str], current: Mapping[str, CurrentField], decisions: Mapping[str, FieldDecision]
) -> bool:
    """One member in conflict holds the whole group's edits back: half of an address is no address."""
    return any(
        decisions[name].outcome is FieldOutcome.CONFLICT or current[name].open_conflict_id is not None
        for name in members
    )


def _group_has_moved(
    group: str | None,
    policies: Mapping[str, FieldPolicy],
    current: Mapping[str, CurrentField],
    edits: Mapping[str, FieldEdit],
    stood_on: Mapping[str, StoodOn],
) -> bool:
    """True when a member that this operation leaves alone was written after all its writer had seen of the group."""
    members = [name for name, policy in policies.items() if policy.group == group and name in current]
    seen = [edits[name].base_version for name in members if name in edits]
    seen += [stood_on[name].version for name in members if name in stood_on]
    return any(current[name].version > max(seen) for name in members if name not in edits)


def _hold_back(members: Sequence[str], decisions: dict[str, FieldDecision]) -> None:
    for name in members:
        if decisions[name].changes_shown:
            decisions[name] = replace(decisions[name], outcome=FieldOutcome.CONFLICT, value=None, changes_shown=False)
