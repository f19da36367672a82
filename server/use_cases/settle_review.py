"""Settle what stands in the review queue: accept it, merge only its edits, or keep it as a note. Nothing is ever thrown away.

Accepting decides again with the person at the office answering for the writer. Of two people at once one wins.
"""

from __future__ import annotations

import datetime as dt
import logging
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from server.domain.decision import Decision
from server.domain.operation import Operation, OperationKind, Unreadable
from server.domain.resident_link import LINK_DEVICE_ID
from server.domain.wire_value import json_value
from server.domain.words import SettlementDecision, Verdict
from server.store import tables
from server.store.audit_writes import record_audit
from server.store.decision_ground import DecisionGround, lock_ground
from server.store.operations import read_answer
from server.store.review_queue_writes import (
    find_operation,
    find_settlements,
    list_open_children,
    lock_clash,
    lock_in_review,
    save_settlement,
)
from server.store.unit_of_work import write_transaction
from server.store.users import names_of_users
from server.use_cases.accept_submission import merge_submission, settle_children
from server.use_cases.decide_operation import decide_operation
from server.use_cases.decide_operations import hold_for_death, is_lock_problem, put_in_order, read_stored
from server.use_cases.tell_of_late_report import tell_of_settlement

log = logging.getLogger(__name__)
LONGEST_NOTE = 2000
MOST_AT_ONCE = 500
TRIES = 3
_EDITS = (OperationKind.RESIDENT_EDIT, OperationKind.CASE_EDIT)


