"""A form's tables as CSV, headed as ODK Central heads them: `group-question`, KEY, PARENT_KEY and the system's own columns.

Text that a spreadsheet would take for a formula is defused; numbers stay numbers. Pure.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from typing import Any

from server.domain.csv_cells import safe_cell
from server.domain.exported import ExportedSubmission, say_instant
from server.forms.form_tables import Column, FormTable, find_answer, list_turns

MARK = "\ufeff"  # by which Excel knows UTF-8
_POINT = ("Latitude", "Longitude", "Altitude", "Accuracy")
_BEFORE = ("SubmissionDate",)
_AFTER = (
    "KEY", "SubmitterID", "SubmitterName", "VisitID", "AttachmentsPresent", "AttachmentsExpected", "ReviewState",
    "FormVersion", "DeprecatedID", "CorrectedBy",
)  # fmt: skip


def write_csv(table: FormTable, submissions: Iterable[ExportedSubmission], *, split_multiples: bool) -> Iterator[str]:
    """The file in pieces: its headings, then the rows of one submission after another."""
    own = [heading for column in table.columns for heading in _headings(column, split_multiples)]
    yield MARK + _write([[*_BEFORE, *own, *_AFTER] if not table.repeats else [*own, "PARENT_KEY", "KEY"]])
    for submission in submissions:
        rows = [
            _row(table, turn.key, turn.parent_key, turn.answers, submission, split_multiples)
            for turn in list_turns(submission.answers, table, submission.instance_id)
        ]
        if rows:
            yield _write(rows)


def _row(
    table: FormTable, key: str, parent_key: str, answers: Any, submission: ExportedSubmission, split: bool
) -> list[Any]:
    cells = [
        cell for column in table.columns for cell in _cells(column, find_answer(answers, column.steps), split=split)
    ]
    if table.repeats:
        return [*cells, safe_cell(parent_key), safe_cell(key)]
    return [say_instant(submission.received_at), *cells, safe_cell(key), *_after(submission)]


def _after(one: ExportedSubmission) -> list[Any]:
    return [
        one.submitter_id or "", safe_cell(one.submitter_name), one.visit_id or "", one.attachments_present,
        one.attachments_expected, one.review_state, safe_cell(one.form_version), safe_cell(one.deprecated_id),
        safe_cell(one.corrected_by),
    ]  # fmt: skip


def _headings(column: Column, split: bool) -> list[str]:
    name = "-".join(column.steps)
    if column.type == "geopoint":
        return [f"{name}-{part}" for part in _POINT]
    return [name, *(f"{name}/{choice}" for choice in column.choices)] if split and column.is_multiple else [name]


def _cells(column: Column, value: Any, *, split: bool) -> list[Any]:
    if column.type == "geopoint":
        return _point(value)
    cells = [_cell(value)]
    if split and column.is_multiple:
        chosen = value if isinstance(value, list) else None
        cells += ["" if chosen is None else int(choice in chosen) for choice in column.choices]
    return cells


def _cell(value: Any) -> Any:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return value
    return safe_cell(" ".join(map(str, value)) if isinstance(value, list) else str(value))


def _point(value: Any) -> list[Any]:
    """Latitude, longitude, altitude, accuracy; a text that is no position stands in the first cell as it came."""
    parts = str(value).split() if value is not None else []
    try:
        numbers: list[Any] = [float(part) for part in parts[:4]]
    except ValueError:
        numbers = [safe_cell(str(value))]
    return [*numbers, *[""] * (4 - len(numbers))]


def _write(rows: Iterable[Iterable[Any]]) -> str:
    out = io.StringIO(newline="")
    csv.writer(out).writerows(rows)
    return out.getvalue()
