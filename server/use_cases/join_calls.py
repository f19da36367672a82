"""Count the calls of two cases that have become one, or are two again. Each keeps its own row; that of the other is never moved.

Runs inside the caller's transaction, after the contacts were moved.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from server.domain.wire_value import json_value
from server.store.call_turn_writes import find_callback, list_past_calls, remove_turn
from server.store.follow_ups import has_follow_up
from server.store.tables import Case
from server.use_cases.follow_up_call import Callback, count_calls


def join_calls(session: Session, ours: Case, theirs: Case) -> dict[str, Any]:
    """Our case stands where the calls of both say. A call back that either asked for is still to be made: the earlier."""
    before = find_callback(session, ours.id)
    asked = [one for one in (before, find_callback(session, theirs.id)) if one is not None]
    joined = min(asked, key=lambda one: (one[0], one[1] or ""), default=None)
    _count(session, ours, joined)
    return {"before": _write(before), "joined": _write(joined)}


def part_calls(session: Session, note: Mapping[str, Any], ours: Case, theirs: Case) -> None:
    """Each stands where its own calls say. A call back that somebody changed since stays as they left it."""
    callback = find_callback(session, ours.id)
    _count(session, ours, _read(note["before"]) if _write(callback) == note["joined"] else callback)
    _count(session, theirs, find_callback(session, theirs.id))


def part_unnoted_calls(session: Session, ours: Case, theirs: Case, *, moved: bool) -> None:
    """The same for a merge that kept no note of them. `moved`: our case had no row, and took that of theirs with its call back."""
    callback = find_callback(session, ours.id)
    _count(session, ours, None if moved else callback)
    _count(session, theirs, callback if moved else find_callback(session, theirs.id))


def _count(session: Session, case: Case, callback: Callback | None) -> None:
    if list_past_calls(session, case.id) or has_follow_up(session, case.id):
        count_calls(session, case, callback)
    else:
        remove_turn(session, case.id)


def _write(callback: Callback | None) -> list[Any] | None:
    return None if callback is None else [json_value(callback[0]), callback[1]]


def _read(written: list[Any] | None) -> Callback | None:
    return None if written is None else (dt.date.fromisoformat(written[0]), written[1])
