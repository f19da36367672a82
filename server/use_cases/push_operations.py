"""Take a device's operations in: store them raw with their alerts (step A), decide each (step B), answer from what is stored.

Nothing is refused for its content. A crash between A and B leaves operations for the next push or the worker to decide.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from server.domain.device_state import DeviceState
from server.domain.operation import (
    Operation,
    Unreadable,
    clean_text,
    find_op_id,
    hash_operation,
    parse_id,
    read_alerts,
    read_operation,
)
from server.domain.words import Verdict
from server.store.device_writes import save_contact
from server.store.devices import DeviceStanding
from server.store.operation_writes import save_clashes, save_raw_operations
from server.store.operations import Answer, find_answers
from server.store.unit_of_work import read_snapshot, write_transaction
from server.use_cases.decide_operations import NOT_AN_OPERATION, decide_operations
from server.use_cases.decide_undecided_operations import wake_waiting
from server.use_cases.note_orders import note_orders
from server.use_cases.raise_alerts import raise_alerts

OTHER_CONTENT = "other_content"
NOT_YET_DECIDED = "not_yet_decided"


@dataclass(frozen=True, slots=True)
class Receipt:
    """The lasting answer to one operation. `sent_op_id` is the id as it was sent, None where nothing like one was."""

    sent_op_id: str | None
    verdict: str
    reason: str | None
    detail: Mapping[str, Any] | None


@dataclass(frozen=True, slots=True)
class _Sent:
    """One operation of the batch: the id it is kept under, its hash, and what could be read of it."""

    op_id: uuid.UUID
    sent_op_id: str | None
    payload_hash: str
    raw: object
    read: Operation | Unreadable


def push_operations(
    device: DeviceStanding, raw_operations: Sequence[object], now: dt.datetime, state: DeviceState | None = None
) -> list[Receipt]:
    """One receipt for each operation, in the order sent. Pushing the same again gives the same receipts and changes nothing."""
    batch = [_look_at(device.device_id, raw) for raw in raw_operations]
    open_ids = _store(device, batch, now, state)
    if open_ids:
        decide_operations(open_ids, now)
        wake_waiting(now, device.device_id)
    with read_snapshot() as session:
        answers = find_answers(session, {sent.op_id for sent in batch})
    return [_write_receipt(device, sent, answers) for sent in batch]


def _look_at(device_id: str, raw: object) -> _Sent:
    payload_hash = hash_operation(raw)
    sent = raw.get("op_id") if isinstance(raw, dict) else None
    op_id = find_op_id(raw) or uuid.uuid5(uuid.NAMESPACE_OID, f"{device_id}:{payload_hash}")
    return _Sent(op_id, sent[:200] if isinstance(sent, str) else None, payload_hash, raw, read_operation(raw))


def _store(
    device: DeviceStanding, batch: Sequence[_Sent], now: dt.datetime, state: DeviceState | None
) -> set[uuid.UUID]:
    """Step A. Returns the ids of this batch that have no lasting verdict yet."""
    firsts: dict[uuid.UUID, _Sent] = {}
    for sent in batch:
        firsts.setdefault(sent.op_id, sent)
    with write_transaction() as session:
        save_raw_operations(session, [_as_row(device, sent, now) for sent in firsts.values()])
        answers = find_answers(session, set(firsts))
        others = [sent for sent in batch if not _is_same(device, sent, answers[sent.op_id])]
        save_clashes(session, [_as_clash(device, sent, now) for sent in others])
        _open_alerts(session, device, batch, now)
        save_contact(session, device.device_id, now, state)
        note_orders(session, device, state, now)
    return {op_id for op_id, answer in answers.items() if answer.verdict in (None, Verdict.WAITING)}


def _is_same(device: DeviceStanding, sent: _Sent, stored: Answer) -> bool:
    """The very same, of the same officer: a revoked phone that has signed in anew sends what it had under another device id."""
    return stored.payload_hash == sent.payload_hash and stored.user_id == device.user_id


def _as_row(device: DeviceStanding, sent: _Sent, now: dt.datetime) -> dict[str, Any]:
    operation = sent.read if isinstance(sent.read, Operation) else None
    device_time = sent.raw.get("device_time") if isinstance(sent.raw, dict) else None
    return {
        "op_id": sent.op_id,
        "device_id": device.device_id,
        "user_id": device.user_id,
        "device_seq": operation.device_seq if operation else None,
        "schema": operation.schema if operation else 0,
        "kind": operation.kind if operation else "unreadable",
        "entity_type": operation.entity_type if operation else None,
        "entity_id": operation.entity_id if operation else None,
        "envelope": _as_envelope(sent.raw),
        "payload_hash": sent.payload_hash,
        "view": operation.view if operation else None,
        "device_time": clean_text(device_time)[:40] if operation and isinstance(device_time, str) else None,
        "received_at": now,
    }


def _as_clash(device: DeviceStanding, sent: _Sent, now: dt.datetime) -> dict[str, Any]:
    return {
        "op_id": sent.op_id,
        "device_id": device.device_id,
        "payload_hash": sent.payload_hash,
        "envelope": _as_envelope(sent.raw),
        "received_at": now,
    }


def _as_envelope(raw: object) -> dict[str, Any]:
    return raw if isinstance(raw, dict) else {NOT_AN_OPERATION: raw}


def _open_alerts(session: Session, device: DeviceStanding, batch: Sequence[_Sent], now: dt.datetime) -> None:
    carried = []
    for sent in batch:
        alerts = read_alerts(sent.raw)
        if alerts:
            carried.append((sent.op_id, _find_visit_id(sent.raw), alerts, device.user_id))
    raise_alerts(session, carried, now)


def _find_visit_id(raw: object) -> uuid.UUID | None:
    """The visit an operation names, read leniently: an alert's place must not depend on the rest being well-formed."""
    entity = raw.get("entity") if isinstance(raw, dict) else None
    return parse_id(entity.get("id")) if isinstance(entity, dict) and entity.get("type") == "visit" else None


def _write_receipt(device: DeviceStanding, sent: _Sent, answers: Mapping[uuid.UUID, Answer]) -> Receipt:
    answer = answers[sent.op_id]
    if not _is_same(device, sent, answer):
        return Receipt(sent.sent_op_id, Verdict.REVIEW, OTHER_CONTENT, None)
    if answer.verdict is None:
        return Receipt(sent.sent_op_id, Verdict.WAITING, NOT_YET_DECIDED, None)
    return Receipt(sent.sent_op_id, answer.verdict, answer.reason, answer.detail)
