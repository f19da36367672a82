"""When a visit last found somebody, as `cases.seen_at` keeps it, and whether one is to come, in the words of the index that says so."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, String, and_, func, literal_column, select
from sqlalchemy.orm import Session

from server.domain.words import REACHED_OUTCOMES, UNDONE_VISIT_STATUSES, ReviewState
from server.store.tables import Case, Visit


def has_reached() -> ColumnElement[bool]:
    """A visit that found somebody. One that a reviewer rejected was none, or was to somebody else."""
    return and_(
        Visit.outcome.in_(REACHED_OUTCOMES), func.coalesce(Visit.review_state, "") != ReviewState.REJECTED.value
    )


def find_last_reached() -> ScalarSelect[dt.datetime | None]:
    """For a row of `cases`: when a visit last found somebody, from its visits. What reads many cases reads `seen_at` instead."""
    return select(func.max(Visit.submitted_at)).where(Visit.case_id == Case.id, has_reached()).scalar_subquery()


def list_kept_otherwise(session: Session) -> Sequence[uuid.UUID]:
    """Cases whose `seen_at` is not what their visits say."""
    seen = select(Visit.case_id, func.max(Visit.submitted_at).label("at")).where(has_reached()).group_by(Visit.case_id)
    counted = seen.subquery()
    query = select(Case.id).outerjoin(counted, counted.c.case_id == Case.id)
    return session.scalars(query.where(Case.seen_at.is_distinct_from(counted.c.at)).order_by(Case.id)).all()


def has_undone_visit() -> ColumnElement[bool]:
    """For a row of `cases`: a visit is to come."""
    undone = is_one_of(Visit.status, UNDONE_VISIT_STATUSES)
    return select(Visit.id).where(Visit.case_id == Case.id, undone).exists()


def is_one_of(column: Any, words: Sequence[str]) -> ColumnElement[bool]:
    """The words stand in the statement: of words that are bound, a database does not know that an index holds them."""
    found: ColumnElement[bool] = column.in_([literal_column(f"'{word}'", String) for word in words])
    return found
