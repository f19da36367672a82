"""Writes what links send in pieces, inside the caller's transaction. The request is locked before the attachment, in everybody's order."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from server.domain.evidence import ItemState
from server.store.evidence import find_same_bytes
from server.store.evidence_uploads import find_upload_place
from server.store.evidence_writes import lock_request
from server.store.resident_links import find_link
from server.store.tables import (
    Attachment,
    Derivative,
    EvidenceFile,
    EvidenceItem,
    EvidenceRequest,
    EvidenceUpload,
    Upload,
    UploadPart,
)


def lock_item(
    session: Session, request_id: uuid.UUID, item_id: uuid.UUID
) -> tuple[EvidenceItem, EvidenceRequest] | None:
    """A document and its request, held until the transaction ends; None where there is none."""
    found = lock_request(session, request_id)
    item = session.get(EvidenceItem, item_id, populate_existing=True)
    return None if found is None or item is None or item.request_id != request_id else (item, found[1])


def may_bring(session: Session, request_id: uuid.UUID, at: dt.datetime) -> bool:
    """Whether the link of this request, which is locked, opens now."""
    shown = find_link(session, request_id)
    return shown is not None and shown.standing.opens(at)


def save_evidence_file(
    session: Session, attachment: Attachment, item: EvidenceItem, request: EvidenceRequest, at: dt.datetime
) -> None:
    """Put an attachment that was judged on its document and on the case. A second call changes nothing."""
    attachment.case_id = request.case_id
    session.flush()
    if session.get(EvidenceFile, attachment.id) is None:
        session.add(
            EvidenceFile(
                attachment_id=attachment.id, item_id=item.id, added_at=at, seen_before_id=find_same_bytes(session, attachment)
            )
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class HeldPlace:
    """The document and request that a file arrives for, held until the transaction ends."""

    item: EvidenceItem
    request: EvidenceRequest

    def takes_files(self, session: Session, at: dt.datetime) -> bool:
        """Whether it is still asked for."""
        return self.item.state != ItemState.APPROVED and may_bring(session, self.request.id, at)

    def add(self, session: Session, attachment: Attachment, at: dt.datetime) -> None:
        """Put the file, which was judged, on the document."""
        save_evidence_file(session, attachment, self.item, self.request, at)


def lock_place(session: Session, attachment_id: uuid.UUID) -> HeldPlace | None:
    """Where a file that a link sends in pieces belongs; None for any other."""
    place = find_upload_place(session, attachment_id)
    found = lock_item(session, place.request_id, place.item_id) if place else None
    return None if found is None else HeldPlace(*found)


def save_evidence_upload(session: Session, attachment_id: uuid.UUID, item_id: uuid.UUID, at: dt.datetime) -> None:
    """Say for which document a file arrives."""
    if session.get(EvidenceUpload, attachment_id) is None:
        session.add(EvidenceUpload(attachment_id=attachment_id, item_id=item_id, begun_at=at))


def forget_attachment(session: Session, attachment_id: uuid.UUID) -> list[str]:
    """Delete an attachment that nothing but its own sending names; returns the keys of its parts, whose bytes the caller removes."""
    keys = select(UploadPart.storage_key).where(UploadPart.attachment_id == attachment_id)
    stale = list(session.scalars(keys))
    for table in (Derivative, UploadPart, EvidenceUpload, Upload):
        session.execute(delete(table).where(table.attachment_id == attachment_id))
    session.execute(delete(Attachment).where(Attachment.id == attachment_id))
    return stale
