"""A form's submissions for a reader outside (OData v4): its model, and its tables a page at a time, the newest first.

Reads only. The caller has audited it.
"""

from __future__ import annotations

import datetime as dt
import functools
import uuid
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import ColumnElement
from sqlalchemy.orm import Session

from server.domain.exported import ExportedSubmission
from server.domain.odata_expression import FilterError
from server.domain.odata_page import MOST_ROWS, PageQuery, QueryError, Rows, check_select, choose_properties, fill_page
from server.domain.submission_mark import SubmissionMark, write_submission_mark
from server.forms.edmx import SYSTEM, SYSTEM_FIELDS, Property, list_properties, name_parent, write_metadata, write_row
from server.forms.form_tables import FormTable, Turn, list_tables, list_turns
from server.forms.questions import question_from_json
from server.store.exported_submissions import PAGE, Place, count_exported, list_exported, where_of_instance
from server.store.forms import get_form, list_all_questions
from server.store.odata_filter import read_filter
from server.store.unit_of_work import read_snapshot

_Query = PageQuery[SubmissionMark]
_Where = Sequence[ColumnElement[bool]]


class NoSuchTableError(LookupError):
    """The form has no such table, or no such submission."""


def list_table_names(form_ref_id: uuid.UUID) -> list[str]:
    """The tables of the service document."""
    return [table.name for table in _find_tables(form_ref_id)]


def read_metadata(form_ref_id: uuid.UUID) -> bytes:
    """The EDMX document."""
    return write_metadata(_find_tables(form_ref_id))


def read_table(
    form_ref_id: uuid.UUID, name: str, query: _Query, now: dt.datetime, *, instance_id: str | None = None
) -> Rows:
    """One page of a table, or of one submission's rows in it. Raises NoSuchTableError or QueryError."""
    with read_snapshot() as session:
        form = get_form(session, form_ref_id)
        tables = _make_tables(list_all_questions(session, form))
        table = next((one for one in tables if one.name == name), None)
        if table is None:
            raise NoSuchTableError(name)
        _check_select(table, query.select)
        where = _read_where(session, query, now, instance_id)
        page = _Reader(session, form_ref_id, table, where).read(query)
        if query.with_count:
            page.count = _count(session, form_ref_id, table, where)
    if query.select is not None:
        page.value = [choose_properties(row, query.select) for row in page.value]
    return page


class _Reader:
    """Walks the submissions, the newest first, and takes the rows of one table."""

    def __init__(self, session: Session, form_ref_id: uuid.UUID, table: FormTable, where: _Where) -> None:
        self.session, self.form_ref_id, self.table, self.where = session, form_ref_id, table, where

    def read(self, query: _Query) -> Rows:
        return fill_page(
            (
                (
                    write_row(self.table, turn, one),
                    functools.partial(write_submission_mark, one.received_at, one.submission_id, place),
                )
                for one, place, turn in self._rows(query)
            ),
            query.top,
            MOST_ROWS,
        )

    def _rows(self, query: _Query) -> Iterator[tuple[ExportedSubmission, int, Turn]]:
        """(submission, which of its rows this is, from 1, the row), after the mark or what is to be skipped."""
        if query.top == 0:
            return
        given, skip = (query.mark.rows_given if query.mark else 0), query.skip
        offset = 0 if self.table.repeats else skip  # a submission has one row in the form's own table
        skip = skip if self.table.repeats else 0
        first = True
        for submission in self._submissions(query.mark, offset):
            is_marked = first and query.mark is not None and submission.submission_id == query.mark.submission_id
            first = False
            for place, turn in enumerate(list_turns(submission.answers, self.table, submission.instance_id), start=1):
                if is_marked and place <= given:
                    continue
                if skip:
                    skip -= 1
                    continue
                yield submission, place, turn

    def _submissions(self, mark: SubmissionMark | None, offset: int = 0) -> Iterator[ExportedSubmission]:
        """From the marked one on, which may have rows left."""
        place = Place(mark.received_at, mark.submission_id) if mark else None
        including = mark is not None
        while True:
            page = list_exported(
                self.session, self.form_ref_id, self.where, after=place, including=including, newest_first=True,
                offset=offset,
            )  # fmt: skip
            yield from page
            if len(page) < PAGE:
                return
            place, including, offset = Place(page[-1].received_at, page[-1].submission_id), False, 0


def _count(session: Session, form_ref_id: uuid.UUID, table: FormTable, where: _Where) -> int:
    if not table.repeats:
        return count_exported(session, form_ref_id, where)
    everything: _Query = PageQuery(filter_text=None, select=None, top=None, skip=0, with_count=False, mark=None)
    return sum(1 for _ in _Reader(session, form_ref_id, table, where)._rows(everything))


def _read_where(session: Session, query: _Query, now: dt.datetime, instance_id: str | None) -> _Where:
    where = [] if instance_id is None else [where_of_instance(instance_id)]
    if query.filter_text is None:
        return where
    try:
        return [*where, read_filter(query.filter_text, session, now)]
    except FilterError as error:
        raise QueryError(str(error)) from error


def _find_tables(form_ref_id: uuid.UUID) -> list[FormTable]:
    with read_snapshot() as session:
        return _make_tables(list_all_questions(session, get_form(session, form_ref_id)))


def _make_tables(versions: Sequence[Sequence[dict[str, Any]]]) -> list[FormTable]:
    return list_tables([[question_from_json(one) for one in version] for version in versions])


def _check_select(table: FormTable, select: Sequence[str] | None) -> None:
    own = (
        {"__id", name_parent(table)}
        if table.repeats
        else {"__id", SYSTEM, *(f"{SYSTEM}/{one}" for one in SYSTEM_FIELDS)}
    )
    check_select(select, own | set(_paths(list_properties(table), "")), table.name)


def _paths(properties: Sequence[Property], above: str) -> Iterator[str]:
    for one in properties:
        yield f"{above}{one.name}"
        yield from _paths(one.inner, f"{above}{one.name}/")
