"""Reads what came sealed and waits for its key: operations of the log, and those beside it whose op_id was taken."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.store.tables import Device, Operation, OperationClash


def list_unopened(session: Session, key_ids: Collection[str], limit: int) -> Sequence[Operation]:
    """Operations that wait for one of these keys, in order of arrival."""
    return session.scalars(
        select(Operation).where(Operation.sealing_key_id.in_(key_ids)).order_by(Operation.seq).limit(limit)
    ).all()


def list_unopened_clashes(
    session: Session, key_ids: Collection[str], limit: int
) -> list[tuple[OperationClash, uuid.UUID | None]]:
    """The same of what stands beside the log, each with the user whose device sent it."""
    rows = session.execute(
        select(OperationClash, Device.user_id)
        .join(Device, Device.id == OperationClash.device_id)
        .where(OperationClash.sealing_key_id.in_(key_ids))
        .order_by(OperationClash.id)
        .limit(limit)
    )
    return [(row[0], row[1]) for row in rows]
