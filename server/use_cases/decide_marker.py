"""Approve a proposed warning marker, or refuse it with a reason: never by whoever proposed it, and looked at again under lock.

An approved one stands before every undone visit there at once, and whoever has such a visit is told.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from typing import Any

from sqlalchemy.orm import Session

from server.domain.change_refusal import CHANGED_MEANWHILE, NOT_FOUND, ChangeRefusedError
from server.domain.phone_window import find_council_date
from server.domain.warning_marker import (
    MarkerStatus,
    Telling,
    check_second_person,
    find_review_fault,
    read_reason,
    read_telling,
)
from server.store.audit_writes import record_audit
from server.store.marker_writes import let_visits_follow, lock_marker
from server.store.row_writes import change_row
from server.store.tables import Visit, WarningMarker
from server.store.unit_of_work import write_transaction

REPLACED = "replaced"


def approve_marker(
    marker_id: uuid.UUID, telling: Telling, *, seen_version: int, by_id: uuid.UUID, at: dt.datetime
) -> None:
    """It holds from now on, in place of the one it changes. Raises ChangeRefusedError."""
    today = find_council_date(at)
    with write_transaction() as session:
        marker, visits = lock_seen_marker(session, marker_id, seen_version, MarkerStatus.PROPOSED)
        check_second_person(marker.proposed_by_id, by_id)
        if find_review_fault(marker.review_on, today) == "review_past":
            raise ChangeRefusedError({"state": "review_past"})
        told = read_telling(telling, today)
        values = {
            "status": MarkerStatus.APPROVED.value, "approved_by_id": by_id, "approved_at": at,
            "told_at": told.told_at, "not_told_reason": told.reason or None,
        }  # fmt: skip
        step_marker(session, marker, "approve", values, by_id=by_id, at=at, note=told.reason)
        if marker.replaces_id is not None:
            before = session.get_one(WarningMarker, marker.replaces_id, with_for_update={"key_share": True})
            if before.status == MarkerStatus.APPROVED:
                end_within(session, before, REPLACED, by_id=by_id, at=at)
        let_visits_follow(session, visits, by_id=by_id, at=at)


def refuse_marker(marker_id: uuid.UUID, reason: str, *, seen_version: int, by_id: uuid.UUID, at: dt.datetime) -> None:
    """It never holds; the proposer reads why. Raises ChangeRefusedError."""
    with write_transaction() as session:
        marker, _ = lock_seen_marker(session, marker_id, seen_version, MarkerStatus.PROPOSED)
        check_second_person(marker.proposed_by_id, by_id)
        words = read_reason(reason, "refused_reason")
        values = {
            "status": MarkerStatus.REFUSED.value, "closed_by_id": by_id, "closed_at": at, "closed_reason": words,
        }  # fmt: skip
        step_marker(session, marker, "refuse", values, by_id=by_id, at=at, note=words)


def lock_seen_marker(
    session: Session, marker_id: uuid.UUID, seen_version: int, status: MarkerStatus
) -> tuple[WarningMarker, Sequence[Visit]]:
    """The marker as the page showed it, with the visits it stands before. Raises ChangeRefusedError."""
    found = lock_marker(session, marker_id)
    if found is None:
        raise ChangeRefusedError(NOT_FOUND)
    if found[0].version != seen_version or found[0].status != status:
        raise ChangeRefusedError(CHANGED_MEANWHILE)
    return found


def end_within(session: Session, marker: WarningMarker, reason: str, *, by_id: uuid.UUID, at: dt.datetime) -> None:
    """End a locked marker that is in force."""
    values = {"status": MarkerStatus.ENDED.value, "closed_by_id": by_id, "closed_at": at, "closed_reason": reason}
    step_marker(session, marker, "end", values, by_id=by_id, at=at, note="" if reason == REPLACED else reason)


def step_marker(
    session: Session,
    marker: WarningMarker,
    step: str,
    values: dict[str, Any],
    *,
    by_id: uuid.UUID,
    at: dt.datetime,
    note: str = "",
) -> None:
    """Change a locked marker, with its line in the log and in the audit trail."""
    before = {"status": marker.status, "review_on": marker.review_on.isoformat()}
    change_row(
        session, marker, values, kind=f"marker.{step}", entity_type="warning_marker", user_id=by_id, now=at,
        payload={"note": note} if note else {},
    )  # fmt: skip
    after = {"status": marker.status, "review_on": marker.review_on.isoformat()}
    record_audit(
        session, action=f"marker.{step}", at=at, user_id=by_id, entity_type="warning_marker", entity_id=marker.id,
        fields={name: {"old": old, "new": after[name]} for name, old in before.items() if old != after[name]},
    )  # fmt: skip
