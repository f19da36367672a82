"""Decide stored operations: step B of a push, and the worker's second try. Every operation ends with a verdict.

What one operation breaks is undone, and that operation alone goes to review. Never reads the request.
"""

from __future__ import annotations

import datetime as dt
import logging
import uuid
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from typing import TypeAlias

from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from server.domain.decision import Decision, review
from server.domain.operation import Operation, Unreadable, read_alerts, read_operation
from server.domain.sealed_operation import NOT_AN_OPERATION, is_sealed
from server.domain.sealing import Unopened
from server.domain.words import SERVER_DEVICE_ID, AlertKind, Verdict
from server.store import tables
from server.store.decision_ground import DecisionGround, lock_ground
from server.store.hold_writes import place_death_hold
from server.store.operation_writes import lock_open_operations
from server.store.operations import Answer, read_answer
from server.store.unit_of_work import write_transaction
from server.use_cases.decide_operation import decide_operation

log = logging.getLogger(__name__)
TRIES = 3
_Decide: TypeAlias = Callable[
    [Session, DecisionGround, tables.Operation, Operation | Unreadable, dt.datetime], Decision
]


def decide_operations(
    op_ids: Collection[uuid.UUID], now: dt.datetime, lock_seconds: float | None = None
) -> dict[uuid.UUID, Answer]:
    """Decide those of the operations that are open, in one transaction; returns those that got a lasting verdict, with it.

    A healthy batch needs no savepoints, and they cost more than the work: only when an operation breaks is everything
    undone and decided again with a savepoint each. A deadlock is tried again; after the last try the operations stay
    undecided for the worker. With `lock_seconds` whoever finds a lock held for longer is told at once (OperationalError).
    """
    try:
        with write_transaction(lock_seconds=lock_seconds) as session:
            return decide_within(session, op_ids, now)
    except Exception as error:  # whatever an operation breaks, the others must not wait for it
        if lock_seconds is not None and isinstance(error, DBAPIError) and is_lock_problem(error):
            raise
        log.warning("%d operations are decided one by one: %s", len(op_ids), type(error).__name__)
    for attempt in range(TRIES):
        try:
            with write_transaction(lock_seconds=lock_seconds) as session:
                return _decide_in(session, op_ids, now, _decide_apart)
        except DBAPIError as error:
            if attempt == TRIES - 1:
                raise
            log.warning("deciding %d operations is tried again: %s", len(op_ids), type(error.orig).__name__)
    raise AssertionError("unreachable")  # the last try returned or raised


def decide_within(session: Session, op_ids: Collection[uuid.UUID], now: dt.datetime) -> dict[uuid.UUID, Answer]:
    """The same in a transaction of the caller's, who undoes it where this raises."""
    return _decide_in(session, op_ids, now, _decide_plainly)


def _decide_in(
    session: Session, op_ids: Collection[uuid.UUID], now: dt.datetime, decide: _Decide
) -> dict[uuid.UUID, Answer]:
    rows = lock_open_operations(session, op_ids)
    read = {row.op_id: read_stored(row) for row in rows}
    understood = [operation for operation in read.values() if isinstance(operation, Operation)]
    ground = lock_ground(session, understood, {row.device_id for row in rows})
    for row in put_in_order(rows, read):
        _save(row, decide(session, ground, row, read[row.op_id], now), now)
        ground.answers[row.op_id] = read_answer(row)
    return {row.op_id: ground.answers[row.op_id] for row in rows if row.verdict != Verdict.WAITING}


def _save(row: tables.Operation, decision: Decision, now: dt.datetime) -> None:
    """Store the verdict, for the device to be told; an operation that waits as before is left alone."""
    detail = dict(decision.detail) if decision.detail is not None else None
    if (row.verdict, row.verdict_reason, row.verdict_detail) == (decision.verdict.value, decision.reason, detail):
        return
    row.verdict = decision.verdict.value
    row.verdict_reason = decision.reason
    row.verdict_detail = detail
    row.decided_at = now
    row.told_at = now if row.device_id == SERVER_DEVICE_ID else None  # at a desk the answer of the page tells it
    if decision.changes is not None:
        row.row_version, row.changed = decision.changes.row_version, dict(decision.changes.fields)


