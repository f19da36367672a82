"""End an unfinished upload at its sender's wish (tus termination); its bytes go, the attachment is expected again.

Never ends what the council has received or keeps in quarantine.
"""

from __future__ import annotations

import datetime as dt
import uuid

from server.attachments.byte_store import ByteStore
from server.domain.upload import AlreadyReceivedError, Sender, UnknownUploadError
from server.store.attachment_writes import lock_attachment
from server.store.unit_of_work import write_transaction
from server.store.upload_writes import end_unfinished, lock_upload


def end_upload(store: ByteStore, attachment_id: uuid.UUID, sender: Sender, *, now: dt.datetime) -> None:
    """Forget the bytes that came; a writer under way is shut out. Ending an ended one again changes nothing."""
    with write_transaction() as session:
        attachment = lock_attachment(session, attachment_id)
        if attachment is None or attachment.device_id != sender.device_id:
            raise UnknownUploadError("there is no such upload")
        if attachment.status in ("received", "quarantined"):
            raise AlreadyReceivedError("the council has this file; it cannot be taken back from here")
        upload = lock_upload(session, attachment_id)
        if upload is not None and upload.unopened is not None:
            raise AlreadyReceivedError(
                "the council has this file and opens it when it can; it cannot be taken back from here"
            )
        stale = end_unfinished(session, attachment_id, now=now)
        if stale is None:
            raise UnknownUploadError("there is no such upload")
        attachment.status = "expected"
    for key in stale:
        store.remove(key)
