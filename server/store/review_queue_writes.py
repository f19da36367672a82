"""Locks what stands in the review queue and writes what a person made of it, inside the caller's transaction."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Sequence

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from server.domain.words import SettlementDecision, Verdict
from server.store.tables import Operation, OperationClash, OperationSettlement


def lock_in_review(session: Session, op_ids: Collection[uuid.UUID]) -> Sequence[Operation]:
    """The operations, whatever became of them, in order of arrival, held until the transaction ends."""
    return session.scalars(
        select(Operation).where(Operation.op_id.in_(op_ids)).order_by(Operation.seq).with_for_update(key_share=True)
    ).all()


def find_operation(session: Session, op_id: uuid.UUID) -> Operation | None:
    """One operation of the log."""
    return session.scalar(select(Operation).where(Operation.op_id == op_id).with_for_update(key_share=True))


def find_settlements(session: Session, op_ids: Collection[uuid.UUID]) -> Sequence[OperationSettlement]:
    """What was made of them already."""
    return session.scalars(select(OperationSettlement).where(OperationSettlement.op_id.in_(op_ids))).all()


def list_open_children(session: Session, op_id: uuid.UUID) -> Sequence[Operation]:
    """What a submission makes and nobody has settled, in order of arrival, held until the transaction ends."""
    return session.scalars(
        select(Operation)
        .where(
            Operation.parent_op_id == op_id,
            Operation.verdict == Verdict.REVIEW,
            ~exists().where(OperationSettlement.op_id == Operation.op_id),
        )
        .order_by(Operation.seq)
        .with_for_update(key_share=True)
    ).all()


def save_settlement(
    session: Session,
    op_id: uuid.UUID,
    decision: SettlementDecision,
    *,
    note: str,
    user_id: uuid.UUID,
    now: dt.datetime,
) -> None:
    """Take the operation out of the queue."""
    session.add(
        OperationSettlement(op_id=op_id, decision=decision.value, note=note, settled_by_id=user_id, settled_at=now)
    )


def lock_clash(session: Session, clash_id: int) -> OperationClash | None:
    """One operation that came under an id taken by other content, held until the transaction ends."""
    return session.scalar(select(OperationClash).where(OperationClash.id == clash_id).with_for_update(key_share=True))
