"""Reads import batches and their rows. Writes nothing."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from server.domain.words import RowVerdict
from server.store.tables import Address, ImportBatch, ImportRow, Resident

PAGE_SIZE = 50


class BatchNotFoundError(LookupError):
    """There is no import batch with this id."""


def get_batch(session: Session, batch_id: uuid.UUID, *, lock: bool = False) -> ImportBatch:
    """The batch, locked against another step if asked; raises BatchNotFoundError."""
    batch = session.get(ImportBatch, batch_id, with_for_update={"key_share": True} if lock else None)
    if batch is None:
        raise BatchNotFoundError(str(batch_id))
    return batch


def list_batches(session: Session, *, limit: int = 50) -> Sequence[ImportBatch]:
    """Batches, the newest first."""
    return session.scalars(
        select(ImportBatch).order_by(ImportBatch.uploaded_at.desc(), ImportBatch.id.desc()).limit(limit)
    ).all()


def find_same_file(session: Session, batch: ImportBatch) -> ImportBatch | None:
    """An earlier, imported batch of the very same bytes, or None."""
    return session.scalars(
        select(ImportBatch)
        .where(
            ImportBatch.file_sha256 == batch.file_sha256, ImportBatch.status == "imported", ImportBatch.id != batch.id
        )
        .order_by(ImportBatch.finished_at.desc())
        .limit(1)
    ).first()


def iterate_rows(session: Session, batch_id: uuid.UUID, *, chunk: int) -> Iterator[Sequence[ImportRow]]:
    """All rows in the order of the file, a chunk at a time, each chunk by its own query."""
    after = 0
    while True:
        rows = session.scalars(
            select(ImportRow)
            .where(ImportRow.batch_id == batch_id, ImportRow.line_number > after)
            .order_by(ImportRow.line_number)
            .limit(chunk)
        ).all()
        if not rows:
            return
        after = rows[-1].line_number
        yield rows
        session.expunge_all()


def iterate_readable(session: Session, batch_id: uuid.UUID) -> Iterator[tuple[int, dict[str, Any]]]:
    """Line number and what was understood of every line that was not rejected, in the order of the file."""
    found = (
        select(ImportRow.line_number, ImportRow.normalised)
        .where(ImportRow.batch_id == batch_id, ImportRow.verdict != RowVerdict.REJECTED)
        .order_by(ImportRow.line_number)
        .execution_options(yield_per=1_000)
    )
    yield from session.execute(found)


def list_rows(session: Session, batch_id: uuid.UUID, verdict: RowVerdict, *, page: int) -> Sequence[ImportRow]:
    """One page of the rows with this verdict, in the order of the file; one more than a page when there is another."""
    return session.scalars(
        select(ImportRow)
        .where(ImportRow.batch_id == batch_id, ImportRow.verdict == verdict)
        .order_by(ImportRow.line_number)
        .limit(PAGE_SIZE + 1)
        .offset((page - 1) * PAGE_SIZE)
    ).all()


def list_waiting_rows(session: Session, batch_id: uuid.UUID, *, deaths: bool, limit: int) -> Sequence[ImportRow]:
    """Rows still to be applied: not rejected, and not waiting for a person. With `deaths` only those that report one."""
    death = ImportRow.normalised["death_reported"].as_boolean()
    waiting = (
        select(ImportRow)
        .where(
            ImportRow.batch_id == batch_id,
            ImportRow.applied_at.is_(None),
            ImportRow.verdict != RowVerdict.REJECTED,
            or_(ImportRow.verdict != RowVerdict.DECIDE, ImportRow.decision.is_not(None)),
        )
        .order_by(ImportRow.line_number)
        .limit(limit)
    )
    return session.scalars(waiting.where(death.is_(True)) if deaths else waiting).all()


def count_verdicts(session: Session, batch_id: uuid.UUID) -> dict[str, int]:
    """How many rows have each verdict; every verdict is there, be it 0."""
    counted = session.execute(
        select(ImportRow.verdict, func.count()).where(ImportRow.batch_id == batch_id).group_by(ImportRow.verdict)
    )
    counts: dict[str, int] = {str(verdict): 0 for verdict in RowVerdict}
    counts.update({verdict: number for verdict, number in counted if verdict is not None})
    return counts


def count_undecided(session: Session, batch_id: uuid.UUID) -> int:
    """Rows that wait for a person."""
    return (
        session.scalar(
            select(func.count()).where(
                ImportRow.batch_id == batch_id, ImportRow.verdict == RowVerdict.DECIDE, ImportRow.decision.is_(None)
            )
        )
        or 0
    )


def list_to_decide(session: Session, limit: int) -> Sequence[tuple[uuid.UUID, str, int]]:
    """Imported lists with lines that wait for a person: id, name of the file and how many; the newest first."""
    rows = session.execute(
        select(ImportBatch.id, ImportBatch.file_name, func.count(ImportRow.id))
        .join(ImportRow, ImportRow.batch_id == ImportBatch.id)
        .where(
            ImportBatch.status.in_(("importing", "imported")),
            ImportRow.verdict == RowVerdict.DECIDE,
            ImportRow.decision.is_(None),
        )
        .group_by(ImportBatch.id, ImportBatch.file_name, ImportBatch.uploaded_at)
        .order_by(ImportBatch.uploaded_at.desc(), ImportBatch.id)
        .limit(limit)
    )
    return [(batch_id, file_name, count) for batch_id, file_name, count in rows]


def find_row(session: Session, batch_id: uuid.UUID, line_number: int) -> ImportRow | None:
    """The row of one line, or None."""
    return session.scalars(
        select(ImportRow).where(ImportRow.batch_id == batch_id, ImportRow.line_number == line_number)
    ).first()


def list_people(
    session: Session, batch_id: uuid.UUID, person_ids: Sequence[str]
) -> dict[str, tuple[Resident, Address | None]]:
    """The residents behind candidates: named by id, or as "line:<n>" of this batch once that line is imported."""
    lines = [int(one.removeprefix("line:")) for one in person_ids if one.startswith("line:")]
    by_line = {
        f"line:{number}": resident_id
        for number, resident_id in session.execute(
            select(ImportRow.line_number, ImportRow.resident_id).where(
                ImportRow.batch_id == batch_id, ImportRow.line_number.in_(lines), ImportRow.applied_at.is_not(None)
            )
        )
        if resident_id is not None
    }
    wanted = {one: by_line.get(one) if one.startswith("line:") else uuid.UUID(one) for one in person_ids}
    found = session.execute(
        select(Resident, Address)
        .outerjoin(Address, Address.id == Resident.address_id)
        .where(Resident.id.in_([resident_id for resident_id in wanted.values() if resident_id is not None]))
    )
    by_id = {resident.id: (resident, address) for resident, address in found}
    return {one: by_id[resident_id] for one, resident_id in wanted.items() if resident_id in by_id}


def iterate_rejected(session: Session, batch_id: uuid.UUID) -> Iterator[ImportRow]:
    """Every rejected row in the order of the file."""
    for rows in iterate_rows(session, batch_id, chunk=1_000):
        yield from (row for row in rows if row.verdict == RowVerdict.REJECTED)
