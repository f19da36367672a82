"""Writes of what came sealed and waits for its key, inside the caller's transaction."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from typing import Any

from sqlalchemy import delete, exists, select, update
from sqlalchemy.orm import Session

from server.domain.sealing import Unopened
from server.store.tables import Operation, OperationClash


def give_up_waiting(session: Session, op_ids: Collection[uuid.UUID]) -> None:
    """Their key is here and does not open them: no key will. Their devices are told anew."""
    if op_ids:
        session.execute(
            update(Operation)
            .where(Operation.op_id.in_(op_ids), Operation.sealed_hash == Operation.payload_hash)
            .values(sealing_key_id=None, told_at=None)
            .execution_options(synchronize_session=False)
        )
        told = {"problem": Unopened.TAMPERED.value}
        session.execute(
            update(Operation)
            .where(Operation.op_id.in_(op_ids), Operation.verdict_reason == "cannot_be_opened")
            .values(verdict_detail=told)
            .execution_options(synchronize_session=False)
        )


def give_up_clash(session: Session, clash_id: int) -> None:
    """The same for one beside the log."""
    session.execute(update(OperationClash).where(OperationClash.id == clash_id).values(sealing_key_id=None))


def replace_clash(session: Session, clash_id: int, row: dict[str, Any]) -> None:
    """Put what was sealed in the place of its sealed form; where it stands there already, in the log or beside, it goes."""
    here = session.scalar(
        select(
            exists().where(Operation.op_id == row["op_id"], Operation.payload_hash == row["payload_hash"])
            | exists().where(
                OperationClash.op_id == row["op_id"],
                OperationClash.payload_hash == row["payload_hash"],
                OperationClash.device_id == row["device_id"],
            )
        )
    )
    if here:
        drop_clash(session, clash_id)
        return
    values = {"payload_hash": row["payload_hash"], "envelope": row["envelope"], "sealing_key_id": None}
    session.execute(update(OperationClash).where(OperationClash.id == clash_id).values(values))


def drop_clash(session: Session, clash_id: int) -> None:
    """It is the operation that the log has by now."""
    session.execute(delete(OperationClash).where(OperationClash.id == clash_id))
