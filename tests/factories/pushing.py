"""Push and pull through the use cases, as a given phone, within an app context."""

from __future__ import annotations

import datetime as dt
from typing import Any

from server.domain.token import hash_token
from server.store.devices import DeviceStanding, find_device_by_token
from server.store.unit_of_work import read_snapshot
from server.use_cases.pull_view import PullAnswer, PullRequest, pull_view
from server.use_cases.push_operations import Receipt, push_operations
from tests.factories.borough import NOW, Phone


def standing(phone: Phone) -> DeviceStanding:
    """The phone as its device token shows it now."""
    with read_snapshot() as session:
        found = find_device_by_token(session, hash_token(phone.device_token))
    assert found is not None
    return found


def push(phone: Phone, *operations: Any, now: dt.datetime = NOW, **more: Any) -> list[Receipt]:
    """Receipts for the operations."""
    return push_operations(standing(phone), operations, now, **more)


def push_verdicts(phone: Phone, *operations: Any, **more: Any) -> list[str]:
    """Only the verdicts."""
    return [receipt.verdict for receipt in push(phone, *operations, **more)]


def pull(phone: Phone, view: int = 0, *, now: dt.datetime = NOW, **more: Any) -> PullAnswer:
    """The answer to one pull; no day is a holiday."""
    return pull_view(standing(phone), PullRequest(view=view, **more), now, lambda day: False)
