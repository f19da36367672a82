"""Preview a batch: say of every line what importing it would do, and count.

Writes only to the batch and its rows. Doing it twice gives the same; a preview that was killed begins again.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from typing import Any

from server.domain.import_file import EXTRA_CELL
from server.domain.import_layouts import GAZETTEER, FoundLayout, detect_layout
from server.domain.import_row import ReadRow, read_row
from server.domain.own_list import own_layout
from server.store.import_batches import count_verdicts, get_batch, iterate_rows
from server.store.import_writes import save_verdicts
from server.store.tables import ImportBatch, ImportRow
from server.store.unit_of_work import read_snapshot, write_transaction
from server.use_cases.classify_import_rows import Classified, FileSoFar, Line, classify_rows
from server.use_cases.preview_gazetteer import preview_gazetteer_rows

CHUNK = 1_000
EARLY = ("received", "previewed")


def preview_import(batch_id: uuid.UUID, *, today_on: dt.date) -> dict[str, int]:
    """Classify every line and return the counts; does nothing to a batch that is past its preview."""
    with read_snapshot() as session:
        batch = get_batch(session, batch_id)
        said = dict(batch.mapping)
    if batch.status not in EARLY:
        return {name: int(number) for name, number in batch.counts.items()}
    if batch.layout == GAZETTEER:
        preview_gazetteer_rows(batch)
    else:
        _preview_people(batch, today_on)
    with write_transaction() as session:
        batch = get_batch(session, batch_id, lock=True)
        counts = count_verdicts(session, batch_id)
        # Whoever said meanwhile that the columns mean something else has queued a preview of that.
        if batch.status in EARLY and batch.mapping == said:
            batch.counts, batch.rows_done, batch.status = dict(counts), batch.rows_total, "previewed"
    return counts


def found_layout(batch: ImportBatch) -> FoundLayout:
    """The layout of a batch, with the headings as its file spells them: one that we know, or what a person said of them."""
    if "columns" in batch.mapping:
        columns = {meaning: heading for heading, meaning in batch.mapping["columns"].items()}
        return own_layout(batch.mapping["list_name"], columns, month_first=bool(batch.mapping["month_first"]))
    headings = [heading for heading in batch.mapping["headings"] if heading.strip()]
    return detect_layout(headings, wanted=batch.layout)


def read_import_row(
    received: dict[str, Any], found: FoundLayout, *, today_on: dt.date, allow_test_range: bool
) -> ReadRow:
    """Read a line as kept. A line with more cells than headings is rejected: its values may stand in the wrong columns."""
    row = read_row(received, found, today_on=today_on, allow_test_range=allow_test_range)
    if any(heading.startswith(EXTRA_CELL) for heading in received) and not row.rejected:
        reason = "The line has more cells than there are headings, so its values may stand in the wrong columns"
        return ReadRow(key=row.key, other_key=row.other_key, remarks=row.remarks, rejected=(reason,))
    return row


def _preview_people(batch: ImportBatch, today_on: dt.date) -> None:
    found, allow = found_layout(batch), bool(batch.mapping["allow_test_range"])
    so_far = FileSoFar()
    with read_snapshot() as session:
        for rows in iterate_rows(session, batch.id, chunk=CHUNK):
            for row in rows:
                read = read_import_row(row.received, found, today_on=today_on, allow_test_range=allow)
                if not read.rejected:
                    so_far.note_standing(row.line_number, key=read.key, edition=read.edition, born=read.date_of_birth)
    done = 0
    with read_snapshot() as rows_session:
        chunks = iterate_rows(rows_session, batch.id, chunk=CHUNK)
        for rows in chunks:
            lines = [
                Line(
                    row.line_number,
                    read_import_row(row.received, found, today_on=today_on, allow_test_range=allow),
                    row.decision,
                )
                for row in rows
            ]
            with read_snapshot() as session:
                answers, _ = classify_rows(session, found.layout.code, lines, so_far, lock=False)
            done += len(rows)
            _save(batch.id, rows, answers, done)


def _save(batch_id: uuid.UUID, rows: Sequence[ImportRow], answers: Sequence[Classified], done: int) -> None:
    """Write one chunk's answers and the progress."""
    with write_transaction() as session:
        save_verdicts(session, [_as_values(row, answer) for row, answer in zip(rows, answers, strict=True)])
        get_batch(session, batch_id).rows_done = done


def _as_values(row: ImportRow, answer: Classified) -> dict[str, Any]:
    return {
        "id": row.id,
        "normalised": answer.line.row.received(),
        "verdict": answer.verdict,
        "reasons": answer.reasons,
        "candidates": [
            {"person_id": candidate.person_id, "reason": candidate.reason} for candidate in answer.candidates
        ],
        "resident_id": answer.resident.id if answer.resident is not None else None,
    }
