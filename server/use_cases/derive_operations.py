"""Turn what a submission records into operations of its own: edits on the base its writer saw, and alerts not yet carried.

Writes nothing. An edit that names no base is marked a proposal, for a person to decide.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from server.domain.field_policy import FIELD_POLICIES, FieldPolicy, ValueKind, is_same_value
from server.domain.operation import AlertHeader, DerivedOperation, FieldEdit, Operation
from server.forms.meaning import Meaning, RecordedEdit, find_alert_id
from server.store.tables import Submission


def derive_edits(operation: Operation, submission: Submission, meaning: Meaning) -> list[DerivedOperation]:
    """One operation for each answer that says something else than the writer was shown."""
    targets = {"resident": submission.resident_id, "case": submission.case_id}
    bases = operation.payload.get("bases")
    derived = []
    for edit in meaning.edits:
        entity_id = targets.get(edit.entity_type)
        if entity_id is None:
            continue
        base = _find_base(bases if isinstance(bases, dict) else {}, edit, entity_id)
        policy = FIELD_POLICIES[edit.entity_type][edit.field]
        if base is not None and is_same_value(policy, base.base_value, edit.value):
            continue
        derived.append(
            DerivedOperation(
                node=edit.node,
                kind=f"{edit.entity_type}.edit",
                entity_type=edit.entity_type,
                entity_id=entity_id,
                fields={edit.field: base or FieldEdit(0, None, edit.value)},
                payload={} if base else {"proposal": True},
            )
        )
    return derived


def derive_alerts(operation: Operation, submission: Submission, meaning: Meaning) -> list[DerivedOperation]:
    """Alerts that the answers raise and the operation's own header did not carry."""
    carried = {alert.alert_id for alert in operation.alerts}
    derived = []
    for alert in meaning.alerts:
        alert_id = find_alert_id(submission.instance_id, alert.node) or uuid.uuid5(
            operation.op_id, f"alert:{alert.node}"
        )
        if alert_id not in carried:
            derived.append(
                DerivedOperation(
                    node=alert.node,
                    kind="alert.raise",
                    entity_type=operation.entity_type,
                    entity_id=operation.entity_id,
                    alerts=(AlertHeader(alert_id, alert.kind, alert.node),),
                )
            )
    return derived


def _find_base(bases: Mapping[str, Any], edit: RecordedEdit, entity_id: uuid.UUID) -> FieldEdit | None:
    """The base named for this node, if it is of the very field and row that the answer edits."""
    base = bases.get(edit.node)
    if not isinstance(base, dict):
        return None
    named = (base.get("entity_type"), str(base.get("entity_id")).lower(), base.get("field"))
    version = base.get("version")
    if named != (edit.entity_type, str(entity_id), edit.field) or type(version) is not int or version < 0:
        return None
    policy = FIELD_POLICIES[edit.entity_type][edit.field]
    return FieldEdit(version, _as_field_value(policy, base.get("value")), edit.value)


def _as_field_value(policy: FieldPolicy, value: Any) -> Any:
    """A prefilled value as the form had it (text) in the field's own kind."""
    if policy.kind is ValueKind.YES_NO and isinstance(value, str):
        return None if value == "" else value.lower() in ("true", "yes", "1")
    return value
