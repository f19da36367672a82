"""Edit how a resident is reached and what they need at the office, by the same merge as a phone's edit, and with a reason.

A value that moved meanwhile is never overwritten. The edit is one operation of the one log with its
verdict; both values of a conflict are kept and a person settles it.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from server.domain.decision import Decision
from server.domain.field_policy import FIELD_POLICIES, Merging, find_problem, is_same_value
from server.domain.operation import SERVER_SCHEMA, FieldEdit, Operation, OperationKind
from server.domain.resident_correction import read_reason
from server.domain.words import SERVER_DEVICE_ID
from server.store.database import new_id
from server.store.decision_ground import lock_ground
from server.store.row_writes import append_server_operation
from server.store.unit_of_work import write_transaction
from server.use_cases.edit_fields import edit_fields

EDITABLE = tuple(
    name for name, policy in FIELD_POLICIES["resident"].items() if policy.merging is not Merging.OFFICE_ONLY
)


class DeskEditRefusedError(Exception):
    """Nothing was written. `problems` says by field what is wrong in plain words; `reason` is not_found, wrong_value,
    reason_missing or reason_too_long.
    """

    def __init__(self, reason: str, problems: Mapping[str, str] | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.problems = dict(problems or {})


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskEdit:
    """What the page showed when it was opened (base version and value) and what it holds now, by field of EDITABLE; `reason`: how
    the person knows.
    """

    resident_id: uuid.UUID
    fields: Mapping[str, FieldEdit]
    reason: str
    by_id: uuid.UUID


def edit_at_desk(edit: DeskEdit, *, at: dt.datetime) -> Decision | None:
    """The decision on what was changed; None, and nothing written, when nothing was. Raises DeskEditRefusedError."""
    policies = FIELD_POLICIES["resident"]
    fields = {
        name: one for name, one in edit.fields.items() if not is_same_value(policies[name], one.base_value, one.value)
    }
    problems = {
        name: problem
        for name, one in fields.items()
        if (problem := find_problem(policies[name], one.value)) is not None
    }
    mistakes: dict[str, str] = {}
    reason = read_reason(edit.reason, mistakes)
    if problems or not set(fields) <= set(EDITABLE):
        raise DeskEditRefusedError("wrong_value", problems)
    if not fields:
        return None
    if mistakes:
        raise DeskEditRefusedError(f"reason_{mistakes['reason']}")
    operation = Operation(
        op_id=new_id(),
        device_id=SERVER_DEVICE_ID,
        device_seq=None,
        schema=SERVER_SCHEMA,
        kind=OperationKind.RESIDENT_EDIT,
        entity_type="resident",
        entity_id=edit.resident_id,
        fields=fields,
        user_id=edit.by_id,
    )
    with write_transaction() as session:
        ground = lock_ground(session, [operation], set())
        resident = ground.residents.get(edit.resident_id)
        if resident is None or resident.merged_into_id is not None:
            raise DeskEditRefusedError("not_found")
        decision = edit_fields(session, ground, operation, resident, user_id=edit.by_id, now=at)
        stored = append_server_operation(
            session,
            kind=operation.kind,
            entity_type=operation.entity_type,
            entity_id=operation.entity_id,
            user_id=edit.by_id,
            now=at,
            fields={
                name: {"base_version": one.base_version, "base_value": one.base_value, "value": one.value}
                for name, one in fields.items()
            },
            payload={"note": reason},
            op_id=operation.op_id,
        )
        stored.verdict, stored.verdict_reason = decision.verdict.value, decision.reason
        stored.verdict_detail = dict(decision.detail) if decision.detail is not None else None
        stored.changed = dict(decision.changes.fields) if decision.changes else {}
        stored.row_version = decision.changes.row_version if decision.changes else None
    return decision
