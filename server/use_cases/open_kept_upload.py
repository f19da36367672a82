"""Open a whole sealed file that is kept while it arrives sealed anew, once its key is here again.

It then stands in the place of what is under way. Run twice, or twice at once, it does no harm.
"""

from __future__ import annotations

import datetime as dt
import hashlib

from server.attachments.byte_store import ByteStore
from server.attachments.part_reader import PartReader
from server.domain.sealing import CannotOpenError, FindKey, Unopened
from server.domain.upload import FileSealing
from server.store.attachments import find_attachment
from server.store.kept_upload_writes import give_up_kept
from server.store.kept_uploads import find_kept
from server.store.tables import Attachment, KeptUpload
from server.store.unit_of_work import read_snapshot, write_transaction
from server.store.upload_writes import raise_fence
from server.use_cases.judge_upload import join_upload, judge_upload
from server.use_cases.open_file import open_file
from server.use_cases.receive_operation_file import receive_operation_file


def open_kept_upload(store: ByteStore, kept_id: int, *, now: dt.datetime, find_key: FindKey) -> bool:
    """True once the file is received; False where it cannot be opened (yet), or somebody else is at it."""
    with read_snapshot() as session:
        kept = find_kept(session, kept_id)
        attachment = find_attachment(session, kept.attachment_id) if kept else None
    if kept is None or attachment is None:
        return False
    try:
        if _hash(store, kept, attachment, find_key) == attachment.sha256:
            return _receive(store, kept, attachment, now, find_key)
    except CannotOpenError as error:
        if error.why is Unopened.UNKNOWN_KEY:
            return False
    with write_transaction() as session:
        give_up_kept(session, kept_id)
    return False


def _hash(store: ByteStore, kept: KeptUpload, attachment: Attachment, find_key: FindKey) -> str:
    """Looked at first: what is not what was announced must not get in the way of what is under way."""
    digest, parts = hashlib.sha256(), PartReader(store, kept.storage_keys)
    try:
        for chunk in open_file(parts, _sealing_of(kept), attachment, find_key):
            digest.update(chunk)
    finally:
        parts.close()
    return digest.hexdigest()


def _receive(store: ByteStore, kept: KeptUpload, attachment: Attachment, now: dt.datetime, find_key: FindKey) -> bool:
    parts = PartReader(store, kept.storage_keys)
    try:
        chunks = open_file(parts, _sealing_of(kept), attachment, find_key)
        if attachment.purpose == "operation":
            return receive_operation_file(store, attachment.id, chunks, now=now, find_key=find_key)
        with write_transaction() as session:
            fence = raise_fence(session, attachment.id)
        whole = join_upload(store, attachment.id, chunks, fence)
    finally:
        parts.close()
    return judge_upload(store, attachment.id, whole, fence=fence, now=now, is_kept=True)


def _sealing_of(kept: KeptUpload) -> FileSealing:
    return FileSealing(kept.sealing_key_id or "", kept.wrapped_key, kept.piece_size)
