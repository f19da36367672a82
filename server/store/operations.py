"""Reads the log of operations. Order of arrival is for people; nothing here is a cursor."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import uuid
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, bindparam, func, select
from sqlalchemy.orm import Session

from server.domain.sealing import Unopened
from server.domain.words import Verdict
from server.store.tables import Operation, OperationClash


@dataclass(frozen=True, slots=True)
class Answer:
    """The server's lasting answer to an operation; `verdict` is None until it is decided."""

    op_id: uuid.UUID
    device_id: str
    user_id: uuid.UUID | None
    payload_hash: str
    verdict: str | None
    reason: str | None
    detail: dict[str, Any] | None
    sealed_hash: str | None = None

    @property
    def is_unopened(self) -> bool:
        """Whether the log has it only as it came, sealed."""
        return self.sealed_hash == self.payload_hash

    @property
    def is_here(self) -> bool:
        """Whether what stands on it can be decided: one that waits for something, be it for its key, is not here yet."""
        waits_for_key = self.is_unopened and (self.detail or {}).get("problem") == Unopened.UNKNOWN_KEY
        return self.verdict not in (None, Verdict.WAITING) and not waits_for_key

    @property
    def words(self) -> str:
        """This very answer in short: another verdict of the same operation has other words."""
        said = json.dumps([self.verdict, self.reason, self.detail], sort_keys=True)
        return hashlib.sha256(said.encode()).hexdigest()[:16]


_ANSWER = (
    Operation.op_id,
    Operation.device_id,
    Operation.user_id,
    Operation.payload_hash,
    Operation.verdict,
    Operation.verdict_reason,
    Operation.verdict_detail,
    Operation.sealed_hash,
)

_ANSWERS = select(*_ANSWER).where(Operation.op_id.in_(bindparam("op_ids", expanding=True)))


def read_answer(row: Operation) -> Answer:
    """The answer to an operation that is at hand."""
    return Answer(
        row.op_id,
        row.device_id,
        row.user_id,
        row.payload_hash,
        row.verdict,
        row.verdict_reason,
        row.verdict_detail,
        row.sealed_hash,
    )


def find_answers(session: Session | Connection, op_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, Answer]:
    """Answers by op_id; operations that are not in the log are missing."""
    if not op_ids:
        return {}
    rows = session.execute(_ANSWERS, {"op_ids": list(op_ids)})
    return {row[0]: Answer(*row) for row in rows}


def list_open_ids(answers: Mapping[uuid.UUID, Answer]) -> set[uuid.UUID]:
    """Those of the operations that are still to be decided: they were not yet, or they wait."""
    return {op_id for op_id, answer in answers.items() if answer.verdict in (None, Verdict.WAITING)}


def count_clashes(session: Session, op_id: uuid.UUID) -> int:
    """How many came under this id with other content."""
    return session.scalar(select(func.count()).where(OperationClash.op_id == op_id)) or 0


def list_untold_answers(session: Session, device_id: str, limit: int) -> list[Answer]:
    """Verdicts that the device has not acknowledged, oldest first."""
    rows = session.execute(
        select(*_ANSWER)
        .where(Operation.device_id == device_id, Operation.told_at.is_(None), Operation.verdict.is_not(None))
        .order_by(Operation.seq)
        .limit(limit)
    )
    return [Answer(*row) for row in rows]


def list_undecided_ids(session: Session, received_before_at: dt.datetime, limit: int) -> list[uuid.UUID]:
    """Operations stored before the instant that have no verdict: left by a crash between storing and deciding."""
    return list(
        session.scalars(
            select(Operation.op_id)
            .where(Operation.verdict.is_(None), Operation.received_at < received_before_at)
            .order_by(Operation.seq)
            .limit(limit)
        )
    )


