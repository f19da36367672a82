"""Receive a file: find its encoding and layout, keep every line as received, and queue the preview.

Changes nothing of any resident. A list with headings of its own waits until a person has said what they mean; a file that is no
list leaves a refused batch with the reason and nothing else.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import BinaryIO

from server.domain.file_name import plain_file_name
from server.domain.import_file import (
    FileFacts,
    Heading,
    ImportFileError,
    UnknownHeadingsError,
    find_headings,
    first_lines,
    iterate_lines,
    look_at_file,
)
from server.domain.import_layouts import FoundLayout
from server.domain.import_workbook import (
    SheetStart,
    find_sheet_headings,
    is_workbook,
    iterate_sheet,
    list_sheets,
    look_at_workbook,
)
from server.domain.own_list import OWN, OWN_LAYOUT, guess_heading_line, headings_fingerprint, name_columns
from server.store.audit_writes import record_audit
from server.store.database import new_id
from server.store.import_mappings import find_mapping
from server.store.import_writes import add_batch, add_rows
from server.store.jobs import queue_job
from server.store.tables import ImportBatch
from server.store.unit_of_work import read_now, write_transaction
from server.use_cases.read_before_writing import read_before_writing

PREVIEW_JOB = "preview_import"


class SheetNotChosenError(ImportFileError):
    """Several sheets of the workbook could be the list: `sheets` names them, for a person to choose one."""

    def __init__(self, sheets: Sequence[str]) -> None:
        names = ", ".join(f"“{name}”" for name in sheets)
        super().__init__(f"The workbook has several lists: {names}. Choose the sheet, and choose the file once more.")
        self.sheets = list(sheets)


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportOrder:
    """Who sends what. `layout` insists on one; `sheet` names that of a workbook; `queue_preview` is off when the caller previews at once."""

    file_name: str
    uploaded_by_id: uuid.UUID | None
    programme_id: uuid.UUID | None
    max_bytes: int
    allow_test_range: bool
    layout: str | None = None
    sheet: str | None = None
    queue_preview: bool = True


@dataclass(frozen=True, slots=True)
class _Found:
    """The list in the file: where its headings are, which other sheets were not read, and why it is no list we know."""

    heading: Heading
    unread: tuple[str, ...] = ()
    why_own: str = ""


def receive_import(stream: BinaryIO, order: ImportOrder, *, at: dt.datetime) -> uuid.UUID:
    """Keep the file's lines in a new batch and return its id. Raises ImportFileError, whose words are also kept with the batch."""
    facts: FileFacts | None = None
    try:
        if is_workbook(stream):
            facts = look_at_workbook(stream, max_bytes=order.max_bytes)
            found = _find_in_workbook(list_sheets(stream), order)
        else:
            facts = look_at_file(stream, max_bytes=order.max_bytes)
            found = _find_in_csv(stream, facts.encoding, order)
        return _keep(stream, order, facts, found, at=at)
    except SheetNotChosenError:
        raise
    except ImportFileError as refusal:
        _refuse(order, facts, str(refusal), at=at)
        raise


def _find_in_csv(stream: BinaryIO, encoding: str, order: ImportOrder) -> _Found:
    try:
        if order.layout != OWN:
            return _Found(find_headings(stream, encoding, wanted=order.layout))
        why = ""
    except UnknownHeadingsError as unknown:
        if order.layout is not None:
            raise
        why, refusal = str(unknown), unknown
    for separator, lines in first_lines(stream, encoding):
        number = _find_own_headings(lines)
        if number is not None:
            return _Found(_own_heading(number, lines[number - 1], separator=separator), (), why)
    if why:
        raise refusal
    raise ImportFileError("The file has no line with at least three headings, so it is no list of people.")


