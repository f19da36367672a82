"""Take in an operation that came as a file because it was too large for a push, as if it had been pushed.

Never quarantines and never drops one: what cannot be read as an operation is kept as such, in review, with an alert.
"""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import uuid

from server.attachments.byte_store import CHUNK_BYTES, ByteStore, MissingBytesError
from server.domain.operation import find_op_id
from server.domain.strict_json import NotJsonError, read_json
from server.store.attachment_writes import lock_attachment
from server.store.attachments import find_attachment
from server.store.devices import find_standing
from server.store.unit_of_work import read_snapshot, write_transaction
from server.store.upload_writes import end_unfinished, forget_parts, lock_upload
from server.store.uploads import find_upload_row, list_parts
from server.use_cases.decide_operations import NOT_AN_OPERATION
from server.use_cases.push_operations import push_operations


def receive_operation_file(store: ByteStore, op_id: uuid.UUID, *, now: dt.datetime) -> bool:
    """True once the operation is in the log. False, with the upload ended, when its bytes came damaged: it begins again.

    Killed anywhere, it is run again: the log knows its op_id, and the bytes go only after they are in it.
    """
    with read_snapshot() as session:
        attachment = find_attachment(session, op_id)
        parts = list_parts(session, op_id)
        device = find_standing(session, attachment.device_id) if attachment else None
    if attachment is None or device is None:
        return False
    try:
        content = b"".join(_read(store, part.storage_key) for part in parts)
    except MissingBytesError:
        if _is_completed(op_id):  # another completion was quicker and swept the parts
            return True
        raise
    if hashlib.sha256(content).hexdigest() != attachment.sha256:
        return _is_completed(op_id) or _begin_again(store, op_id, now)
    push_operations(device, [read_operation_file(op_id, content)], now)
    _finish(store, op_id, now)
    return True


def read_operation_file(op_id: uuid.UUID, content: bytes) -> object:
    """What is pushed for these bytes: the operation in them, or else something that goes to review under its op_id."""
    try:
        raw = read_json(content)
    except NotJsonError:
        text = base64.b64encode(content).decode("ascii")
        return {"op_id": str(op_id), NOT_AN_OPERATION: {"base64": text}, "alerts": [{}]}
    if find_op_id(raw) == op_id:
        return raw
    alerts = raw.get("alerts") if isinstance(raw, dict) else [{}]
    return {"op_id": str(op_id), NOT_AN_OPERATION: raw, "alerts": alerts}


def _read(store: ByteStore, key: str) -> bytes:
    with store.open(key) as opened:
        return b"".join(iter(lambda: opened.read(CHUNK_BYTES), b""))


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
        upload.completed_at, upload.ended_at = upload.completed_at or now, None
        attachment.status = "received"
        attachment.received_at = attachment.received_at or now
        stale = forget_parts(session, op_id)
    for key in stale:
        store.remove(key)
