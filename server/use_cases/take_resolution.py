"""Take an officer's choice in a conflict in which they have a side: settle it, or keep what they chose where it came too late.

Runs inside the caller's savepoint on locked rows. Two who choose at once never both win; neither choice is lost.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from typing import Any

from sqlalchemy.orm import Session

from server.domain.conflict import SettlingOutcome, read_choices, read_reason
from server.domain.decision import Decision, review
from server.domain.field_policy import FIELD_POLICIES, Merging, find_problem, is_same_value
from server.domain.operation import Operation
from server.domain.wire_value import json_value
from server.domain.words import Verdict
from server.store.conflict_writes import save_side
from server.store.conflicts import has_side
from server.store.decision_ground import DecisionGround
from server.store.tables import Case, Resident, Visit
from server.use_cases.settle_conflicts import Chosen, Settler, find_outcome, weigh_choices, write_settlement


def take_resolution(
    session: Session,
    ground: DecisionGround,
    operation: Operation,
    row: Visit | Case | Resident,
    *,
    user_id: uuid.UUID | None,
    now: dt.datetime,
) -> Decision:
    """The decision on a `conflict.resolve` from a phone, with its writes made."""
    chosen = _find_chosen(session, operation, row, user_id)
    if isinstance(chosen, Decision):
        return chosen
    match find_outcome(ground, chosen):
        case SettlingOutcome.SETTLED:
            settler = Settler(operation.op_id, user_id, operation.device_id, read_reason(operation))
            changes = write_settlement(session, ground, row, chosen, settler, now)
            return Decision(Verdict.APPLIED, None, _find_detail(row, chosen), changes)
        case SettlingOutcome.AGREED:
            return Decision(Verdict.AGREED, None, _find_detail(row, chosen))
        case SettlingOutcome.MOVED:
            _join(session, operation, chosen, user_id=user_id, now=now)
            detail = _find_detail(row, chosen) | {
                "conflict_ids": [str(one.conflict.id) for one in chosen if one.conflict.resolved_at is None],
                "fields": [one.conflict.field for one in chosen if one.conflict.resolved_at is None],
            }
            return Decision(Verdict.CONFLICT, "conflict_moved", detail)
        case SettlingOutcome.TOO_LATE:
            shown = {one.conflict.field: json_value(getattr(row, one.conflict.field)) for one in chosen}
            return review("already_resolved", shown=shown)
    return review("not_a_choice")


def _find_chosen(
    session: Session, operation: Operation, row: Visit | Case | Resident, user_id: uuid.UUID | None
) -> list[Chosen] | Decision:
    """The conflicts chosen in, weighed; or why this officer settles nothing."""
    choices = read_choices(operation)
    if isinstance(choices, str):
        return review("wrong_shape", problem=choices)
    if refused := _find_refusal(operation):
        return refused
    values = {name: edit.value for name, edit in operation.fields.items()}
    chosen = weigh_choices(session, row, choices, values)
    if chosen is None or any(one.conflict.entity_type != operation.entity_type for one in chosen):
        return review("unknown_conflict")
    if not all(has_side(session, one.conflict.id, user_id) for one in chosen):
        return review("no_side")
    return chosen


def _find_refusal(operation: Operation) -> Decision | None:
    policies = FIELD_POLICIES[operation.entity_type]
    if unknown := sorted(set(operation.fields) - set(policies)):
        return review("unknown_field", fields=unknown)
    if office := sorted(name for name in operation.fields if policies[name].merging is Merging.OFFICE_ONLY):
        return review("office_only", fields=office)
    problems = {name: find_problem(policies[name], edit.value) for name, edit in operation.fields.items()}
    wrong = {name: problem for name, problem in problems.items() if problem is not None}
    return review("wrong_type", fields=wrong) if wrong else None


def _find_detail(row: Visit | Case | Resident, chosen: Sequence[Chosen]) -> dict[str, Any]:
    """The version of each field whose choice is shown or a side: an edit on top of it has seen no other value."""
    fields = [one.conflict.field for one in chosen if one.conflict.resolved_at is None or _is_shown(row, one)]
    return {"versions": {name: row.field_versions.get(name, 1) for name in fields}}


def _is_shown(row: Visit | Case | Resident, one: Chosen) -> bool:
    """False when somebody wrote again after a settlement that this choice agrees with."""
    policy = FIELD_POLICIES[one.conflict.entity_type][one.conflict.field]
    return is_same_value(policy, json_value(getattr(row, one.conflict.field)), one.value)


def _join(
    session: Session, operation: Operation, chosen: Sequence[Chosen], *, user_id: uuid.UUID | None, now: dt.datetime
) -> None:
    """A value of theirs that nobody else has is kept as a further side: nothing that was chosen is lost."""
    for one in chosen:
        if one.joins:
            save_side(
                session,
                one.conflict,
                op_id=operation.op_id,
                device_id=operation.device_id,
                user_id=user_id,
                value=one.value,
                now=now,
            )
