"""Judge an upload whose last byte has come: join its parts, open what is sealed, hash and look; only then is it visible.

A file that fails is kept in quarantine with a plain reason and blocks nothing; one that cannot be opened is kept sealed.
Run twice, or twice at once, it does no harm.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import tempfile
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from server.attachments.arrival_checks import Finding, look_at
from server.attachments.byte_store import ByteStore, MissingBytesError, original_key
from server.attachments.part_reader import PartReader
from server.domain.sealing import CannotOpenError, FindKey, Unopened, no_key, open_pieces, read_wrapped_key
from server.domain.upload import HASH_DIFFERS
from server.store.attachment_writes import lock_attachment
from server.store.attachments import find_attachment
from server.store.jobs import queue_job
from server.store.tables import Attachment, Upload
from server.store.unit_of_work import read_snapshot, write_transaction
from server.store.upload_writes import forget_parts, lock_upload
from server.store.uploads import find_upload_row, list_parts
from server.use_cases.find_sealers import find_sealers
from server.use_cases.raise_unopened import raise_unopened
from server.use_cases.receive_operation_file import receive_operation_file

DERIVATIVES_JOB = "attachment.derivatives"
_KEPT_IN_MEMORY = 4 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class _Whole:
    key: str
    sha256: str
    finding: Finding


def complete_upload(
    store: ByteStore, attachment_id: uuid.UUID, *, now: dt.datetime, find_key: FindKey = no_key
) -> bool:
    """True when the upload is completed, by this call or before; False while bytes are missing, it was ended, or it cannot
    be opened.
    """
    with read_snapshot() as session:
        upload = find_upload_row(session, attachment_id)
        keys = [part.storage_key for part in list_parts(session, attachment_id)]
        attachment = find_attachment(session, attachment_id)
    if upload is None or attachment is None or upload.ended_at is not None:
        return False
    if upload.completed_at is not None:
        return True
    if upload.offset != upload.length:
        return False
    parts = PartReader(store, keys)
    try:
        chunks = _open(parts, upload, attachment, find_key)
        if attachment.purpose == "operation":
            return receive_operation_file(store, attachment_id, chunks, now=now, find_key=find_key)
        whole = _join(store, attachment_id, chunks, upload.fence)
    except CannotOpenError as error:
        return _keep_sealed(attachment_id, error.why, fence=upload.fence, now=now)
    except MissingBytesError:
        with read_snapshot() as session:  # another completion was quicker and swept the parts, or bytes are really gone
            again = find_upload_row(session, attachment_id)
        if again is not None and again.completed_at is not None:
            return True
        raise
    finally:
        parts.close()
    return _judge(store, attachment_id, whole, fence=upload.fence, now=now)


def _open(parts: PartReader, upload: Upload, attachment: Attachment, find_key: FindKey) -> Iterator[bytes]:
    """The plain bytes, a little at a time. Raises CannotOpenError, at once or on the way."""
    if upload.wrapped_key is None or upload.piece_size is None:
        return parts.chunks()
    subject = str(attachment.id)
    wrapped = read_wrapped_key(upload.sealing_key_id, upload.wrapped_key)
    key = find_sealers(attachment.device_id, attachment.uploaded_by_id).open_key(find_key, wrapped, subject=subject)
    return open_pieces(key, subject, upload.piece_size, parts.read)


def _join(store: ByteStore, attachment_id: uuid.UUID, chunks: Iterator[bytes], fence: int) -> _Whole:
    digest = hashlib.sha256()
    key = original_key(attachment_id, fence)
    writer = store.start(key)
    try:
        with tempfile.SpooledTemporaryFile(max_size=_KEPT_IN_MEMORY) as copy:
            for chunk in chunks:
                digest.update(chunk)
                writer.write(chunk)
                copy.write(chunk)
            finding = look_at(_as_binary(copy))
        writer.finish()
    finally:
        writer.discard()
    return _Whole(key, digest.hexdigest(), finding)


def _keep_sealed(attachment_id: uuid.UUID, why: Unopened, *, fence: int, now: dt.datetime) -> bool:
    """Leave the parts as they came and say so; an operation that nobody can read is itself an alert. False, always."""
    with write_transaction() as session:
        attachment = lock_attachment(session, attachment_id)
        upload = lock_upload(session, attachment_id)
        if upload is None or attachment is None or upload.completed_at is not None or upload.ended_at is not None:
            return False
        if upload.fence != fence or upload.unopened == why:
            return False
        upload.unopened = why.value
        if attachment.purpose == "operation":
            piece = {uuid.uuid5(attachment_id, "unopened"): attachment_id}
            raise_unopened(session, piece, now, device_id=attachment.device_id, user_id=attachment.uploaded_by_id)
    return False


def _as_binary(copy: tempfile.SpooledTemporaryFile[bytes]) -> BinaryIO:
    copy.seek(0)
    return copy  # type: ignore[return-value]  # typeshed does not call it a BinaryIO; it behaves as one


def _judge(store: ByteStore, attachment_id: uuid.UUID, whole: _Whole, *, fence: int, now: dt.datetime) -> bool:
    with write_transaction() as session:
        attachment = lock_attachment(session, attachment_id)  # before the upload, in everybody's order
        upload = lock_upload(session, attachment_id)
        if upload is None or attachment is None or upload.ended_at is not None or upload.fence != fence:
            return False
        if upload.completed_at is not None:
            return True
        fault = whole.finding.fault if whole.sha256 == attachment.sha256 else HASH_DIFFERS
        upload.completed_at, upload.unopened = now, None
        attachment.storage_key = whole.key
        attachment.found_type = whole.finding.content_type
        attachment.quarantine_reason = fault
        attachment.status = "quarantined" if fault else "received"
        attachment.received_at = now
        if fault is None:
            queue_job(
                session,
                DERIVATIVES_JOB,
                {"attachment_id": str(attachment_id)},
                now=now,
                unique_key=f"{DERIVATIVES_JOB}:{attachment_id}",
            )
        stale = forget_parts(session, attachment_id)
    for key in stale:
        store.remove(key)
    return True
