"""Remove the bytes of pictures, sounds and films that no form names any more: of an upload put aside, of a file replaced.

Never removes what a version or an upload names, nor what is so young that somebody may be about to name it.
"""

from __future__ import annotations

import datetime as dt

from server.attachments.byte_store import ByteStore, list_form_media
from server.store.forms import list_named_sha256
from server.store.unit_of_work import read_snapshot

STRAY_AFTER = dt.timedelta(days=1)


def sweep_form_media(store: ByteStore, *, now: dt.datetime) -> int:
    """Returns how many keys went. Done again it removes nothing more."""
    old = [found.key for found in list_form_media(store) if found.changed_at < now - STRAY_AFTER]
    if not old:
        return 0
    with read_snapshot() as session:  # after listing: what was named meanwhile is seen
        named = list_named_sha256(session)
    gone = [key for key in old if key.rpartition("/")[2] not in named]
    for key in gone:
        store.remove(key)
    return len(gone)
