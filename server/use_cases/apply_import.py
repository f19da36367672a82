"""Apply a confirmed batch, a chunk of lines in each transaction, those that report a death first.

May be killed at any moment and run again: a line is applied in the same transaction that says so. Never closes a case.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Sequence

from sqlalchemy.orm import Session

from server.domain.import_layouts import GAZETTEER
from server.domain.phone_window import find_council_date
from server.domain.words import RowVerdict
from server.store.gazetteer_writes import place_addresses, save_entries
from server.store.import_batches import count_verdicts, get_batch, iterate_readable, list_waiting_rows
from server.store.jobs import queue_job
from server.store.programmes import lock_gate_of_imports
from server.store.tables import ImportBatch, ImportRow
from server.store.unit_of_work import read_snapshot, write_transaction
from server.use_cases.classify_import_rows import FileSoFar, Line, classify_rows
from server.use_cases.find_duplicates import DUPLICATES_JOB
from server.use_cases.preview_import import found_layout, read_import_row
from server.use_cases.write_import_rows import RowWriter

CHUNK = 500

Clock = Callable[[], dt.datetime]


def apply_import(batch_id: uuid.UUID, *, clock: Clock) -> None:
    """Apply what is left of the batch. Does nothing to one that is not being imported."""
    with read_snapshot() as session:
        batch = get_batch(session, batch_id)
        if batch.status != "importing":
            return
        so_far = _read_standing(session, batch) if batch.layout != GAZETTEER else FileSoFar()
    for deaths in (True, False):
        while _apply_chunk(batch_id, so_far, deaths=deaths, now=clock()):
            pass
    with write_transaction() as session:
        batch = get_batch(session, batch_id, lock=True)
        batch.status, batch.rows_done, batch.finished_at = "imported", batch.rows_total, clock()
        if batch.layout != GAZETTEER:
            queue_job(session, DUPLICATES_JOB, {}, now=clock(), unique_key=DUPLICATES_JOB)
        batch.counts = {
            **batch.counts,
            **{f"left_{name}": number for name, number in count_verdicts(session, batch_id).items()},
        }


def apply_decided_row(session: Session, batch: ImportBatch, row: ImportRow, *, now: dt.datetime) -> None:
    """Apply one line of an imported batch that a person has now decided, in the caller's transaction."""
    _apply_people(session, batch, [row], FileSoFar(), now)


def _read_standing(session: Session, batch: ImportBatch) -> FileSoFar:
    """Which line of each key stands; it does not change while the batch is applied."""
    so_far = FileSoFar()
    for number, said in iterate_readable(session, batch.id):
        so_far.note_standing(number, key=said["key"], edition=said["edition"], born=said["date_of_birth"])
    return so_far


def _apply_chunk(batch_id: uuid.UUID, so_far: FileSoFar, *, deaths: bool, now: dt.datetime) -> bool:
    """Apply the next lines; False when none is left."""
    with write_transaction() as session:
        batch = get_batch(session, batch_id, lock=True)
        is_gazetteer = batch.layout == GAZETTEER
        if batch.status != "importing" or (deaths and is_gazetteer):
            return False
        rows = list_waiting_rows(session, batch_id, deaths=deaths, limit=CHUNK)
        if not rows:
            return False
        if is_gazetteer:
            _apply_places(session, rows, now)
        else:
            lock_gate_of_imports(session)
            _apply_people(session, batch, rows, so_far, now)
        batch.rows_done += len(rows)
        return True


def _apply_places(session: Session, rows: Sequence[ImportRow], now: dt.datetime) -> None:
    entries = [row.normalised for row in rows if row.verdict in (RowVerdict.NEW, RowVerdict.CHANGED)]
    save_entries(session, entries)
    place_addresses(session, entries, now=now)
    for row in rows:
        row.applied_at = now


def _apply_people(
    session: Session, batch: ImportBatch, rows: Sequence[ImportRow], so_far: FileSoFar, now: dt.datetime
) -> None:
    found, today_on = found_layout(batch), find_council_date(batch.uploaded_at)
    allow = bool(batch.mapping["allow_test_range"])
    lines = [
        Line(
            row.line_number,
            read_import_row(row.received, found, today_on=today_on, allow_test_range=allow),
            row.decision,
        )
        for row in rows
    ]
    # Newcomers of earlier chunks are residents by now; only those of this chunk are still to be.
    this_chunk = FileSoFar(standing=so_far.standing)
    answers, known = classify_rows(session, found.layout.code, lines, this_chunk, lock=True)
    RowWriter(session, batch, known, [line.row for line in lines], now=now).write(rows, answers)