class SettlementRefusedError(Exception):
    """Nothing was settled; `reason`: not_found, not_yours, words_missing, words_too_long, settled_meanwhile."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Settling:
    """What the person saw, all of it by op_id, and what they decided. `only_by_link`: they may settle nothing else."""

    op_ids: tuple[uuid.UUID, ...]
    decision: SettlementDecision
    note: str = ""
    only_by_link: bool = False


@dataclass(frozen=True, slots=True)
class Settled:
    """What was settled, and what could not be taken in as it is: op_id and the word for why."""

    op_ids: tuple[uuid.UUID, ...]
    left: tuple[tuple[uuid.UUID, str], ...]


def settle_review(settling: Settling, *, by_id: uuid.UUID, at: dt.datetime) -> Settled:
    """Settle the operations in one transaction. Raises SettlementRefusedError, also when somebody else was first."""
    note = check_note(settling.decision, settling.note)
    if not 0 < len(settling.op_ids) <= MOST_AT_ONCE:
        raise SettlementRefusedError("not_found")
    for attempt in range(TRIES):
        try:
            with write_transaction() as session:
                settler = _Settler(session, settling.decision, note, by_id, at)
                return settler.settle(settling.op_ids, only_by_link=settling.only_by_link)
        except DBAPIError as error:
            if attempt == TRIES - 1 or not is_lock_problem(error):
                raise
            log.info("a settlement is tried again: %s", type(error.orig).__name__)
    raise AssertionError("unreachable")  # the last try returned or raised


def check_note(decision: SettlementDecision, note: str) -> str:
    """The words as they are kept. What is only kept must say why."""
    note = note.strip()
    if decision is SettlementDecision.KEPT_AS_NOTE and not note:
        raise SettlementRefusedError("words_missing")
    if len(note) > LONGEST_NOTE:
        raise SettlementRefusedError("words_too_long")
    return note


def settle_clash(clash_id: int, note: str, *, by_id: uuid.UUID, at: dt.datetime) -> None:
    """Keep as a note what came under an id that other content had taken. Raises SettlementRefusedError."""
    note = check_note(SettlementDecision.KEPT_AS_NOTE, note)
    with write_transaction() as session:
        clash = lock_clash(session, clash_id)
        if clash is None:
            raise SettlementRefusedError("not_found")
        if clash.settled_at is not None:
            raise SettlementRefusedError("settled_meanwhile")
        clash.settled_at, clash.settled_by_id, clash.note = at, by_id, note
        record_audit(
            session, action="operation.settle", at=at, user_id=by_id, device_id=clash.device_id,
            entity_type="operation_clash", entity_id=str(clash.id),
            fields={"decision": {"old": None, "new": SettlementDecision.KEPT_AS_NOTE.value}},
        )  # fmt: skip


class _LeftError(Exception):
    """An operation that even a person cannot take in as it is."""


class _Settler:
    """One settlement under way, on locked rows."""

    def __init__(
        self, session: Session, decision: SettlementDecision, note: str, by_id: uuid.UUID, at: dt.datetime
    ) -> None:
        self.session, self.decision, self.note, self.by_id, self.at = session, decision, note, by_id, at
        self.settled: dict[uuid.UUID, None] = {}
        self.left: dict[uuid.UUID, str] = {}

    def settle(self, op_ids: Sequence[uuid.UUID], *, only_by_link: bool) -> Settled:
        rows = self._lock(op_ids)
        if only_by_link and any(row.device_id != LINK_DEVICE_ID for row in rows):
            raise SettlementRefusedError("not_yours")
        read = {row.op_id: read_stored(row) for row in rows}
        understood = [operation for operation in read.values() if isinstance(operation, Operation)]
        ground = lock_ground(self.session, understood, {row.device_id for row in rows})
        parents = {row.op_id for row in rows}
        for row in put_in_order(rows, read):
            if row.parent_op_id in parents:
                continue  # settled with the submission that makes it
            self._settle_one(ground, row, read[row.op_id])
        return Settled(tuple(self.settled), tuple(self.left.items()))

    def _lock(self, op_ids: Sequence[uuid.UUID]) -> Sequence[tables.Operation]:
        rows = lock_in_review(self.session, op_ids)
        if not rows:
            raise SettlementRefusedError("not_found")
        if find_settlements(self.session, op_ids) or any(row.verdict != Verdict.REVIEW for row in rows):
            raise SettlementRefusedError("settled_meanwhile")
        return rows

    def _settle_one(self, ground: DecisionGround, row: tables.Operation, read: Operation | Unreadable) -> None:
        conflicts = dict(ground.conflicts)
        try:
            with self.session.begin_nested():
                decision = self._decide(ground, row, read)
        except _LeftError as error:
            ground.conflicts = conflicts
            self.left[row.op_id] = str(error)
            return
        except Exception as error:
            if isinstance(error, DBAPIError) and (error.connection_invalidated or is_lock_problem(error)):
                raise
            log.exception("operation %s could not be settled", row.op_id)
            ground.conflicts = conflicts
            self.left[row.op_id] = "could_not_be_decided"
            return
        self._save(row, decision)
        self._tell(ground, row)
        ground.answers[row.op_id] = read_answer(row)

    def _decide(self, ground: DecisionGround, row: tables.Operation, read: Operation | Unreadable) -> Decision | None:
        """The new decision, with its writes made; None leaves the verdict as it is."""
        if self.decision is SettlementDecision.KEPT_AS_NOTE:
            return None
        if isinstance(read, Unreadable):
            raise _LeftError(read.reason)
        if row.parent_op_id is not None:
            found = settle_children(self.session, ground, [row], self.at)
            decision = next(iter(found.values()), None)
        elif self.decision is SettlementDecision.MERGED and read.kind == OperationKind.SUBMISSION_CREATE:
            target = ground.find_row(read.entity_type, read.entity_id)
            if target is None:
                raise _LeftError("unknown_entity")
            decision = merge_submission(self.session, ground, read, target, self.at)
        elif self.decision is SettlementDecision.MERGED and read.kind not in _EDITS:
            return None
        else:
            hold_for_death(self.session, ground, row, self.at, vouched=True)
            decision = decide_operation(self.session, ground, row, read, self.at, vouched=True)
        self.session.flush()
        if decision is None or decision.verdict in (Verdict.REVIEW, Verdict.WAITING):
            raise _LeftError(decision.reason or "" if decision else "nothing_to_edit")
        return decision

    def _save(self, row: tables.Operation, decision: Decision | None) -> None:
        """Store the new verdict, for the device to be told again, and take the operation and what it makes off the queue."""
        before = row.verdict
        detail: dict[str, Any] = dict(row.verdict_detail or {})
        if decision is not None:
            row.verdict, row.verdict_reason = decision.verdict.value, decision.reason
            detail = dict(decision.detail or {})
            if decision.changes is not None:
                row.row_version, row.changed = decision.changes.row_version, dict(decision.changes.fields)
        who = names_of_users(self.session, [self.by_id]).get(self.by_id)
        told: dict[str, Any] = {
            "decision": self.decision.value,
            "who": who,
            "at": json_value(self.at),
            "note": self.note or None,
        }
        row.verdict_detail = detail | {"settled": told}
        row.decided_at = self.at
        asked = row if row.parent_op_id is None else find_operation(self.session, row.parent_op_id)
        if asked is not None:  # the device knows a submission, not what it makes, and is told of that
            asked.verdict_detail = dict(asked.verdict_detail or {}) | {"settled": told}
            asked.told_at = None
        for one in (row, *self._children_of(row)):
            self.settled[one.op_id] = None
            save_settlement(self.session, one.op_id, self.decision, note=self.note, user_id=self.by_id, now=self.at)
        record_audit(
            self.session, action="operation.settle", at=self.at, user_id=self.by_id, device_id=row.device_id,
            entity_type="operation", entity_id=row.op_id,
            fields={"decision": {"old": None, "new": self.decision.value}, "verdict": {"old": before, "new": row.verdict}},
        )  # fmt: skip

    def _children_of(self, row: tables.Operation) -> Sequence[tables.Operation]:
        """What goes off the queue with it. An edit that cannot be taken in as it is stays there by itself."""
        children = list_open_children(self.session, row.op_id)
        if self.decision is SettlementDecision.KEPT_AS_NOTE:
            return children
        self.left |= {child.op_id: child.verdict_reason or "" for child in children}
        return ()

    def _tell(self, ground: DecisionGround, row: tables.Operation) -> None:
        visit = ground.visits.get(row.entity_id) if row.entity_type == "visit" and row.entity_id else None
        if visit is not None:
            tell_of_settlement(self.session, visit, self.decision, user_id=row.user_id, now=self.at)
