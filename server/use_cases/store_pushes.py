"""Step A of a push: the operations are stored raw, with the alerts they carry, before anything of them is decided.

Takes the pushes of several devices in one transaction. Decides nothing.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from server.domain.device_state import DeviceState
from server.domain.operation import parse_id, read_alerts
from server.store.device_writes import save_contact, save_contacts
from server.store.devices import DeviceStanding
from server.store.operation_writes import replace_unopened, save_clashes, save_raw_operations
from server.store.operations import Answer, find_answers
from server.store.unit_of_work import write_transaction
from server.use_cases.look_at_operation import Looked, as_clash, as_row
from server.use_cases.note_orders import note_orders
from server.use_cases.raise_alerts import raise_alerts
from server.use_cases.raise_unopened import raise_unopened

LOCK_SECONDS = 2.0  # far longer than any of our own transactions holds what small pushes write


@dataclass(frozen=True, slots=True)
class Push:
    """What one device sent at once."""

    device: DeviceStanding
    batch: Sequence[Looked]
    now: dt.datetime
    state: DeviceState | None = None
    sent_at: dt.datetime | None = None  # by the device's own clock
    at_once: bool = False  # stored and decided in one transaction: nothing in it carries an alert, stands on another or has a number

    @property
    def op_ids(self) -> set[uuid.UUID]:
        """The ids its operations are kept under."""
        return {looked.op_id for looked in self.batch}


def find_lock_seconds(pushes: Sequence[Push]) -> float | None:
    """How long pushes that are taken in together may wait for somebody else's lock: one of them must not hold the others."""
    return LOCK_SECONDS if len(pushes) > 1 else None


def store_pushes(pushes: Sequence[Push]) -> dict[uuid.UUID, Answer]:
    """The answers that the log has now, by op_id. No two of the pushes may have an op_id in common."""
    with write_transaction(lock_seconds=find_lock_seconds(pushes)) as session:
        return store_within(session, pushes)


def store_within(session: Session, pushes: Sequence[Push]) -> dict[uuid.UUID, Answer]:
    """The same in a transaction of the caller's."""
    firsts = [_find_firsts(push) for push in pushes]
    rows = {
        op_id: as_row(
            looked,
            device_id=push.device.device_id,
            user_id=push.device.user_id,
            now=push.now,
            sent_at=push.sent_at,
        )
        for push, found in zip(pushes, firsts, strict=True)
        for op_id, looked in found.items()
    }
    added = save_raw_operations(session, list(rows.values()))
    answers = {op_id: _as_answer(rows[op_id]) for op_id in added}
    answers |= find_answers(session, rows.keys() - added)
    for push, found in sorted(zip(pushes, firsts, strict=True), key=lambda pair: pair[0].device.device_id):
        readable = [
            rows[op_id] for op_id, looked in found.items() if not looked.is_unopened and answers[op_id].is_unopened
        ]
        if readable and replace_unopened(session, readable):
            answers |= find_answers(session, found)
        _store_beside(session, push, answers)
    silent = [push for push in pushes if push.state is None and not push.device.was_heard_at(push.now)]
    save_contacts(session, {push.device.device_id: push.now for push in silent})
    return answers


def _find_firsts(push: Push) -> dict[uuid.UUID, Looked]:
    """In the order sent; of two forms of one operation, the one that can be read."""
    firsts: dict[uuid.UUID, Looked] = {}
    for looked in sorted(push.batch, key=lambda looked: looked.is_unopened):
        firsts.setdefault(looked.op_id, looked)
    return {op_id: firsts[op_id] for op_id in dict.fromkeys(looked.op_id for looked in push.batch)}


def _as_answer(row: Mapping[str, Any]) -> Answer:
    """Of an operation that is new: nobody else sees it before this transaction ends."""
    return Answer(
        row["op_id"], row["device_id"], row["user_id"], row["payload_hash"], None, None, None, row["sealed_hash"]
    )


def _store_beside(session: Session, push: Push, answers: Mapping[uuid.UUID, Answer]) -> None:
    device, batch, now = push.device, push.batch, push.now
    others = [one for one in batch if not one.is_same_as(answers[one.op_id], device.user_id)]
    save_clashes(session, [as_clash(looked, device_id=device.device_id, now=now) for looked in others])
    _open_alerts(session, device, [one for one in batch if not _is_known_opened(one, answers, device)], now)
    if push.state is not None:
        save_contact(session, device.device_id, now, push.state)
    note_orders(session, device, push.state, now)


def _is_known_opened(looked: Looked, answers: Mapping[uuid.UUID, Answer], device: DeviceStanding) -> bool:
    """Whether this, which cannot be opened now, was opened before: the key went away, and nobody lacks anything."""
    stored = answers[looked.op_id]
    return looked.is_unopened and not stored.is_unopened and looked.is_same_as(stored, device.user_id)


def _open_alerts(session: Session, device: DeviceStanding, batch: Sequence[Looked], now: dt.datetime) -> None:
    """What cannot be opened and says nothing is counted with the device's other such pieces; all else stands alone."""
    carried, pieces = [], {}
    for looked in batch:
        alerts, about_id = read_alerts(looked.raw), find_alerted_id(looked.raw)
        if looked.is_unopened and about_id is None and len(alerts) == 1:
            pieces[alerts[0].alert_id] = looked.op_id
        elif alerts:
            carried.append((looked.op_id, about_id, alerts, device.user_id))
    raise_alerts(session, carried, now)
    if pieces:
        raise_unopened(session, pieces, now, device_id=device.device_id, user_id=device.user_id)


_ALERTED = ("visit", "case", "resident")


def find_alerted_id(raw: object) -> uuid.UUID | None:
    """The visit, case or resident an operation names, read leniently: an alert's place must not depend on the rest being
    well-formed.
    """
    entity = raw.get("entity") if isinstance(raw, dict) else None
    return parse_id(entity.get("id")) if isinstance(entity, dict) and entity.get("type") in _ALERTED else None
