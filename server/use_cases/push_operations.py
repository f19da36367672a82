"""Take a device's operations in: store them raw with their alerts (step A), decide each (step B), answer from what is stored.

Nothing is refused for its content. A crash between A and B leaves operations for the next push or the worker to decide; in both
at once (decision 66) it leaves nothing, and whoever sent it was not answered and sends it again.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from server.domain.device_state import DeviceState
from server.domain.sealers import MOST_VAIN_TRIES
from server.domain.sealing import FindKey, no_key
from server.domain.words import Verdict
from server.store.devices import DeviceStanding
from server.store.operations import Answer, find_answers, list_open_ids
from server.store.unit_of_work import read_columns
from server.use_cases.decide_operations import decide_operations
from server.use_cases.decide_undecided_operations import wake_waiting
from server.use_cases.find_sealers import find_sealers
from server.use_cases.look_at_operation import Looked, look_at
from server.use_cases.push_together import push_together
from server.use_cases.store_pushes import Push, find_lock_seconds, store_pushes
from server.use_cases.take_in_at_once import take_in_at_once

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
    sent_at: dt.datetime | None = None,
    at_once: bool = False,
) -> list[Receipt]:
    """One receipt for each operation, in the order sent. Pushing the same again gives the same receipts and changes nothing.

    Sealed ones are opened before anything is stored, so that the rest of their road is that of the others. `sent_at` is what the
    device's own clock said when it sent them; `at_once` as `Push` has it.
    """
    sealers = find_sealers(device.device_id, device.user_id, most_vain_tries=MOST_VAIN_TRIES)
    batch = [look_at(raw, find_key, sealers, device_id=device.device_id) for raw in raw_operations]
    answers = push_together(Push(device, batch, now, state, sent_at, at_once), _store_and_decide)
    return [_write_receipt(device, looked, answers) for looked in batch]


def _store_and_decide(pushes: Sequence[Push]) -> dict[uuid.UUID, Answer]:
    answers = take_in_at_once(pushes) if all(push.at_once for push in pushes) else None
    if answers is None:
        answers = store_pushes(pushes)
    open_ids = list_open_ids(answers)
    if not open_ids:
        return answers
    now, lock_seconds = max(push.now for push in pushes), find_lock_seconds(pushes)
    decided = decide_operations(open_ids, now, lock_seconds)
    wake_waiting(now, {push.device.device_id for push in pushes}, lock_seconds=lock_seconds)
    answers |= decided
    left = open_ids - decided.keys()
    if left:
        with read_columns() as connection:
            answers |= find_answers(connection, left)
    return answers


def _write_receipt(device: DeviceStanding, looked: Looked, answers: Mapping[uuid.UUID, Answer]) -> Receipt:
    answer = answers[looked.op_id]
    if not looked.is_same_as(answer, device.user_id):
        return Receipt(looked.sent_op_id, Verdict.REVIEW, OTHER_CONTENT, None)
    if answer.verdict is None:
        return Receipt(looked.sent_op_id, Verdict.WAITING, NOT_YET_DECIDED, None)
    return Receipt(looked.sent_op_id, answer.verdict, answer.reason, answer.detail)
