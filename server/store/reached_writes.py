"""Keeps beside each case when a visit last found somebody (`cases.seen_at`), so that no list looks through the visits of thousands.

A session does it by itself whenever it writes a visit; whoever moves visits by a statement of their own calls `keep_reached`.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterator
from typing import Any

from sqlalchemy import inspect, select, update
from sqlalchemy.orm import Session

from server.domain.words import ReviewState
from server.store.reached import find_last_reached
from server.store.tables import Case, Visit


def keep_reached(session: Session, case_ids: Collection[uuid.UUID]) -> None:
    """Set it anew from the visits of these cases, which this transaction has written or moved."""
    if not case_ids:
        return
    connection, these = session.connection(), Case.id.in_(sorted(case_ids))
    if connection.dialect.name != "sqlite":  # of two writers of one case the second counts what the first has written
        connection.execute(select(Case.id).where(these).order_by(Case.id).with_for_update(key_share=True))
    seen_at = find_last_reached()
    connection.execute(update(Case).where(these, Case.seen_at.is_distinct_from(seen_at)).values(seen_at=seen_at))


def keep_reached_after_flush(session: Session, _context: object) -> None:
    """Of every session, by `unit_of_work.py`."""
    keep_reached(session, {case_id for visit in _list_written(session) for case_id in _find_cases(visit)})


def _list_written(session: Session) -> Iterator[Visit]:
    yield from (row for row in session.new if isinstance(row, Visit) and row.submitted_at is not None)
    yield from (row for row in session.dirty if isinstance(row, Visit) and _counts_otherwise(row))
    yield from (row for row in session.deleted if isinstance(row, Visit))


def _counts_otherwise(visit: Visit) -> bool:
    if any(_changes(visit, name).has_changes() for name in ("case_id", "outcome", "submitted_at")):
        return True
    review = _changes(visit, "review_state")
    is_rejected_or_was = not review.deleted or ReviewState.REJECTED in (*review.added, *review.deleted)
    return review.has_changes() and is_rejected_or_was


def _find_cases(visit: Visit) -> set[uuid.UUID]:
    """Its own, and the one that it was of."""
    return {visit.case_id, *_changes(visit, "case_id").deleted}


def _changes(visit: Visit, name: str) -> Any:
    return inspect(visit).attrs[name].history
