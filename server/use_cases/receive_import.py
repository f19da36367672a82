"""Receive a file: find its encoding and layout, keep every line as received, and queue the preview.

Changes nothing of any resident. A file that is no list we know leaves a refused batch with the reason and nothing else.
"""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import BinaryIO

from server.domain.file_name import plain_file_name
from server.domain.import_file import FileFacts, Heading, ImportFileError, find_headings, iterate_lines, look_at_file
from server.store.audit_writes import record_audit
from server.store.database import new_id
from server.store.import_writes import add_batch, add_rows
from server.store.jobs import queue_job
from server.store.tables import ImportBatch
from server.store.unit_of_work import write_transaction

PREVIEW_JOB = "preview_import"


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportOrder:
    """Who sends what. `layout` insists on one; `queue_preview` is off when the caller previews at once."""

    file_name: str
    uploaded_by_id: uuid.UUID | None
    programme_id: uuid.UUID | None
    max_bytes: int
    allow_test_range: bool
    layout: str | None = None
    queue_preview: bool = True


def receive_import(stream: BinaryIO, order: ImportOrder, *, at: dt.datetime) -> uuid.UUID:
    """Keep the file's lines in a new batch and return its id. Raises ImportFileError, whose words are also kept with the batch."""
    facts: FileFacts | None = None
    try:
        facts = look_at_file(stream, max_bytes=order.max_bytes)
        heading = find_headings(stream, facts.encoding, wanted=order.layout)
        return _keep(stream, order, facts, heading, at=at)
    except ImportFileError as refusal:
        _refuse(order, facts, str(refusal), at=at)
        raise


def _keep(stream: BinaryIO, order: ImportOrder, facts: FileFacts, heading: Heading, *, at: dt.datetime) -> uuid.UUID:
    batch = ImportBatch(
        id=new_id(),
        layout=heading.found.layout.code,
        file_name=plain_file_name(order.file_name),
        file_sha256=facts.sha256,
        encoding=facts.encoding,
        mapping={
            "headings": list(heading.headings),
            "separator": heading.separator,
            "missing": list(heading.found.missing),
            "allow_test_range": order.allow_test_range,
            "full_extract": heading.found.layout.full_extract,
        },
        programme_id=order.programme_id,
        status="received",
        uploaded_by_id=order.uploaded_by_id,
        uploaded_at=at,
    )
    with write_transaction() as session:
        add_batch(session, batch)
        batch.rows_total = add_rows(session, batch.id, iterate_lines(stream, facts.encoding, heading))
        if batch.rows_total == 0:
            raise ImportFileError("The file has headings and no line below them.")
        if order.queue_preview:
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
            encoding=facts.encoding if facts else None,
            status="refused",
            refused_reason=reason,
            uploaded_by_id=order.uploaded_by_id,
            uploaded_at=at,
        )
        add_batch(session, batch)
