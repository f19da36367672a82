"""Look again at a warning marker in force: keep it until a new day, end it, or note that the person was told meanwhile.

Each with a reason or a day. A change of its words is a new proposal (`propose_marker.py`), since two people stand behind them.
"""

from __future__ import annotations

import datetime as dt
import uuid

from server.domain.phone_window import find_council_date
from server.domain.warning_marker import MarkerStatus, Telling, read_keeping, read_reason, read_telling
from server.store.marker_writes import let_visits_follow
from server.store.unit_of_work import write_transaction
from server.use_cases.decide_marker import end_within, lock_seen_marker, step_marker


def keep_marker(
    marker_id: uuid.UUID,
    review_on: dt.date | None,
    reason: str,
    *,
    seen_version: int,
    by_id: uuid.UUID,
    at: dt.datetime,
) -> None:
    """It holds until the new day of review. Raises ChangeRefusedError."""
    with write_transaction() as session:
        marker, visits = lock_seen_marker(session, marker_id, seen_version, MarkerStatus.APPROVED)
        day, why = read_keeping(review_on, reason, find_council_date(at))
        values = {"review_on": day, "reviewed_by_id": by_id, "reviewed_at": at}
        step_marker(session, marker, "keep", values, by_id=by_id, at=at, note=why)
        let_visits_follow(session, visits, by_id=by_id, at=at)


def end_marker(marker_id: uuid.UUID, reason: str, *, seen_version: int, by_id: uuid.UUID, at: dt.datetime) -> None:
    """It holds no more; phones drop it at their next contact. Raises ChangeRefusedError."""
    with write_transaction() as session:
        marker, visits = lock_seen_marker(session, marker_id, seen_version, MarkerStatus.APPROVED)
        end_within(session, marker, read_reason(reason, "ended_reason"), by_id=by_id, at=at)
        let_visits_follow(session, visits, by_id=by_id, at=at)


def note_marker_told(
    marker_id: uuid.UUID, told_on: dt.date | None, *, seen_version: int, by_id: uuid.UUID, at: dt.datetime
) -> None:
    """The person, who had not been told at the approval, was. Raises ChangeRefusedError."""
    with write_transaction() as session:
        marker, _ = lock_seen_marker(session, marker_id, seen_version, MarkerStatus.APPROVED)
        told = read_telling(Telling(told="yes", told_on=told_on), find_council_date(at))
        values = {"told_at": told.told_at, "not_told_reason": None}
        step_marker(session, marker, "told", values, by_id=by_id, at=at)
