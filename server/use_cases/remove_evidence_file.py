"""Take back a file that a resident added and has not sent: its rows and its bytes go. What was sent stays.

A second call changes nothing.
"""

from __future__ import annotations

import datetime as dt
import uuid

from sqlalchemy import delete, update

from server.attachments.byte_store import ByteStore, folder_of
from server.domain.evidence import EvidenceRefusedError
from server.store.audit_writes import record_audit
from server.store.evidence import ITEM_ENTITY, find_request_of_item
from server.store.evidence_writes import lock_request
from server.store.resident_links import find_link
from server.store.tables import Attachment, Derivative, EvidenceFile
from server.store.unit_of_work import write_transaction


def remove_evidence_file(store: ByteStore, item_id: uuid.UUID, attachment_id: uuid.UUID, *, at: dt.datetime) -> None:
    """By the resident's link. Raises EvidenceRefusedError: closed. Killed before the bytes go, they are named by nothing."""
    with write_transaction() as session:
        request_id = find_request_of_item(session, item_id)
        held = lock_request(session, request_id) if request_id else None
        shown = find_link(session, request_id) if request_id else None
        if held is None or shown is None or not shown.standing.opens(at):
            raise EvidenceRefusedError("closed")
        file = session.get(EvidenceFile, attachment_id, populate_existing=True)
        if file is None or file.item_id != item_id or file.sending_id is not None:
            return
        session.execute(
            update(EvidenceFile).where(EvidenceFile.seen_before_id == attachment_id).values(seen_before_id=None)
        )
        session.execute(delete(Derivative).where(Derivative.attachment_id == attachment_id))
        session.delete(file)
        session.flush()
        session.execute(delete(Attachment).where(Attachment.id == attachment_id))
        record_audit(session, action="evidence.remove", at=at, user_id=None, entity_type=ITEM_ENTITY, entity_id=item_id)
    for found in list(store.list_keys(folder_of(attachment_id))):
        store.remove(found.key)
