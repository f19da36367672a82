"""Reads one evidence request with its documents, what was sent for each, and by whom. Writes nothing; knows no bytes."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from server.domain.evidence import Decision, ItemState, RequestState, RequestStatus, find_state
from server.domain.phone_window import find_council_date
from server.store.office_visit import Photo, describe_photos
from server.store.resident_links import ShownLink, find_link
from server.store.tables import (
    Attachment,
    DocumentType,
    EvidenceDecision,
    EvidenceFile,
    EvidenceItem,
    EvidenceRequest,
    EvidenceSending,
)

REQUEST_ENTITY, ITEM_ENTITY = "evidence_request", "evidence_item"


@dataclass(frozen=True, slots=True)
class ShownFile:
    """A file for one document: where it stands there, and the attachment with the sizes in which it can be shown."""

    file: EvidenceFile
    photo: Photo
    sending: EvidenceSending | None

    @property
    def is_whole(self) -> bool:
        """Whether it can be opened, as far as is known by now."""
        return self.photo.attachment.status == "received"

    @property
    def is_unsent(self) -> bool:
        """Whether *Send* is still to be pressed for it."""
        return self.sending is None and self.is_whole


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownItem:
    """One document that is asked for. `files` in the order in which they came; `decisions` oldest first."""

    item: EvidenceItem
    type: DocumentType
    approved_type: DocumentType | None
    files: Sequence[ShownFile]
    decisions: Sequence[EvidenceDecision]

    @property
    def state(self) -> ItemState:
        """How it stands."""
        return ItemState(self.item.state)

    @property
    def takes_files(self) -> bool:
        """Whether more may be added for it."""
        return self.state is not ItemState.APPROVED

    def find_refused_at(self, file: ShownFile) -> dt.datetime | None:
        """When what was sent with this file was refused, unless that was taken back."""
        if file.sending is None:
            return None
        later = [one for one in self.decisions if one.decided_at >= file.sending.sent_at]
        standing = [
            one
            for one, then in pairwise([*later, None])
            if one and one.decision == Decision.REFUSE and (then is None or then.decision != Decision.REOPEN)
        ]
        return standing[0].decided_at if standing else None

    @property
    def unsent(self) -> list[ShownFile]:
        """What *Send* would send."""
        return [one for one in self.files if one.is_unsent]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownEvidence:
    """A request with all that belongs to it. `sendings` newest first."""

    request: EvidenceRequest
    shown_link: ShownLink
    items: Sequence[ShownItem]
    sendings: Sequence[EvidenceSending]

    def state(self, now: dt.datetime) -> RequestState:
        """How it stands."""
        status, expires_at = RequestStatus(self.request.status), self.shown_link.link.expires_at
        return find_state(status, self.request.due_on, expires_at, now, find_council_date(now))


def find_evidence(session: Session, request_id: uuid.UUID) -> ShownEvidence | None:
    """The request, or None."""
    request = session.get(EvidenceRequest, request_id)
    shown_link = find_link(session, request_id) if request is not None else None
    if request is None or shown_link is None:
        return None
    sent = select(EvidenceSending).where(EvidenceSending.request_id == request_id)
    sendings = session.scalars(sent.order_by(EvidenceSending.sent_at.desc(), EvidenceSending.id.desc())).all()
    files = _files_by_item(session, request_id, {sending.id: sending for sending in sendings})
    decisions = _decisions_by_item(session, request_id)
    approved = aliased(DocumentType)
    rows = session.execute(
        select(EvidenceItem, DocumentType, approved)
        .join(DocumentType, DocumentType.id == EvidenceItem.document_type_id)
        .outerjoin(approved, approved.id == EvidenceItem.approved_type_id)
        .where(EvidenceItem.request_id == request_id)
        .order_by(EvidenceItem.position)
    )
    items = [
        ShownItem(
            item=item,
            type=document_type,
            approved_type=approved_type,
            files=files.get(item.id, []),
            decisions=decisions.get(item.id, []),
        )
        for item, document_type, approved_type in rows
    ]
    return ShownEvidence(request=request, shown_link=shown_link, items=items, sendings=sendings)


def find_request_of_item(session: Session, item_id: uuid.UUID) -> uuid.UUID | None:
    """The request that this document belongs to."""
    return session.scalar(select(EvidenceItem.request_id).where(EvidenceItem.id == item_id))


def find_same_bytes(session: Session, attachment: Attachment) -> uuid.UUID | None:
    """The first attachment of the same case with the same bytes, but for this one."""
    same = select(Attachment.id).where(
        Attachment.sha256 == attachment.sha256,
        Attachment.case_id == attachment.case_id,
        Attachment.id != attachment.id,
        Attachment.purpose == "file",
    )
    return session.scalar(same.order_by(Attachment.created_at, Attachment.id).limit(1))


def _files_by_item(
    session: Session, request_id: uuid.UUID, sendings: dict[uuid.UUID, EvidenceSending]
) -> dict[uuid.UUID, list[ShownFile]]:
    rows = session.execute(
        select(EvidenceFile, Attachment)
        .join(Attachment, Attachment.id == EvidenceFile.attachment_id)
        .join(EvidenceItem, EvidenceItem.id == EvidenceFile.item_id)
        .where(EvidenceItem.request_id == request_id)
        .order_by(EvidenceFile.added_at, EvidenceFile.attachment_id)
    ).all()
    photos = describe_photos(session, [attachment for _, attachment in rows])
    found: dict[uuid.UUID, list[ShownFile]] = {}
    for (file, _), photo in zip(rows, photos, strict=True):
        sending = sendings.get(file.sending_id) if file.sending_id else None
        found.setdefault(file.item_id, []).append(ShownFile(file, photo, sending))
    return found


def _decisions_by_item(session: Session, request_id: uuid.UUID) -> dict[uuid.UUID, list[EvidenceDecision]]:
    rows = session.scalars(
        select(EvidenceDecision)
        .join(EvidenceItem, EvidenceItem.id == EvidenceDecision.item_id)
        .where(EvidenceItem.request_id == request_id)
        .order_by(EvidenceDecision.id)
    )
    found: dict[uuid.UUID, list[EvidenceDecision]] = {}
    for decision in rows:
        found.setdefault(decision.item_id, []).append(decision)
    return found
