"""Edit the fields of one row as an operation asks, field by field: apply, agree, merge, or keep as a side of a conflict.

Runs inside the caller's savepoint on locked rows; a field it does not know makes the whole operation wait.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from server.domain.decision import Changes, Decision, review, wait
from server.domain.field_policy import FIELD_POLICIES, FieldPolicy, Merging, ValueKind, find_problem, parse_date
from server.domain.merge import CurrentField, FieldOutcome, MergeDecision, StoodOn, decide_fields
from server.domain.operation import Operation
from server.domain.wire_value import json_value
from server.domain.words import Verdict
from server.store.audit_writes import record_audit
from server.store.conflict_writes import open_conflict, save_side, show_instead
from server.store.decision_ground import DecisionGround
from server.store.operations import find_last_write
from server.store.row_writes import set_fields
from server.store.tables import Case, Resident, Visit
from server.use_cases.follow_up_visit import give_way_to_asked_day


def edit_fields(
    session: Session,
    ground: DecisionGround,
    operation: Operation,
    row: Visit | Case | Resident,
    *,
    user_id: uuid.UUID | None,
    now: dt.datetime,
) -> Decision:
    """The decision on an operation that edits fields of `row`, with its writes made."""
    policies = FIELD_POLICIES[operation.entity_type]
    if isinstance(row, Resident) and row.merged_into_id is not None:  # nobody would see it there
        return review("merged_record", kept_id=str(row.merged_into_id))
    if refused := _find_refusal(policies, operation):
        return refused
    current = _read_current(ground, operation, row, policies)
    merged = decide_fields(policies, current, operation.fields, _find_stood_on(ground, operation))
    changes = _apply(session, operation, row, merged, policies, user_id=user_id, now=now)
    conflict_ids = _keep_conflicts(session, ground, operation, row, merged, current, user_id=user_id, now=now)
    versions = {name: row.field_versions.get(name, 1) for name in operation.fields}
    detail: dict[str, Any] = {"versions": versions}
    if merged.verdict is Verdict.MERGED:
        detail["shown"] = {name: json_value(getattr(row, name)) for name in operation.fields}
    if conflict_ids:
        detail |= {"conflict_ids": list(conflict_ids.values()), "fields": list(conflict_ids)}
    return Decision(merged.verdict, "another_writer" if conflict_ids else None, detail, changes)


def _find_refusal(policies: Mapping[str, FieldPolicy], operation: Operation) -> Decision | None:
    if not operation.fields:
        return review("nothing_to_edit")
    unknown = sorted(set(operation.fields) - set(policies))
    if unknown:
        return wait("unknown_field", fields=unknown)
    office = sorted(name for name in operation.fields if policies[name].merging is Merging.OFFICE_ONLY)
    if office:
        return review("office_only", fields=office)
    problems = {
        name: problem
        for name, edit in operation.fields.items()
        if (problem := find_problem(policies[name], edit.value)) is not None
    }
    return review("wrong_type", fields=problems) if problems else None


def _read_current(
    ground: DecisionGround, operation: Operation, row: Visit | Case | Resident, policies: Mapping[str, FieldPolicy]
) -> dict[str, CurrentField]:
    """The edited fields and those that share a group with them."""
    groups = {policies[name].group for name in operation.fields} - {None}
    names = [name for name, policy in policies.items() if name in operation.fields or policy.group in groups]
    current = {}
    for name in names:
        conflict = ground.conflicts.get((operation.entity_type, operation.entity_id, name))
        current[name] = CurrentField(
            row.field_versions.get(name, 1), json_value(getattr(row, name)), conflict.id if conflict else None
        )
    return current


def _find_stood_on(ground: DecisionGround, operation: Operation) -> dict[str, StoodOn]:
    """What the same device's operations that this one stands on came to, by field; the last named counts."""
    found: dict[str, StoodOn] = {}
    for op_id in operation.after:
        answer = ground.answers.get(op_id)
        if answer is None or answer.device_id != operation.device_id or not answer.detail:
            continue
        conflicts = dict(zip(answer.detail.get("fields", ()), answer.detail.get("conflict_ids", ()), strict=False))
        for name, version in answer.detail.get("versions", {}).items():
            conflict_id = conflicts.get(name)
            outcome = FieldOutcome.CONFLICT if conflict_id else FieldOutcome.APPLIED
            found[name] = StoodOn(op_id, outcome, version, uuid.UUID(conflict_id) if conflict_id else None)
    return found


