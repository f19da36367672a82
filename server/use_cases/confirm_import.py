"""Confirm a previewed batch: from here on the worker applies it. Confirming twice is confirming once."""

from __future__ import annotations

import datetime as dt
import uuid

from server.domain.import_layouts import GAZETTEER
from server.domain.own_list import meaning_fingerprint
from server.store.audit_writes import record_audit
from server.store.import_batches import get_batch
from server.store.jobs import queue_job
from server.store.unit_of_work import write_transaction

APPLY_JOB = "apply_import"


class ImportNotConfirmedError(Exception):
    """The batch cannot be confirmed; `reason` is not_previewed, no_programme or other_columns. Nothing was written."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def confirm_import(
    batch_id: uuid.UUID,
    *,
    programme_id: uuid.UUID | None,
    full_extract: bool,
    by_id: uuid.UUID | None,
    at: dt.datetime,
    seen_meaning: str | None = None,
    queue: bool = True,
) -> None:
    """Let the batch be applied under a programme. `full_extract`: whoever the file leaves out is listed for a decision.

    `seen_meaning`: the fingerprint of what the columns meant in the preview that was looked at; None where nobody looked.
    """
    with write_transaction() as session:
        batch = get_batch(session, batch_id, lock=True)
        if batch.status in ("importing", "imported"):
            return
        if batch.status != "previewed":
            raise ImportNotConfirmedError("not_previewed")
        if seen_meaning is not None and seen_meaning != meaning_fingerprint(batch.mapping):
            raise ImportNotConfirmedError("other_columns")
        if programme_id is None and batch.layout != GAZETTEER:
            raise ImportNotConfirmedError("no_programme")
        batch.programme_id = programme_id
        batch.mapping = {**batch.mapping, "full_extract": full_extract}
        batch.status, batch.rows_done = "importing", 0
        batch.confirmed_by_id, batch.confirmed_at = by_id, at
        if queue:
            queue_job(session, APPLY_JOB, {"batch_id": str(batch_id)}, now=at, unique_key=f"{APPLY_JOB}:{batch_id}")
        record_audit(
            session,
            action="import.confirm",
            at=at,
            user_id=by_id,
            entity_type="import_batch",
            entity_id=batch_id,
            fields={},
        )


def discard_import(batch_id: uuid.UUID, *, by_id: uuid.UUID, at: dt.datetime) -> None:
    """Put a batch aside that was not confirmed; its rows stay. Does nothing to one that is past that."""
    with write_transaction() as session:
        batch = get_batch(session, batch_id, lock=True)
        if batch.status in ("unmapped", "received", "previewed"):
            batch.status, batch.finished_at = "discarded", at
            record_audit(
                session, action="import.discard", at=at, user_id=by_id, entity_type="import_batch", entity_id=batch_id
            )
