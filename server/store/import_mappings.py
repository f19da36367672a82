"""Reads what the headings of a council's own lists mean, and what stands under them. Writes nothing."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.store.tables import ImportMapping, ImportRow

SAMPLE_ROWS = 200
SAMPLES = 3
LONGEST_SAMPLE = 60


def find_mapping(session: Session, fingerprint: str) -> ImportMapping | None:
    """What somebody said of this set of headings, or None."""
    return session.scalars(select(ImportMapping).where(ImportMapping.fingerprint == fingerprint)).first()


def list_samples(session: Session, batch_id: uuid.UUID, headings: Sequence[str]) -> dict[str, list[str]]:
    """Two or three different values of each heading, from the first lines of the batch."""
    found: dict[str, list[str]] = {heading: [] for heading in headings}
    rows = (
        select(ImportRow.received)
        .where(ImportRow.batch_id == batch_id)
        .order_by(ImportRow.line_number)
        .limit(SAMPLE_ROWS)
    )
    for received in session.scalars(rows):
        for heading, samples in found.items():
            value = " ".join(received.get(heading, "").split())[:LONGEST_SAMPLE]
            if value and len(samples) < SAMPLES and value not in samples:
                samples.append(value)
    return found


def iterate_cells(session: Session, batch_id: uuid.UUID, headings: Sequence[str]) -> Iterator[str]:
    """Every filled cell of these headings, in the order of the file."""
    rows = select(ImportRow.received).where(ImportRow.batch_id == batch_id).order_by(ImportRow.line_number)
    for received in session.scalars(rows.execution_options(yield_per=1_000)):
        yield from (cell for heading in headings if (cell := received.get(heading)))