MOST_WAITING = 500
_WAITING = select(Operation).where(Operation.verdict == Verdict.WAITING).order_by(Operation.seq).limit(MOST_WAITING)
_WAITS = _WAITING.with_only_columns(Operation.op_id, Operation.verdict_detail)
_WAITS_OF_DEVICES = _WAITS.where(Operation.device_id.in_(bindparam("device_ids", expanding=True)))


def find_operations(session: Session, op_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, Operation]:
    """By op_id, those that are here."""
    found = session.scalars(select(Operation).where(Operation.op_id.in_(op_ids)))
    return {operation.op_id: operation for operation in found}


def list_waiting(session: Session) -> Sequence[Operation]:
    """The oldest operations that wait."""
    return session.scalars(_WAITING).all()


def list_waits(
    session: Session | Connection, device_ids: Collection[str] | None = None
) -> list[tuple[uuid.UUID, dict[str, Any] | None]]:
    """The oldest operations that wait, of these devices or of all: op_id and the detail of the verdict."""
    given = None if device_ids is None else {"device_ids": list(device_ids)}
    rows = session.execute(_WAITS if given is None else _WAITS_OF_DEVICES, given)
    return [(op_id, detail) for op_id, detail in rows]


def find_first_ops_by_seq(session: Session, device_seqs: Iterable[tuple[str, int]]) -> dict[tuple[str, int], int]:
    """For each (device_id, device_seq) the place in the log of the first operation that came under it."""
    found: dict[tuple[str, int], int] = {}
    by_device: dict[str, list[int]] = {}
    for device_id, device_seq in device_seqs:
        by_device.setdefault(device_id, []).append(device_seq)
    for device_id, numbers in by_device.items():
        rows = session.execute(
            select(Operation.device_seq, func.min(Operation.seq))
            .where(
                Operation.device_id == device_id, Operation.device_seq.in_(numbers), Operation.parent_op_id.is_(None)
            )
            .group_by(Operation.device_seq)
        )
        found |= {(device_id, number): first for number, first in rows if number is not None}
    return found


def list_writes_of_field(
    session: Session, entity_type: str, entity_id: uuid.UUID, field: str, limit: int = 200
) -> list[Operation]:
    """Every operation whose value for the field came to be shown, newest first, in the order in which the row took them."""
    written = (
        select(Operation)
        .where(
            Operation.entity_type == entity_type, Operation.entity_id == entity_id, Operation.row_version.is_not(None)
        )
        .order_by(Operation.row_version.desc())
        .limit(limit)
    )
    return [operation for operation in session.scalars(written) if field in find_changed(operation)]


def list_attempts_on_field(
    session: Session, entity_type: str, entity_id: uuid.UUID, field: str, limit: int = 400
) -> list[Operation]:
    """Every operation that wrote the field or tried to, whatever became of it, in the order of arrival, newest first."""
    sent = (
        select(Operation)
        .where(Operation.entity_type == entity_type, Operation.entity_id == entity_id)
        .order_by(Operation.seq.desc())
        .limit(limit)
    )
    return [operation for operation in session.scalars(sent) if field in _find_fields(operation)]


def find_written(operation: Operation, field: str) -> Any:
    """The value that the operation gave the field, or would have given it."""
    edit = find_changed(operation).get(field) or _find_fields(operation).get(field)
    return edit.get("value") if isinstance(edit, dict) else None


def _find_fields(operation: Operation) -> dict[str, Any]:
    fields = operation.envelope.get("fields")
    return fields if isinstance(fields, dict) else {}


def find_changed(operation: Operation) -> dict[str, Any]:
    """{field: {base_version, base_value, value}} of an operation that changed its row; the server's own say it as they came."""
    changed = operation.changed if operation.changed is not None else operation.envelope.get("fields")
    return changed if isinstance(changed, dict) else {}


def find_last_write(session: Session, entity_type: str, entity_id: uuid.UUID, field: str) -> Operation | None:
    """The newest operation whose value for the field came to be shown, or None where no operation ever wrote it."""
    return next(iter(list_writes_of_field(session, entity_type, entity_id, field)), None)
