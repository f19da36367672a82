"""Take a submission in: store it, then decide the edits it makes as operations of its own, in the one log.

Their ids follow from the submission's, so that a second run makes nothing twice. A late report's edits stay proposals.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy.orm import Session

from server.domain.decision import Decision, review
from server.domain.operation import DerivedOperation, Operation, hash_operation
from server.domain.words import Verdict
from server.store import tables
from server.store.decision_ground import DecisionGround
from server.store.tables import Case, Resident, Visit
from server.use_cases.edit_fields import edit_fields
from server.use_cases.raise_alerts import raise_alerts
from server.use_cases.store_submission import store_submission

_GRAVEST_FIRST = (Verdict.CONFLICT, Verdict.REVIEW, Verdict.WAITING)


def create_submission(
    session: Session,
    ground: DecisionGround,
    operation: Operation,
    row: Visit | Case | Resident | None,
    *,
    now: dt.datetime,
    is_late: bool,
    vouched: bool = False,
    held_back: str = "late_report",
) -> Decision:
    """Store the submission about `row` (None: about nobody); its verdict is applied unless one of its edits found another writer.

    `held_back` is the word under which the edits of a late one wait. `vouched`: a person accepted it, so that an edit without
    a base is no proposal any more.
    """
    stored = store_submission(session, ground, operation, now, is_late=is_late)
    decisions = save_derived(
        session,
        ground,
        operation,
        row,
        stored.derived,
        now=now,
        held_back=held_back if is_late else None,
        vouched=vouched,
    )
    if stored.review_reason is not None:
        return review(stored.review_reason, **(stored.review_detail or {}))
    return sum_up(decisions)


def save_derived(
    session: Session,
    ground: DecisionGround,
    operation: Operation,
    row: Visit | Case | Resident | None,
    derived: Sequence[DerivedOperation],
    *,
    now: dt.datetime,
    held_back: str | None = None,
    vouched: bool = False,
) -> dict[str, Decision]:
    """Decide what the submission makes and put it into the log; the decisions by node. `held_back`: for which reason it waits."""
    decisions: dict[str, Decision] = {}
    for one in derived:
        session.flush()
        child = _as_operation(operation, one)
        raise_alerts(session, [(child.op_id, row.id if row else None, list(one.alerts), operation.user_id)], now)
        decision = review(held_back) if held_back else decide_child(session, ground, child, now, vouched=vouched)
        _save(session, operation, child, decision, now)
        decisions[one.node] = decision
    return decisions


def decide_child(
    session: Session, ground: DecisionGround, child: Operation, now: dt.datetime, *, vouched: bool = False
) -> Decision:
    """The decision on one edit that a submission makes, with its writes made."""
    if not child.fields:
        return Decision(Verdict.APPLIED)
    if child.payload.get("proposal") and not vouched:
        return review("no_base")  # its writer saw no earlier value (a form filled elsewhere): a person decides
    target = ground.find_row(child.entity_type, child.entity_id)
    if target is None:
        return review("unknown_entity", type=child.entity_type)
    return edit_fields(session, ground, child, target, user_id=child.user_id, now=now)


def sum_up(decisions: Mapping[str, Decision]) -> Decision:
    """The submission itself is in; what needs a person among its edits is named by node and field."""
    ids: list[str] = []
    fields: list[str] = []
    for decision in decisions.values():
        if decision.verdict is Verdict.CONFLICT and decision.detail is not None:
            ids += decision.detail["conflict_ids"]
            fields += decision.detail["fields"]
    if ids:
        return Decision(Verdict.CONFLICT, "another_writer", {"conflict_ids": ids, "fields": fields})
    nodes = {node: found.reason for node, found in decisions.items() if found.verdict in _GRAVEST_FIRST}
    return Decision(Verdict.APPLIED, None, {"nodes_in_review": nodes} if nodes else None)


def _as_operation(operation: Operation, derived: DerivedOperation) -> Operation:
    return Operation(
        op_id=derived.find_op_id(operation.op_id),
        device_id=operation.device_id,
        device_seq=operation.device_seq,
        schema=operation.schema,
        kind=derived.kind,
        entity_type=derived.entity_type,
        entity_id=derived.entity_id,
        fields=derived.fields,
        after=operation.after,
        view=operation.view,
        payload=derived.payload,
        user_id=operation.user_id,
    )


def _save(session: Session, parent: Operation, child: Operation, decision: Decision, now: dt.datetime) -> None:
    envelope: dict[str, Any] = {
        "op_id": str(child.op_id),
        "device_id": child.device_id,
        "schema": child.schema,
        "kind": child.kind,
        "entity": {"type": child.entity_type, "id": str(child.entity_id)},
        "fields": {
            name: {"base_version": edit.base_version, "base_value": edit.base_value, "value": edit.value}
            for name, edit in child.fields.items()
        },
        "payload": dict(child.payload),
    }
    session.add(
        tables.Operation(
            op_id=child.op_id,
            parent_op_id=parent.op_id,
            device_id=child.device_id,
            user_id=child.user_id,
            device_seq=child.device_seq,
            schema=child.schema,
            kind=child.kind,
            entity_type=child.entity_type,
            entity_id=child.entity_id,
            envelope=envelope,
            payload_hash=hash_operation(envelope),
            view=child.view,
            received_at=now,
            verdict=decision.verdict.value,
            verdict_reason=decision.reason,
            verdict_detail=dict(decision.detail) if decision.detail is not None else None,
            decided_at=now,
            row_version=decision.changes.row_version if decision.changes else None,
            changed=dict(decision.changes.fields) if decision.changes else None,
            told_at=now,  # the device knows the submission and is answered for that alone
        )
    )