def _find_in_workbook(sheets: Sequence[SheetStart], order: ImportOrder) -> _Found:
    names = [sheet.name for sheet in sheets]
    if order.sheet in names:
        sheets = [sheet for sheet in sheets if sheet.name == order.sheet]
    found, why = [], ""
    if order.layout != OWN:
        try:
            found = find_sheet_headings(sheets, wanted=order.layout)
        except UnknownHeadingsError as unknown:
            if order.layout is not None:
                raise
            why = str(unknown)
    if not found:
        lines = [(sheet, number) for sheet in sheets if (number := _find_own_headings(sheet.lines)) is not None]
        found = [_own_heading(number, sheet.lines[number - 1], sheet=sheet.name) for sheet, number in lines]
    if not found:
        raise ImportFileError(why or "No sheet of the workbook has a line with at least three headings.")
    if len(found) > 1:
        raise SheetNotChosenError([str(heading.sheet) for heading in found])
    return _Found(found[0], tuple(name for name in names if name != found[0].sheet), why)


def _find_own_headings(lines: Sequence[Sequence[str]]) -> int | None:
    """The line of headings: one whose headings somebody explained before, else the likeliest."""
    with read_now() as session:
        for number, cells in enumerate(lines, start=1):
            if any(cell.strip() for cell in cells) and find_mapping(session, _fingerprint(cells)) is not None:
                return number
    return guess_heading_line(lines)


def _own_heading(number: int, cells: Sequence[str], *, separator: str = "", sheet: str | None = None) -> Heading:
    return Heading(number, name_columns(cells), separator, FoundLayout(OWN_LAYOUT, {}, ()), sheet)


def _fingerprint(cells: Sequence[str]) -> str:
    return headings_fingerprint(name_columns(cells))


def _iterate(stream: BinaryIO, facts: FileFacts, heading: Heading) -> Iterator[tuple[int, dict[str, str]]]:
    if heading.sheet is not None:
        return iterate_sheet(stream, heading)
    return iterate_lines(stream, facts.encoding, heading)


def _keep(stream: BinaryIO, order: ImportOrder, facts: FileFacts, found: _Found, *, at: dt.datetime) -> uuid.UUID:
    heading = found.heading
    is_own = heading.found.layout.code == OWN
    batch = ImportBatch(
        id=new_id(),
        layout=heading.found.layout.code,
        file_name=plain_file_name(order.file_name),
        file_sha256=facts.sha256,
        encoding=facts.encoding or None,
        mapping={
            "headings": list(heading.headings),
            "heading_line": heading.line_number,
            "separator": heading.separator,
            "sheet": heading.sheet,
            "unread_sheets": list(found.unread),
            "why_own": found.why_own,
            "missing": list(heading.found.missing),
            "allow_test_range": order.allow_test_range,
            "full_extract": heading.found.layout.full_extract,
        },
        programme_id=order.programme_id,
        status="unmapped" if is_own else "received",
        uploaded_by_id=order.uploaded_by_id,
        uploaded_at=at,
    )
    with read_before_writing(_iterate(stream, facts, heading)) as lines, write_transaction() as session:
        add_batch(session, batch)
        batch.rows_total = add_rows(session, batch.id, lines)
        if batch.rows_total == 0:
            raise ImportFileError("The file has headings and no line below them.")
        if order.queue_preview and not is_own:
            queue_job(session, PREVIEW_JOB, {"batch_id": str(batch.id)}, now=at, unique_key=f"{PREVIEW_JOB}:{batch.id}")
        record_audit(
            session,
            action="import.upload",
            at=at,
            user_id=order.uploaded_by_id,
            entity_type="import_batch",
            entity_id=batch.id,
            fields={"file_sha256": {"old": None, "new": facts.sha256}},
        )
    return batch.id


def _refuse(order: ImportOrder, facts: FileFacts | None, reason: str, *, at: dt.datetime) -> None:
    with write_transaction() as session:
        batch = ImportBatch(
            id=new_id(),
            layout=None,
            file_name=plain_file_name(order.file_name),
            file_sha256=facts.sha256 if facts else "",
            encoding=(facts.encoding or None) if facts else None,
            status="refused",
            refused_reason=reason,
            uploaded_by_id=order.uploaded_by_id,
            uploaded_at=at,
        )
        add_batch(session, batch)
