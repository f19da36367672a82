"""Preview the lines of a gazetteer against what is loaded already. Writes only verdicts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy.orm import Session

from server.domain.gazetteer_row import GazetteerRow, read_gazetteer_row
from server.domain.import_layouts import detect_layout
from server.domain.words import RowVerdict
from server.store.gazetteer import find_entries
from server.store.import_batches import get_batch, iterate_rows
from server.store.import_writes import save_verdicts
from server.store.tables import ImportBatch, ImportRow
from server.store.unit_of_work import read_snapshot, write_transaction

CHUNK = 2_000


def preview_gazetteer_rows(batch: ImportBatch) -> None:
    """Give every line of the batch its verdict."""
    found = detect_layout(batch.mapping["headings"], wanted=batch.layout)
    seen: dict[str, int] = {}
    done = 0
    with read_snapshot() as rows_session:
        for rows in iterate_rows(rows_session, batch.id, chunk=CHUNK):
            reads = [read_gazetteer_row(row.received, found) for row in rows]
            with read_snapshot() as session:
                verdicts = _classify(session, rows, reads, seen)
            done += len(rows)
            with write_transaction() as session:
                save_verdicts(session, verdicts)
                get_batch(session, batch.id).rows_done = done


def _classify(
    session: Session, rows: Sequence[ImportRow], reads: Sequence[GazetteerRow], seen: dict[str, int]
) -> list[dict[str, Any]]:
    held = find_entries(session, [read.uprn for read in reads if read.uprn])
    answers = []
    for row, read in zip(rows, reads, strict=True):
        verdict, reasons = RowVerdict.NEW, list(read.remarks)
        if read.rejected or read.uprn is None:
            verdict, reasons = RowVerdict.REJECTED, list(read.rejected)
        elif read.uprn in seen:
            verdict, reasons = RowVerdict.REJECTED, [f"line {seen[read.uprn]} has the same UPRN"]
        elif read.uprn in held:
            verdict = RowVerdict.UNCHANGED if held[read.uprn] == read.values() else RowVerdict.CHANGED
        if read.uprn and verdict is not RowVerdict.REJECTED:
            seen[read.uprn] = row.line_number
        answers.append(
            {
                "id": row.id,
                "normalised": read.values(),
                "verdict": verdict,
                "reasons": reasons,
                "candidates": [],
                "resident_id": None,
            }
        )
    return answers
