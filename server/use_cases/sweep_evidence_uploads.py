"""Forget files that began to arrive by link and never will be whole: given up, expired, or of a request that was closed.

Touches nothing that was received or is kept in quarantine, and nothing that was begun within the last day.
"""

from __future__ import annotations

import datetime as dt
import uuid

from server.attachments.byte_store import ByteStore, folder_of
from server.store.attachment_writes import lock_attachment
from server.store.evidence_upload_writes import forget_attachment
from server.store.evidence_uploads import find_upload_place, list_given_up
from server.store.evidence_writes import lock_request
from server.store.unit_of_work import read_snapshot, write_transaction
from server.store.upload_writes import lock_upload
from server.store.uploads import is_writing

REST = dt.timedelta(days=1)
MOST_AT_ONCE = 500  # the rest in the next rounds: other duties of the worker wait meanwhile


def sweep_evidence_uploads(store: ByteStore, *, now: dt.datetime) -> int:
    """How many were forgotten. Run twice, or twice at once, it does no harm."""
    with read_snapshot() as session:
        given_up = list_given_up(session, begun_before=now - REST, at=now, limit=MOST_AT_ONCE)
    return sum(_forget(store, attachment_id, now) for attachment_id in given_up)


def _forget(store: ByteStore, attachment_id: uuid.UUID, now: dt.datetime) -> bool:
    with write_transaction() as session:
        place = find_upload_place(session, attachment_id)
        if place is None:
            return False
        lock_request(session, place.request_id)
        attachment = lock_attachment(session, attachment_id)
        upload = lock_upload(session, attachment_id)
        if attachment is None or attachment.status in ("received", "quarantined"):
            return False
        is_again = not list_given_up(session, begun_before=now - REST, at=now, only_id=attachment_id)
        if is_again or (upload is not None and is_writing(upload, now)):
            return False
        for found in list(store.list_keys(folder_of(attachment_id))):
            store.remove(found.key)  # before the rows, which alone say that something is left to remove
        forget_attachment(session, attachment_id)
    return True
