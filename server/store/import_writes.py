"""Writes import batches, their rows as received, and what was made of each. Opens no transaction and decides nothing."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from server.store.tables import ImportBatch, ImportMapping, ImportRow, ResidentSource
from server.store.versioned_writes import hold_names

INSERT_CHUNK = 1_000


def add_batch(session: Session, batch: ImportBatch) -> None:
    """Add a batch so that rows can point at it."""
    session.add(batch)
    session.flush()


def add_rows(session: Session, batch_id: uuid.UUID, lines: Iterable[tuple[int, dict[str, str]]]) -> int:
    """Keep every line as received, a thousand at a time; returns how many."""
    waiting: list[dict[str, Any]] = []
    total = 0
    for line_number, cells in lines:
        waiting.append(
            {
                "batch_id": batch_id,
                "line_number": line_number,
                "received": cells,
                "normalised": {},
                "reasons": [],
                "candidates": [],
            }
        )
        if len(waiting) == INSERT_CHUNK:
            session.execute(insert(ImportRow), waiting)
            total += len(waiting)
            waiting = []
    if waiting:
        session.execute(insert(ImportRow), waiting)
    return total + len(waiting)


def save_verdicts(session: Session, verdicts: Sequence[dict[str, Any]]) -> None:
    """Set normalised, verdict, reasons, candidates and resident_id of many rows, each named by its `id`."""
    if verdicts:
        session.execute(update(ImportRow), verdicts)


def mark_sources_seen(session: Session, source_ids: Sequence[uuid.UUID], batch_id: uuid.UUID) -> None:
    """Write that this batch named these sources again."""
    if source_ids:
        session.execute(update(ResidentSource).where(ResidentSource.id.in_(source_ids)).values(last_batch_id=batch_id))


def save_mapping(
    session: Session,
    fingerprint: str,
    *,
    list_name: str,
    columns: Mapping[str, str],
    month_first: bool,
    by_id: uuid.UUID | None,
    at: dt.datetime,
) -> None:
    """Keep what was said; of two answers for one set of headings the later stands."""
    hold_names(session, ImportMapping)
    held = session.scalars(
        select(ImportMapping).where(ImportMapping.fingerprint == fingerprint).with_for_update(key_share=True)
    ).first()
    if held is None:
        held = ImportMapping(fingerprint=fingerprint)
        session.add(held)
    held.list_name, held.columns, held.month_first = list_name, dict(columns), month_first
    held.saved_by_id, held.saved_at = by_id, at
