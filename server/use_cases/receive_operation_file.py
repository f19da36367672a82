"""Take in an operation that came as a file because it was too large for a push, as if it had been pushed.

Never quarantines and never drops one: what cannot be read as an operation is kept as such, in review, with an alert.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import uuid
from collections.abc import Iterable

from server.attachments.byte_store import ByteStore
from server.domain.sealed_operation import read_operation_bytes
from server.domain.sealing import FindKey
from server.store.attachment_writes import lock_attachment
from server.store.attachments import find_attachment
from server.store.devices import find_standing
from server.store.kept_upload_writes import forget_kept
from server.store.unit_of_work import read_snapshot, write_transaction
from server.store.upload_writes import end_unfinished, finish_upload, forget_parts, lock_upload
from server.store.uploads import find_upload_row
from server.use_cases.push_operations import push_operations


def receive_operation_file(
    store: ByteStore, op_id: uuid.UUID, chunks: Iterable[bytes], *, now: dt.datetime, find_key: FindKey
) -> bool:
    """True once the operation is in the log. False, with the upload ended, when its bytes came damaged: it begins again.

    `chunks` are its plain bytes, which may still hold a sealed operation. Killed anywhere, it is run again: the log knows its
    op_id, and the bytes go only after they are in it.
    """
    with read_snapshot() as session:
        attachment = find_attachment(session, op_id)
        device = find_standing(session, attachment.device_id) if attachment else None
    if attachment is None or device is None:
        return False
    content = b"".join(chunks)
    if hashlib.sha256(content).hexdigest() != attachment.sha256:
        return _is_completed(op_id) or _begin_again(store, op_id, now)
    push_operations(device, [read_operation_bytes(str(op_id), content)], now, find_key=find_key)
    _finish(store, op_id, now)
    return True


def _is_completed(op_id: uuid.UUID) -> bool:
    with read_snapshot() as session:
        upload = find_upload_row(session, op_id)
    return upload is not None and upload.completed_at is not None


def _begin_again(store: ByteStore, op_id: uuid.UUID, now: dt.datetime) -> bool:
    with write_transaction() as session:
        attachment = lock_attachment(session, op_id)
        stale = end_unfinished(session, op_id, now=now)
        if attachment is not None and stale is not None:
            attachment.status = "expected"
    for key in stale or []:
        store.remove(key)
    return False


def _finish(store: ByteStore, op_id: uuid.UUID, now: dt.datetime) -> None:
    with write_transaction() as session:
        attachment = lock_attachment(session, op_id)
        upload = lock_upload(session, op_id)
        if attachment is None or upload is None:
            return
        finish_upload(upload, now=now)
        attachment.status = "received"
        attachment.received_at = attachment.received_at or now
        stale = forget_parts(session, op_id) + forget_kept(session, op_id)
    for key in stale:
        store.remove(key)
