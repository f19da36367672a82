"""Tidy up behind uploads: finish those killed after the last byte, end the expired, remove stray bytes.

Never removes a key that a row names, nor one so young that a writer may be about to name it.
"""

from __future__ import annotations

import datetime as dt
import logging
import uuid

from server.attachments.byte_store import ByteStore, MissingBytesError, folder_of
from server.domain.sealing import FindKey, no_key
from server.store.attachment_writes import lock_attachment
from server.store.unit_of_work import read_snapshot, write_transaction
from server.store.upload_writes import end_unfinished, lock_upload
from server.store.uploads import list_expired, list_named_keys, list_sweepable, list_whole_but_unfinished
from server.use_cases.complete_upload import complete_upload

# A PATCH of 25 MB may trickle for long; what is older than this belongs to nobody.
STRAY_AFTER = dt.timedelta(hours=6)
ENDED_WITHIN = dt.timedelta(days=2)

log = logging.getLogger("doorstep.uploads")


def sweep_uploads(store: ByteStore, *, now: dt.datetime, find_key: FindKey = no_key) -> int:
    """Do all three, each upload for itself; returns how many stray keys went. One that fails has its turn again."""
    with read_snapshot() as session:
        whole, expired = list_whole_but_unfinished(session), list_expired(session, at=now)
        sweepable = list_sweepable(session, since=now - ENDED_WITHIN)
    for attachment_id in whole:
        try:
            complete_upload(store, attachment_id, now=now, find_key=find_key)
        except (MissingBytesError, OSError):
            log.exception("upload %s could not be completed", attachment_id)
    for attachment_id in set(expired) - set(whole):
        _end(store, attachment_id, now)
    return sum(_remove_strays(store, attachment_id, now) for attachment_id in sweepable)


def _end(store: ByteStore, attachment_id: uuid.UUID, now: dt.datetime) -> None:
    with write_transaction() as session:
        attachment = lock_attachment(session, attachment_id)
        upload = lock_upload(session, attachment_id)
        if upload is None or upload.expires_at > now:  # continued since it was listed
            return
        stale = end_unfinished(session, attachment_id, now=now)
        if attachment is None or stale is None:
            return
        attachment.status = "expected"
    for key in stale:
        store.remove(key)


def _remove_strays(store: ByteStore, attachment_id: uuid.UUID, now: dt.datetime) -> int:
    strays = [found.key for found in store.list_keys(folder_of(attachment_id)) if found.changed_at < now - STRAY_AFTER]
    if not strays:
        return 0
    with read_snapshot() as session:  # after listing: what was named meanwhile is seen
        named = list_named_keys(session, attachment_id)
    gone = [key for key in strays if key not in named]
    for key in gone:
        store.remove(key)
    return len(gone)
