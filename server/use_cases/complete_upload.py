"""Judge an upload whose last byte has come: join its parts, open what is sealed, hash and look; only then is it visible.

A file that fails is kept in quarantine with a plain reason and blocks nothing; one that cannot be opened is kept sealed.
Run twice, or twice at once, it does no harm.
"""

from __future__ import annotations

import datetime as dt
import uuid

from server.attachments.byte_store import ByteStore, MissingBytesError
from server.attachments.part_reader import PartReader
from server.domain.sealing import CannotOpenError, FindKey, Unopened, no_key
from server.domain.upload import FileSealing
from server.store.attachment_writes import lock_attachment
from server.store.attachments import find_attachment
from server.store.unit_of_work import read_snapshot, write_transaction
from server.store.upload_writes import lock_upload
from server.store.uploads import find_upload_row, list_parts
from server.use_cases.judge_upload import join_upload, judge_upload
from server.use_cases.open_file import open_file
from server.use_cases.raise_unopened import raise_unopened
from server.use_cases.receive_operation_file import receive_operation_file


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
        chunks = parts.chunks()
        if upload.wrapped_key is not None and upload.piece_size is not None:
            sealing = FileSealing(upload.sealing_key_id or "", upload.wrapped_key, upload.piece_size)
            chunks = open_file(parts, sealing, attachment, find_key)
        if attachment.purpose == "operation":
            return receive_operation_file(store, attachment_id, chunks, now=now, find_key=find_key)
        whole = join_upload(store, attachment_id, chunks, upload.fence)
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
    return judge_upload(store, attachment_id, whole, fence=upload.fence, now=now)


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