def _apply(
    session: Session,
    operation: Operation,
    row: Visit | Case | Resident,
    merged: MergeDecision,
    policies: Mapping[str, FieldPolicy],
    *,
    user_id: uuid.UUID | None,
    now: dt.datetime,
) -> Changes | None:
    values = {
        name: as_column(policies[name], decision.value)
        for name, decision in merged.fields.items()
        if decision.changes_shown
    }
    changed = set_fields(row, values, now=now)
    if not changed:
        return None
    if isinstance(row, Resident):
        row.corrected_fields = sorted({*row.corrected_fields, *changed})
    give_way_to_asked_day(session, row, changed, by_id=user_id, at=now)
    record_audit(
        session,
        action=operation.kind,
        at=now,
        user_id=user_id,
        device_id=operation.device_id,
        entity_type=operation.entity_type,
        entity_id=operation.entity_id,
        fields={name: {"old": edit["base_value"], "new": edit["value"]} for name, edit in changed.items()},
    )
    return Changes(row.version, changed)


def _keep_conflicts(
    session: Session,
    ground: DecisionGround,
    operation: Operation,
    row: Visit | Case | Resident,
    merged: MergeDecision,
    current: Mapping[str, CurrentField],
    *,
    user_id: uuid.UUID | None,
    now: dt.datetime,
) -> dict[str, str]:
    """Open or join a conflict for each field that is in one; returns the conflict's id by field."""
    found: dict[str, str] = {}
    for name, decision in merged.fields.items():
        if decision.outcome is not FieldOutcome.CONFLICT:
            continue
        key = (operation.entity_type, operation.entity_id, name)
        conflict = ground.conflicts.get(key)
        if conflict is None:
            conflict = open_conflict(
                session,
                entity_type=operation.entity_type,
                entity_id=operation.entity_id,
                field=name,
                base=_base_of(operation, name),
                theirs=_find_theirs(session, operation, name, current[name]),
                now=now,
            )
            ground.conflicts[key] = conflict
            if isinstance(row, Resident):  # the council wrote it: no feed moves what its people have yet to decide
                row.corrected_fields = sorted({*row.corrected_fields, name})
        value = operation.fields[name].value
        save_side(
            session,
            conflict,
            op_id=operation.op_id,
            device_id=operation.device_id,
            user_id=user_id,
            value=value,
            now=now,
            replaces_op_id=decision.replaces_op_id,
        )
        if decision.changes_shown:  # the more cautious value shows: the writer whose value it replaces has a side
            show_instead(session, conflict, _as_theirs(operation, row, name, user_id=user_id, now=now))
        found[name] = str(conflict.id)
    return found


def _base_of(operation: Operation, name: str) -> dict[str, Any]:
    edit = operation.fields[name]
    return {"version": edit.base_version, "value": edit.base_value}


def _find_theirs(session: Session, operation: Operation, name: str, current: CurrentField) -> dict[str, Any]:
    """The shown value with who wrote it when, where the log knows."""
    last = find_last_write(session, operation.entity_type, operation.entity_id, name)
    return {
        "version": current.version,
        "value": current.value,
        "op_id": str(last.op_id) if last else None,
        "user_id": str(last.user_id) if last and last.user_id else None,
        "device_id": last.device_id if last else None,
        "at": json_value(last.received_at) if last else None,
    }


def _as_theirs(
    operation: Operation, row: Visit | Case | Resident, name: str, *, user_id: uuid.UUID | None, now: dt.datetime
) -> dict[str, Any]:
    """The operation's own value as the one that is shown."""
    return {
        "version": row.field_versions.get(name, 1),
        "value": json_value(getattr(row, name)),
        "op_id": str(operation.op_id),
        "user_id": str(user_id) if user_id else None,
        "device_id": operation.device_id,
        "at": json_value(now),
    }


def as_column(policy: FieldPolicy, value: Any) -> Any:
    """A wire value as its column holds it; an empty text is no value."""
    if value == "":
        return None
    return parse_date(value) if policy.kind is ValueKind.DATE and value is not None else value
