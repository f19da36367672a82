"""Take back a file that a resident added and has not sent: its rows go, and the worker removes its bytes. What was sent, what the
office added, and what the office has approved stays.

A second call changes nothing.
"""

from __future__ import annotations

import datetime as dt
import uuid

from server.attachments.byte_store import ByteStore, folder_of
from server.domain.evidence import EvidenceRefusedError, ItemState
from server.store.attachment_writes import lock_attachment
from server.store.audit_writes import record_audit
from server.store.evidence import ITEM_ENTITY, find_request_of_item
from server.store.evidence_upload_writes import forget_attachment
from server.store.evidence_writes import lock_request, mark_seen_again
from server.store.jobs import queue_job
from server.store.resident_links import find_link
from server.store.tables import Attachment, EvidenceFile, EvidenceItem
from server.store.unit_of_work import write_transaction

FORGET_JOB = "evidence.forget"


def remove_evidence_file(item_id: uuid.UUID, attachment_id: uuid.UUID, *, at: dt.datetime) -> None:
    """By the resident's link. Raises EvidenceRefusedError: closed, approved. Whoever decides on the document meanwhile is told."""
    with write_transaction() as session:
        request_id = find_request_of_item(session, item_id)
        held = lock_request(session, request_id) if request_id else None
        shown = find_link(session, request_id) if request_id else None
        if held is None or shown is None or not shown.standing.opens(at):
            raise EvidenceRefusedError("closed")
        file = session.get(EvidenceFile, attachment_id, populate_existing=True)
        attachment = lock_attachment(session, attachment_id)
        if file is None or file.item_id != item_id or file.sending_id is not None:
            return
        if attachment is None or attachment.uploaded_by_id is not None:
            return
        item = session.get_one(EvidenceItem, item_id, populate_existing=True)
        if item.state == ItemState.APPROVED:
            raise EvidenceRefusedError("approved")
        item.version += 1
        mark_seen_again(session, attachment)
        session.delete(file)
        session.flush()
        forget_attachment(session, attachment_id)
        queue_job(
            session, FORGET_JOB, {"attachment_id": str(attachment_id), "request_id": str(request_id)}, now=at,
            unique_key=f"{FORGET_JOB}:{attachment_id}",
        )  # fmt: skip
        record_audit(
            session, action="evidence.remove", at=at, user_id=None, entity_type=ITEM_ENTITY, entity_id=item_id,
            fields={"sha256": {"old": attachment.sha256, "new": None}},
        )  # fmt: skip


def forget_evidence_bytes(store: ByteStore, request_id: uuid.UUID, attachment_id: uuid.UUID) -> None:
    """Remove what was taken back, unless the same page has added it again; nobody adds while this looks."""
    with write_transaction() as session:
        lock_request(session, request_id)
        if session.get(Attachment, attachment_id) is None:
            for found in list(store.list_keys(folder_of(attachment_id))):
                store.remove(found.key)
