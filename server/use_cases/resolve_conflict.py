"""Settle a conflict at the office, with the conflicts of the fields that move together with it: in words, and only once.

Two who settle at the same time never both win: the second is told who was first, and nothing is written.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from server.domain.conflict import LONGEST_REASON, OTHER, SHOWN, Choice, SettlingOutcome, write_choices
from server.domain.decision import Changes
from server.domain.field_policy import FIELD_POLICIES, find_problem
from server.domain.operation import SERVER_SCHEMA, FieldEdit, Operation, OperationKind, clean_text
from server.domain.words import SERVER_DEVICE_ID
from server.store.conflicts import find_conflicts, list_sides
from server.store.database import new_id
from server.store.decision_ground import DecisionGround, lock_ground
from server.store.row_writes import append_server_operation
from server.store.tables import Conflict
from server.store.unit_of_work import write_transaction
from server.use_cases.settle_conflicts import Settler, find_outcome, weigh_choices, write_settlement


class ConflictNotSettledError(Exception):
    """`reason`: not_found, choice_missing, value_wrong, reason_missing, reason_too_long, moved or settled_already. Nothing
    was written. `conflict_id` is the one to look at, where it is about one.
    """

    def __init__(self, reason: str, conflict_id: uuid.UUID | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.conflict_id = conflict_id


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolution:
    """What a person at the office decided. `typed` are the values of those choices that are `other`, by conflict."""

    choices: Sequence[Choice]
    typed: Mapping[uuid.UUID, Any]
    reason: str
    by_id: uuid.UUID


def resolve_conflict(resolution: Resolution, *, at: dt.datetime) -> bool:
    """Settle; False when others had settled it with the same values before. Raises ConflictNotSettledError."""
    reason = clean_text(resolution.reason).strip()
    if not reason:
        raise ConflictNotSettledError("reason_missing")
    if len(reason) > LONGEST_REASON:
        raise ConflictNotSettledError("reason_too_long")
    choices = resolution.choices
    with write_transaction() as session:
        found = find_conflicts(session, [choice.conflict_id for choice in choices])
        if not choices or len(found) < len(choices):
            raise ConflictNotSettledError("not_found")
        ground, operation = _lock(session, found, resolution.by_id)
        row = ground.find_row(operation.entity_type, operation.entity_id)
        if row is None:
            raise ConflictNotSettledError("not_found")
        conflicts = find_conflicts(session, list(found))
        values = _find_values(session, conflicts, resolution)
        chosen = weigh_choices(session, row, choices, values)
        if chosen is None:
            raise ConflictNotSettledError("not_found")
        outcome = find_outcome(ground, chosen)
        if outcome is SettlingOutcome.AGREED:
            return False
        if outcome is not SettlingOutcome.SETTLED:
            raise ConflictNotSettledError(_REASONS[outcome])
        settler = Settler(operation.op_id, resolution.by_id, SERVER_DEVICE_ID, reason)
        changes = write_settlement(session, ground, row, chosen, settler, at)
        _log(session, operation, resolution, reason, changes, at)
    return True


_REASONS = {
    SettlingOutcome.MOVED: "moved",
    SettlingOutcome.TOO_LATE: "settled_already",
    SettlingOutcome.NO_CHOICE: "choice_missing",
}


def _lock(
    session: Session, conflicts: Mapping[uuid.UUID, Conflict], by_id: uuid.UUID
) -> tuple[DecisionGround, Operation]:
    """The row that the conflicts are about, locked in the order in which a push locks."""
    rows = {(conflict.entity_type, conflict.entity_id) for conflict in conflicts.values()}
    if len(rows) != 1:
        raise ConflictNotSettledError("not_found")
    ((entity_type, entity_id),) = rows
    operation = Operation(
        op_id=new_id(),
        device_id=SERVER_DEVICE_ID,
        device_seq=None,
        schema=SERVER_SCHEMA,
        kind=OperationKind.CONFLICT_RESOLVE,
        entity_type=entity_type,
        entity_id=entity_id,
        fields={conflict.field: FieldEdit(0, None, None) for conflict in conflicts.values()},
        user_id=by_id,
    )
    return lock_ground(session, [operation], set()), operation


def _find_values(session: Session, conflicts: Mapping[uuid.UUID, Conflict], resolution: Resolution) -> dict[str, Any]:
    """What was chosen, by field: the shown value, a side's, or what was typed. A choice of nothing is refused."""
    sides = {(side.conflict_id, str(side.op_id)): side.value["value"] for side in list_sides(session, list(conflicts))}
    values: dict[str, Any] = {}
    for choice in resolution.choices:
        conflict = conflicts[choice.conflict_id]
        if choice.chosen == OTHER:
            value = resolution.typed.get(conflict.id)
            if find_problem(FIELD_POLICIES[conflict.entity_type][conflict.field], value):
                raise ConflictNotSettledError("value_wrong", conflict.id)
        elif choice.chosen == SHOWN:
            value = conflict.theirs["value"]
        elif (conflict.id, choice.chosen) in sides:
            value = sides[conflict.id, choice.chosen]
        else:
            raise ConflictNotSettledError("choice_missing", conflict.id)
        values[conflict.field] = value
    return values


def _log(
    session: Session,
    operation: Operation,
    resolution: Resolution,
    reason: str,
    changes: Changes | None,
    at: dt.datetime,
) -> None:
    """The one operation that says what was settled, as a phone's would."""
    stored = append_server_operation(
        session,
        kind=operation.kind,
        entity_type=operation.entity_type,
        entity_id=operation.entity_id,
        user_id=resolution.by_id,
        now=at,
        fields=dict(changes.fields) if changes else {},
        payload=write_choices(resolution.choices, reason),
        op_id=operation.op_id,
    )
    if changes is not None:
        stored.row_version = changes.row_version
