"""Begin to receive an attachment's bytes, or find where to go on. The same attachment announced twice is one upload.

Never mixes two contents under one id, and never shows one device what another has sent.
"""

from __future__ import annotations

import datetime as dt

from sqlalchemy.exc import IntegrityError

from server.attachments.byte_store import ByteStore
from server.domain.sealing import Unopened, find_sealed_size
from server.domain.upload import (
    EXPIRES_AFTER,
    HASH_DIFFERS,
    MOST_OPEN_UPLOADS,
    FileSealing,
    NamedAttachment,
    OtherContentError,
    TooManyOpenError,
)
from server.store.attachment_writes import name_attachment
from server.store.kept_upload_writes import keep_parts
from server.store.tables import Attachment, Upload
from server.store.unit_of_work import write_transaction
from server.store.upload_writes import forget_parts, lock_upload, open_upload
from server.store.uploads import count_open


def create_upload(
    store: ByteStore,
    named: NamedAttachment,
    *,
    metadata_text: str,
    now: dt.datetime,
    sealing: FileSealing | None = None,
    is_counted: bool = True,
) -> None:
    """Make the upload ready for bytes at whatever offset it has reached; raises OtherContentError or TooManyOpenError.

    One that ended or expired starts again; so does one whose bytes arrived damaged, or that comes sealed in another way than
    before, since two sealings do not fit together. What was received stays received, and what is whole and sealed is kept until
    then. `is_counted` False where the caller bounds what is under way, since its device stands for many people.
    """
    try:
        stale = _begin(named, metadata_text, sealing, now, is_counted=is_counted)
    except IntegrityError:  # the same announcement, twice in one instant: the other one is there now
        stale = _begin(named, metadata_text, sealing, now, is_counted=is_counted)
    for key in stale:
        store.remove(key)


def _begin(
    named: NamedAttachment, metadata_text: str, sealing: FileSealing | None, now: dt.datetime, *, is_counted: bool
) -> list[str]:
    length = find_sealed_size(named.size, sealing.piece_size) if sealing else named.size
    with write_transaction() as session:
        attachment = name_attachment(session, named, now=now)
        if attachment is None:
            raise OtherContentError("this attachment id is already used for another file")
        session.flush()
        upload = lock_upload(session, attachment.id)
        if upload is not None and not _starts_again(upload, attachment, sealing, now):
            return []
        if is_counted and count_open(session, named.device_id, named.purpose, at=now) >= MOST_OPEN_UPLOADS:
            raise TooManyOpenError("this phone has begun too many files; send the rest of those first")
        if upload is not None and upload.unopened is not None:
            keep_parts(session, upload, now=now)
        stale = forget_parts(session, attachment.id)
        open_upload(
            session, attachment.id, length=length, metadata_text=metadata_text, sealing=sealing,
            expires_at=now + EXPIRES_AFTER,
        )  # fmt: skip
        attachment.status, attachment.quarantine_reason = "receiving", None
        return stale


def _starts_again(upload: Upload, attachment: Attachment, sealing: FileSealing | None, now: dt.datetime) -> bool:
    if attachment.status == "quarantined":
        return attachment.quarantine_reason == HASH_DIFFERS
    if upload.completed_at is not None:
        return False
    before = (upload.sealing_key_id, upload.wrapped_key, upload.piece_size)
    is_other = before != ((sealing.key_id, sealing.wrapped_key, sealing.piece_size) if sealing else (None, None, None))
    is_over = upload.ended_at is not None or (upload.expires_at <= now and upload.unopened is None)
    return is_over or is_other or upload.unopened == Unopened.TAMPERED
