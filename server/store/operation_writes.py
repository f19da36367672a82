"""Writes the log: raw operations as they came, and the verdict on each. An envelope, once stored, is never changed,
but for one that came sealed: what was sealed takes its place once it can be opened.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import bindparam, delete, select, update
from sqlalchemy.orm import Session

from server.domain.words import Verdict
from server.store.inserting import insert_into
from server.store.operations import find_answers
from server.store.tables import Operation, OperationClash, OperationSettlement


def save_raw_operations(session: Session, rows: Sequence[dict[str, Any]]) -> set[uuid.UUID]:
    """Add operations without a verdict; an op_id that is in the log already is left as it is. Returns the ids added."""
    if not rows:
        return set()
    session.flush()  # what the rows may stand on; the connection knows nothing of it
    added = session.connection().scalars(  # the session need not keep what is read again to be decided
        insert_into(session, Operation.__table__)
        .on_conflict_do_nothing(index_elements=["op_id"])
        .returning(Operation.__table__.c.op_id),
        list(rows),
    )
    return set(added)


def replace_unopened(session: Session, rows: Sequence[dict[str, Any]]) -> set[uuid.UUID]:
    """Put operations that can be read in the place of sealed forms of the same device, to be decided like new ones.

    Returns the ids replaced. A sealed form that is not this very one is kept apart: nobody knows yet what is in it. What a
    person made of it no longer stands, since there was nothing to read.
    """
    unopened = {row.op_id: row for row in _lock_unopened(session, [row["op_id"] for row in rows])}
    replaced = set()
    for row in rows:
        found = unopened.get(row["op_id"])
        if found is None or found.device_id != row["device_id"]:
            continue
        if found.sealed_hash != row["sealed_hash"]:
            save_clashes(session, [_as_clash(found)])
        for name in _READ_FROM_IT:
            setattr(found, name, row[name])
        found.verdict = found.verdict_reason = found.verdict_detail = found.decided_at = found.told_at = None
        replaced.add(found.op_id)
    session.flush()
    if replaced:
        session.execute(delete(OperationSettlement).where(OperationSettlement.op_id.in_(replaced)))
    return replaced


_READ_FROM_IT = (
    "device_seq", "schema", "kind", "entity_type", "entity_id", "envelope", "payload_hash", "sealed_hash", "sealing_key_id",
    "view", "device_time",
)  # fmt: skip


def _lock_unopened(session: Session, op_ids: Collection[uuid.UUID]) -> Sequence[Operation]:
    """Those of the operations that the log has sealed, in the order of their ids, held until the transaction ends."""
    return session.scalars(
        select(Operation)
        .where(Operation.op_id.in_(op_ids), Operation.sealed_hash == Operation.payload_hash)
        .order_by(Operation.op_id)
        .with_for_update(key_share=True)
    ).all()


def _as_clash(unopened: Operation) -> dict[str, Any]:
    columns = ("op_id", "device_id", "payload_hash", "sealing_key_id", "envelope", "received_at")
    return {name: getattr(unopened, name) for name in columns}


def save_clashes(session: Session, rows: Sequence[dict[str, Any]]) -> None:
    """Keep operations whose op_id is taken by other content; the same one again is kept once."""
    if rows:
        session.execute(insert_into(session, OperationClash).on_conflict_do_nothing(), list(rows))


def lock_open_operations(session: Session, op_ids: Collection[uuid.UUID]) -> Sequence[Operation]:
    """Those of the operations that are undecided or waiting, in order of arrival, held until the transaction ends."""
    return session.scalars(_OPEN, {"op_ids": list(op_ids)}).all()


_OPEN = (
    select(Operation)
    .where(
        Operation.op_id.in_(bindparam("op_ids", expanding=True)),
        Operation.verdict.is_(None) | (Operation.verdict == Verdict.WAITING),
    )
    .order_by(Operation.seq)
    .with_for_update(key_share=True)
)


def end_long_waits(session: Session, *, received_before_at: dt.datetime, now: dt.datetime) -> int:
    """Send to review what has waited since before the instant; returns how many. The device is told anew."""
    ended = session.scalars(
        update(Operation)
        .where(Operation.verdict == Verdict.WAITING, Operation.received_at < received_before_at)
        .values(verdict=Verdict.REVIEW.value, verdict_reason="waited_too_long", decided_at=now, told_at=None)
        .returning(Operation.op_id)
        .execution_options(synchronize_session=False)
    ).all()
    return len(ended)


def mark_told(session: Session, device_id: str, told: Mapping[uuid.UUID, str], now: dt.datetime) -> None:
    """Note that the device acknowledged these answers, each by its words. An answer that has changed since it was sent
    has not been told: it goes with the next pull.
    """
    ids = [op_id for op_id, answer in find_answers(session, told).items() if answer.words == told[op_id]]
    if ids:
        session.execute(
            update(Operation)
            .where(Operation.device_id == device_id, Operation.op_id.in_(ids), Operation.told_at.is_(None))
            .values(told_at=now)
            .execution_options(synchronize_session=False)
        )
