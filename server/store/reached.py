"""When a visit last found somebody, and whether one is to come: the SQL of both, in the words of the indexes that answer them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, String, func, literal_column, select

from server.domain.words import REACHED_OUTCOMES, UNDONE_VISIT_STATUSES
from server.store.tables import Case, Visit


def has_reached() -> ColumnElement[bool]:
    """A visit that found somebody."""
    return is_one_of(Visit.outcome, REACHED_OUTCOMES)


def find_last_reached() -> ScalarSelect[dt.datetime | None]:
    """For a row of `cases`: when a visit last found somebody, read from an index that holds no other visits."""
    return select(func.max(Visit.submitted_at)).where(Visit.case_id == Case.id, has_reached()).scalar_subquery()


def has_undone_visit() -> ColumnElement[bool]:
    """For a row of `cases`: a visit is to come."""
    undone = is_one_of(Visit.status, UNDONE_VISIT_STATUSES)
    return select(Visit.id).where(Visit.case_id == Case.id, undone).exists()


def is_one_of(column: Any, words: Sequence[str]) -> ColumnElement[bool]:
    """The words stand in the statement: of words that are bound, a database does not know that an index holds them."""
    found: ColumnElement[bool] = column.in_([literal_column(f"'{word}'", String) for word in words])
    return found
