"""Writes evidence requests and what was sent for them, inside the caller's transaction.

The link is locked before the request, and the request before the case, in everybody's order; a request's lock stands for all of its
documents and files, and the case's for which of its files are marked as the same.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.domain.evidence import ItemState, RequestStatus, find_status
from server.store.inserting import insert_into
from server.store.resident_link_writes import lock_link
from server.store.tables import (
    Attachment,
    Case,
    EvidenceFile,
    EvidenceItem,
    EvidenceRequest,
    EvidenceSending,
    ResidentLink,
)


def lock_request(session: Session, request_id: uuid.UUID) -> tuple[ResidentLink, EvidenceRequest] | None:
    """The request and its link, held until the transaction ends."""
    link = lock_link(session, request_id)
    held = select(EvidenceRequest).where(EvidenceRequest.id == request_id).with_for_update(key_share=True)
    request = session.scalar(held) if link is not None else None
    return None if link is None or request is None else (link, request)


def lock_case(session: Session, case_id: uuid.UUID) -> None:
    """Until the transaction ends nobody else marks a file of this case as the same bytes as another, or takes one back."""
    session.execute(select(Case.id).where(Case.id == case_id).with_for_update(key_share=True))


def list_items(session: Session, request_id: uuid.UUID) -> Sequence[EvidenceItem]:
    """The documents of a request that is locked, in order."""
    items = select(EvidenceItem).where(EvidenceItem.request_id == request_id).order_by(EvidenceItem.position)
    return session.scalars(items).all()


def list_unsent_files(
    session: Session, request_id: uuid.UUID, *, item_id: uuid.UUID | None, by_office: bool
) -> Sequence[EvidenceFile]:
    """Whole files that were not sent, of documents that are not approved; a resident sends nothing that the office added."""
    unsent = (
        select(EvidenceFile)
        .join(EvidenceItem, EvidenceItem.id == EvidenceFile.item_id)
        .join(Attachment, Attachment.id == EvidenceFile.attachment_id)
        .where(
            EvidenceItem.request_id == request_id,
            EvidenceItem.state != ItemState.APPROVED,
            EvidenceFile.sending_id.is_(None),
            Attachment.status == "received",
        )
    )
    if item_id is not None:
        unsent = unsent.where(EvidenceItem.id == item_id)
    if not by_office:
        unsent = unsent.where(Attachment.uploaded_by_id.is_(None))
    return session.scalars(unsent).all()


def find_last_sending_id(session: Session, request_id: uuid.UUID) -> uuid.UUID | None:
    """What was sent last for a request that is locked."""
    newest = select(EvidenceSending.id).where(EvidenceSending.request_id == request_id)
    return session.scalar(newest.order_by(EvidenceSending.sent_at.desc(), EvidenceSending.id.desc()).limit(1))


def mark_seen_again(session: Session, gone: Attachment) -> None:
    """What was marked as the same bytes as `gone` is from now on the same as the earliest of them, which is marked no more."""
    marked = select(EvidenceFile).where(EvidenceFile.seen_before_id == gone.id)
    first_id = None
    for file in session.scalars(marked.order_by(EvidenceFile.added_at, EvidenceFile.attachment_id)):
        file.seen_before_id = first_id
        first_id = first_id or file.attachment_id


def set_status(session: Session, request: EvidenceRequest, at: dt.datetime) -> None:
    """As its documents stand now, and since when."""
    session.flush()
    status = find_status([ItemState(item.state) for item in list_items(session, request.id)])
    if request.status not in (status, RequestStatus.CLOSED):
        request.status, request.status_at = status, at


def save_sending(session: Session, sending: EvidenceSending) -> bool:
    """Add it; False where its id is taken."""
    columns = {column.key: getattr(sending, column.key) for column in EvidenceSending.__table__.columns}
    made = session.scalars(
        insert_into(session, EvidenceSending)
        .values(**columns)
        .on_conflict_do_nothing(index_elements=[EvidenceSending.id])
        .returning(EvidenceSending.id)
    ).all()
    return bool(made)
