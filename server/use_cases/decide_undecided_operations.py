"""Decide what a push left open: operations a crash left without a verdict, and those that waited long enough.

The worker's chore; two workers may do it at once. What still waits after seven days goes to a person.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Mapping
from typing import Any

from server.domain.operation import parse_id
from server.store.operation_writes import end_long_waits
from server.store.operations import find_answers, list_undecided_ids, list_waiting, list_waits
from server.store.unit_of_work import read_columns, read_snapshot, write_transaction
from server.use_cases.decide_operations import decide_operations

LEFT_ALONE = dt.timedelta(seconds=10)  # a push that is still deciding is not overtaken
LONGEST_WAIT = dt.timedelta(days=7)
AT_ONCE = 100


def decide_undecided_operations(now: dt.datetime) -> int:
    """Decide all that is due; returns how many operations got a lasting verdict."""
    decided = 0
    while True:
        with read_snapshot() as session:
            undecided = list_undecided_ids(session, now - LEFT_ALONE, AT_ONCE)
        if not undecided:
            break
        decided += len(decide_operations(undecided, now))
        if len(undecided) < AT_ONCE:
            break
    decided += _try_unknown(now) + wake_waiting(now)
    with write_transaction() as session:
        decided += end_long_waits(session, received_before_at=now - LONGEST_WAIT, now=now)
    return decided


def _try_unknown(now: dt.datetime) -> int:
    """What an older server did not know, this one may: a newer release decides it without being asked."""
    with read_snapshot() as session:
        unknown = [row.op_id for row in list_waiting(session) if (row.verdict_reason or "").startswith("unknown_")]
    return len(decide_operations(unknown, now)) if unknown else 0


def wake_waiting(
    now: dt.datetime, device_ids: Collection[str] | None = None, *, lock_seconds: float | None = None
) -> int:
    """Decide what waited for operations that have come meanwhile, of these devices or of all; each round may free the next."""
    woken = 0
    while True:
        with read_columns() as connection:  # what has arrived is here to stay
            wanted = {op_id: list_missing(detail) for op_id, detail in list_waits(connection, device_ids)}
            answers = find_answers(connection, {op_id for missing in wanted.values() for op_id in missing})
        arrived = {op_id for op_id, answer in answers.items() if answer.is_here}
        ready = {op_id for op_id, missing in wanted.items() if missing and missing <= arrived}
        decided = decide_operations(ready, now, lock_seconds) if ready else {}
        if not decided:
            return woken
        woken += len(decided)


def list_missing(detail: Mapping[str, Any] | None) -> set[uuid.UUID]:
    """The operations that a waiting one waits for, as its verdict names them."""
    listed = (detail or {}).get("after") or []
    return {op_id for op_id in map(parse_id, listed) if op_id is not None}
