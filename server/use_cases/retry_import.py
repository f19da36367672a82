"""Let the worker try again what it has given up of an import: reading, importing or undoing. Each goes on where it stood."""

from __future__ import annotations

import datetime as dt
import uuid

from server.domain.import_work import JOB_OF, job_key
from server.store.audit_writes import record_audit
from server.store.import_batches import get_batch
from server.store.jobs import queue_job
from server.store.unit_of_work import write_transaction
from server.store.waiting_jobs import has_waiting_job


def retry_import(batch_id: uuid.UUID, *, by_id: uuid.UUID, at: dt.datetime) -> None:
    """Queue it anew; nothing where it is with the worker or there is nothing to do. Raises BatchNotFoundError."""
    with write_transaction() as session:
        batch = get_batch(session, batch_id, lock=True)
        if batch.status not in JOB_OF:
            return
        key = job_key(batch.status, batch_id)
        if has_waiting_job(session, key):
            return
        queue_job(session, JOB_OF[batch.status], {"batch_id": str(batch_id)}, now=at, unique_key=key)
        record_audit(
            session, action="import.retry", at=at, user_id=by_id, entity_type="import_batch", entity_id=batch_id
        )
