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
from server.domain.operation import parse_id, read_alerts
from server.domain.sealers import MOST_VAIN_TRIES
from server.domain.sealing import FindKey, no_key
from server.domain.words import Verdict
from server.store.device_writes import save_contact
from server.store.devices import DeviceStanding
from server.store.operation_writes import replace_unopened, save_clashes, save_raw_operations
from server.store.operations import Answer, find_answers
from server.store.unit_of_work import read_snapshot, write_transaction
from server.use_cases.decide_operations import decide_operations
from server.use_cases.decide_undecided_operations import wake_waiting
from server.use_cases.find_sealers import find_sealers
from server.use_cases.look_at_operation import Looked, as_clash, as_row, look_at
from server.use_cases.note_orders import note_orders
from server.use_cases.raise_alerts import raise_alerts
from server.use_cases.raise_unopened import raise_unopened

OTHER_CONTENT = "other_content"
NOT_YET_DECIDED = "not_yet_decided"


@dataclass(frozen=True, slots=True)
class Receipt:
    """The lasting answer to one operation. `sent_op_id` is the id as it was sent, None where nothing like one was."""

    sent_op_id: str | None
    verdict: str
    reason: str | None
    detail: Mapping[str, Any] | None

    @property
    def is_other_content(self) -> bool:
        """Whether its id, or its form's instanceID, came before with something else in it."""
        if self.reason == OTHER_CONTENT:
            return True
        return self.reason == "instance_taken" and not (self.detail or {}).get("same_content")


def push_operations(
    device: DeviceStanding,
    raw_operations: Sequence[object],
    now: dt.datetime,
    state: DeviceState | None = None,
    *,
    find_key: FindKey = no_key,
) -> list[Receipt]:
    """One receipt for each operation, in the order sent. Pushing the same again gives the same receipts and changes nothing.

    Sealed ones are opened before anything is stored, so that the rest of their road is that of the others.
    """
    sealers = find_sealers(device.device_id, device.user_id, most_vain_tries=MOST_VAIN_TRIES)
    batch = [look_at(raw, find_key, sealers, device_id=device.device_id) for raw in raw_operations]
    open_ids = _store(device, batch, now, state)
    if open_ids:
        decide_operations(open_ids, now)
        wake_waiting(now, device.device_id)
    with read_snapshot() as session:
        answers = find_answers(session, {looked.op_id for looked in batch})
    return [_write_receipt(device, looked, answers) for looked in batch]


def _store(
    device: DeviceStanding, batch: Sequence[Looked], now: dt.datetime, state: DeviceState | None
) -> set[uuid.UUID]:
    """Step A. Returns the ids of this batch that have no lasting verdict yet."""
    firsts: dict[uuid.UUID, Looked] = {}
    for looked in sorted(batch, key=lambda looked: looked.is_unopened):  # of two forms, the one that can be read
        firsts.setdefault(looked.op_id, looked)
    rows = {
        op_id: as_row(looked, device_id=device.device_id, user_id=device.user_id, now=now)
        for op_id, looked in firsts.items()
    }
    with write_transaction() as session:
        save_raw_operations(session, [rows[op_id] for op_id in dict.fromkeys(looked.op_id for looked in batch)])
        answers = find_answers(session, set(firsts))
        readable = [
            rows[op_id] for op_id, looked in firsts.items() if not looked.is_unopened and answers[op_id].is_unopened
        ]
        if readable and replace_unopened(session, readable):
            answers = find_answers(session, set(firsts))
        others = [one for one in batch if not one.is_same_as(answers[one.op_id], device.user_id)]
        save_clashes(session, [as_clash(looked, device_id=device.device_id, now=now) for looked in others])
        _open_alerts(session, device, [one for one in batch if not _is_known_opened(one, answers, device)], now)
        save_contact(session, device.device_id, now, state)
        note_orders(session, device, state, now)
    return {op_id for op_id, answer in answers.items() if answer.verdict in (None, Verdict.WAITING)}


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
    raise_unopened(session, pieces, now, device_id=device.device_id, user_id=device.user_id)


_ALERTED = ("visit", "case", "resident")


def find_alerted_id(raw: object) -> uuid.UUID | None:
    """The visit, case or resident an operation names, read leniently: an alert's place must not depend on the rest being
    well-formed.
    """
    entity = raw.get("entity") if isinstance(raw, dict) else None
    return parse_id(entity.get("id")) if isinstance(entity, dict) and entity.get("type") in _ALERTED else None


def _write_receipt(device: DeviceStanding, looked: Looked, answers: Mapping[uuid.UUID, Answer]) -> Receipt:
    answer = answers[looked.op_id]
    if not looked.is_same_as(answer, device.user_id):
        return Receipt(looked.sent_op_id, Verdict.REVIEW, OTHER_CONTENT, None)
    if answer.verdict is None:
        return Receipt(looked.sent_op_id, Verdict.WAITING, NOT_YET_DECIDED, None)
    return Receipt(looked.sent_op_id, answer.verdict, answer.reason, answer.detail)
