"""Finds why rows that a phone holds are no longer its officer's. Reads only what the reason hangs on."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.domain.view import RowKey
from server.domain.words import UNDONE_VISIT_STATUSES
from server.store.tables import Conflict, Visit

REASSIGNED, CLOSED, ACCESS_REMOVED, OUT_OF_WINDOW = "reassigned", "closed", "access_removed", "out_of_window"
# Rows that go because they are over: what is for everybody, and what was settled or answered a while ago. A conflict
# that is still open goes because its officer no longer visits that resident.
_OVER_WHEN_GONE = ("form_version", "code_list", "duty_number", "conflict", "visit_proposal")


def find_reasons(session: Session, user_id: uuid.UUID, gone: Sequence[RowKey]) -> dict[RowKey, str]:
    """A reason for each row; a resident's or case's row goes for the reason of its visit, when one goes with it."""
    visit_ids = [uuid.UUID(row_id) for row_type, row_id in gone if row_type == "visit"]
    reasons: dict[RowKey, str] = {}
    of_visits: dict[str, str] = {}
    if visit_ids:
        query = select(Visit.id, Visit.officer_id, Visit.status, Visit.resident_id, Visit.case_id, Visit.address_id)
        for visit_id, officer_id, status, *related in session.execute(query.where(Visit.id.in_(visit_ids))):
            reason = _find_reason(officer_id == user_id, status)
            reasons["visit", str(visit_id)] = reason
            of_visits |= {str(row_id): reason for row_id in related}
    still_open = _find_open_conflicts(session, [row_id for row_type, row_id in gone if row_type == "conflict"])
    for row_type, row_id in gone:
        if (row_type, row_id) not in reasons:
            is_over = row_type in _OVER_WHEN_GONE and row_id not in still_open
            default = CLOSED if is_over else ACCESS_REMOVED
            reasons[row_type, row_id] = of_visits.get(row_id, default)
    return reasons


def _find_open_conflicts(session: Session, ids: Sequence[str]) -> set[str]:
    if not ids:
        return set()
    wanted = [uuid.UUID(conflict_id) for conflict_id in ids]
    found = session.scalars(select(Conflict.id).where(Conflict.id.in_(wanted), Conflict.resolved_at.is_(None)))
    return {str(conflict_id) for conflict_id in found}


def _find_reason(is_own: bool, status: str) -> str:
    if status in UNDONE_VISIT_STATUSES:
        return ACCESS_REMOVED if is_own else REASSIGNED
    if status == "cancelled":
        return CLOSED
    return OUT_OF_WINDOW if is_own else CLOSED
