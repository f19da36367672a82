"""Open the original bytes of an attachment for a named role, writing into the audit trail that this person did.

Who may is the caller's to check; what is in quarantine, or the virus scanner has not looked at, is never opened here.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator
from dataclasses import dataclass

from server.attachments.byte_store import CHUNK_BYTES, ByteStore, MissingBytesError
from server.domain.virus_scan import find_scan_state, withholds_original
from server.store.attachments import find_attachment
from server.store.audit_writes import record_view
from server.store.unit_of_work import read_snapshot


@dataclass(frozen=True, slots=True)
class Original:
    """The bytes as they were hashed on the device, in pieces. `content_type` is what they are, not what was claimed."""

    pieces: Iterator[bytes]
    content_type: str
    size: int
    name: str
    sha256: str


def open_original(
    store: ByteStore, attachment_id: uuid.UUID, *, has_scanner: bool, user_id: uuid.UUID, now: dt.datetime
) -> Original | None:
    """The original, audited before its first byte leaves; None when it is not received (yet) or its bytes are gone."""
    with read_snapshot() as session:
        attachment = find_attachment(session, attachment_id)
    if attachment is None or attachment.status != "received" or not attachment.storage_key or not attachment.found_type:
        return None
    if withholds_original(find_scan_state(attachment.scan, attachment.scan_error, has_scanner=has_scanner)):
        return None
    try:
        opened = store.open(attachment.storage_key)
    except MissingBytesError:
        return None
    record_view(action="attachment.opened", at=now, user_id=user_id, entity_type="attachment", entity_id=attachment_id)

    def pieces() -> Iterator[bytes]:
        with opened:
            while piece := opened.read(CHUNK_BYTES):
                yield piece

    return Original(pieces(), attachment.found_type, attachment.size, attachment.name, attachment.sha256)