def read_stored(row: tables.Operation) -> Operation | Unreadable:
    """What the log kept, read again, with the user whose device sent it."""
    raw = row.envelope
    operation = read_operation(raw.get(NOT_AN_OPERATION, raw) if set(raw) == {NOT_AN_OPERATION} else raw)
    return replace(operation, user_id=row.user_id) if isinstance(operation, Operation) else operation


def put_in_order(
    rows: Sequence[tables.Operation], read: dict[uuid.UUID, Operation | Unreadable]
) -> list[tables.Operation]:
    """Order of arrival, but nothing before what it stands on: a batch may have been reordered on its way."""
    here = {row.op_id: row for row in rows}
    seen = set[uuid.UUID]()
    ordered = list[tables.Operation]()
    for row in rows:
        path = [row]
        while path:
            seen.add(path[-1].op_id)
            first = next(
                (op_id for op_id in _stands_on(read[path[-1].op_id]) if op_id in here and op_id not in seen), None
            )
            if first is None:
                ordered.append(path.pop())
            else:
                path.append(here[first])
    return list(dict.fromkeys(ordered))


def _stands_on(operation: Operation | Unreadable) -> tuple[uuid.UUID, ...]:
    return operation.after if isinstance(operation, Operation) else ()


def _decide_plainly(
    session: Session, ground: DecisionGround, row: tables.Operation, operation: Operation | Unreadable, now: dt.datetime
) -> Decision:
    hold_for_death(session, ground, row, now)
    if is_sealed(row.envelope):
        return review(
            "cannot_be_opened", problem=(Unopened.UNKNOWN_KEY if row.sealing_key_id else Unopened.TAMPERED).value
        )
    if isinstance(operation, Unreadable):
        return review(operation.reason, problem=operation.detail)
    return decide_operation(session, ground, row, operation, now)


def _decide_apart(
    session: Session, ground: DecisionGround, row: tables.Operation, operation: Operation | Unreadable, now: dt.datetime
) -> Decision:
    """In a savepoint of its own: what this operation breaks is undone, and it goes to review."""
    conflicts, namesakes = dict(ground.conflicts), list(ground.namesakes)
    try:
        with session.begin_nested():
            return _decide_plainly(session, ground, row, operation, now)
    except Exception as error:
        if isinstance(error, DBAPIError) and (error.connection_invalidated or is_lock_problem(error)):
            raise
        ground.conflicts, ground.namesakes = conflicts, namesakes
        log.exception("operation %s could not be decided", row.op_id)
        return review("could_not_be_decided")


def is_lock_problem(error: DBAPIError) -> bool:
    """Deadlock or serialization failure on PostgreSQL: the whole transaction must be tried again."""
    return getattr(error.orig, "sqlstate", None) in ("40P01", "40001", "55P03")


def hold_for_death(
    session: Session, ground: DecisionGround, row: tables.Operation, now: dt.datetime, *, vouched: bool = False
) -> None:
    """A report of a death holds the resident whatever the verdict; from an ended device only once a person vouches for it."""
    if all(alert.kind is not AlertKind.DECEASED for alert in read_alerts(row.envelope)):
        return
    visit = ground.visits.get(row.entity_id) if row.entity_id is not None else None
    resident = ground.find_resident(row.entity_type, row.entity_id)
    if resident is None or (row.device_id in ground.ended_devices and not vouched):
        return
    place_death_hold(
        session,
        resident,
        source=f"operation {row.op_id}",
        details={"op_id": str(row.op_id)} | ({"visit_id": str(visit.id)} if visit else {}),
        user_id=row.user_id,
        now=now,
        keep_visit_id=visit.id if visit else None,
    )
