"""Join a file's bytes at rest, look at them, and decide what the file is: received, or kept in quarantine with a plain reason."""

from __future__ import annotations

import datetime as dt
import hashlib
import tempfile
import uuid
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy.orm import Session

from server.attachments.arrival_checks import Finding, look_at
from server.attachments.byte_store import ByteStore, original_key
from server.domain.upload import HASH_DIFFERS
from server.store.attachment_writes import lock_attachment
from server.store.evidence_upload_writes import lock_place
from server.store.jobs import queue_job
from server.store.kept_upload_writes import forget_kept
from server.store.tables import Attachment, Upload
from server.store.unit_of_work import write_transaction
from server.store.upload_writes import end_unfinished, finish_upload, forget_parts, lock_upload
from server.use_cases.limit_link_sends import note_vain_send

DERIVATIVES_JOB = "attachment.derivatives"


@dataclass(frozen=True, slots=True)
class WholeFile:
    """All the plain bytes of a file, at rest under `key`."""

    key: str
    sha256: str
    finding: Finding


def join_upload(store: ByteStore, attachment_id: uuid.UUID, chunks: Iterator[bytes], fence: int) -> WholeFile:
    """Write the bytes under a key of this fence, and look at them on the way. Raises what `chunks` raises, with nothing left."""
    digest = hashlib.sha256()
    key = original_key(attachment_id, fence)
    writer = store.start(key)
    try:
        with tempfile.TemporaryFile() as copy:
            for chunk in chunks:
                digest.update(chunk)
                writer.write(chunk)
                copy.write(chunk)
            copy.flush()
            finding = look_at(copy)
        writer.finish()
    finally:
        writer.discard()
    return WholeFile(key, digest.hexdigest(), finding)


def judge_upload(
    store: ByteStore, attachment_id: uuid.UUID, whole: WholeFile, *, fence: int, now: dt.datetime, is_kept: bool = False
) -> bool:
    """True once the file is judged, by this call or before; False where the fence has risen meanwhile or the upload was ended, as
    one is that comes by a link for a document that takes no more files.

    `is_kept`: the bytes came before those that are under way or were ended or refused since, and stand in their place. Kept ones go
    once the announced bytes are here.
    """
    with write_transaction() as session:
        place = lock_place(
            session, attachment_id
        )  # before the attachment, and that before the upload, in everybody's order
        attachment = lock_attachment(session, attachment_id)
        upload = lock_upload(session, attachment_id)
        if upload is None or attachment is None or upload.fence != fence:
            return False
        if upload.ended_at is not None and not is_kept:
            return False
        if upload.completed_at is not None and not (is_kept and attachment.quarantine_reason == HASH_DIFFERS):
            return True
        is_taken = place is None or place.takes_files(session, now)
        if is_taken:
            stale = _take(session, attachment, upload, whole, now)
        else:  # closed or approved since it was announced: nobody asks for it any more
            attachment.status = "expected"
            stale = [whole.key, *(end_unfinished(session, attachment_id, now=now) or ())]
        if is_taken and place is not None:
            place.add(session, attachment, now)
            if attachment.quarantine_reason is not None:
                note_vain_send(session, place.request.id, now)
    for key in stale:
        store.remove(key)
    return is_taken


def _take(session: Session, attachment: Attachment, upload: Upload, whole: WholeFile, now: dt.datetime) -> list[str]:
    """Say what became of it; the keys that nothing names any more."""
    refused_key = attachment.storage_key
    fault = whole.finding.fault if whole.sha256 == attachment.sha256 else HASH_DIFFERS
    finish_upload(upload, now=now)
    attachment.storage_key = whole.key
    attachment.found_type = whole.finding.content_type
    attachment.quarantine_reason = fault
    attachment.status = "quarantined" if fault else "received"
    attachment.received_at = now
    if fault is None:
        queue_job(
            session, DERIVATIVES_JOB, {"attachment_id": str(attachment.id)}, now=now,
            unique_key=f"{DERIVATIVES_JOB}:{attachment.id}",
        )  # fmt: skip
    stale = forget_parts(session, attachment.id) + ([refused_key] if refused_key else [])
    return stale + (forget_kept(session, attachment.id) if whole.sha256 == attachment.sha256 else [])
