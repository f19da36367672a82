"""Reads files that links send in pieces: for which document, how many are under way, and which nobody will go on with. Writes nothing."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from server.store.tables import Attachment, EvidenceFile, EvidenceItem, EvidenceUpload, Resident, ResidentLink, Upload


@dataclass(frozen=True, slots=True)
class UploadPlace:
    """The document that a file is sent for, and the request, whose id is that of its link."""

    item_id: uuid.UUID
    request_id: uuid.UUID


def find_upload_place(session: Session, attachment_id: uuid.UUID) -> UploadPlace | None:
    """None for what no link sends in pieces."""
    found = session.execute(
        select(EvidenceItem.id, EvidenceItem.request_id)
        .join(EvidenceUpload, EvidenceUpload.item_id == EvidenceItem.id)
        .where(EvidenceUpload.attachment_id == attachment_id)
    ).one_or_none()
    return None if found is None else UploadPlace(found.id, found.request_id)


def find_item_id(session: Session, request_id: uuid.UUID, number: int) -> uuid.UUID | None:
    """The document of this number, as the resident's page counts them."""
    positions = select(EvidenceItem.position, EvidenceItem.id).where(EvidenceItem.request_id == request_id)
    # Compared here: any number may be asked for, also one that no column takes.
    return next((item_id for position, item_id in session.execute(positions) if position == number), None)


def count_files(session: Session, item_id: uuid.UUID, *, is_whole: bool, at: dt.datetime) -> int:
    """How many a document has: whole ones with those under way, or those that could not be opened."""
    status = Attachment.status == "received" if is_whole else Attachment.status != "received"
    held = (
        select(func.count())
        .select_from(EvidenceFile)
        .join(Attachment, Attachment.id == EvidenceFile.attachment_id)
        .where(EvidenceFile.item_id == item_id, status)
    )
    return (session.scalar(held) or 0) + (_count_under_way(session, item_id, at) if is_whole else 0)


def list_given_up(
    session: Session, *, begun_before: dt.datetime, at: dt.datetime, only_id: uuid.UUID | None = None, limit: int = 1
) -> list[uuid.UUID]:
    """What is not whole and never will be: ended, expired, announced and no more, or of a link that opens nothing any more.

    `only_id`: that one, if it is so.
    """
    judged = Attachment.status.in_(("received", "quarantined"))
    is_over = or_(
        Upload.attachment_id.is_(None),
        Upload.ended_at.is_not(None),
        Upload.expires_at <= at,
        ResidentLink.closed_at.is_not(None),
        ResidentLink.expires_at <= at,
        Resident.merged_into_id.is_not(None),
    )
    is_meant = [EvidenceUpload.attachment_id == only_id] if only_id else []
    return list(
        session.scalars(
            select(EvidenceUpload.attachment_id)
            .join(Attachment, Attachment.id == EvidenceUpload.attachment_id)
            .join(EvidenceItem, EvidenceItem.id == EvidenceUpload.item_id)
            .join(ResidentLink, ResidentLink.id == EvidenceItem.request_id)
            .join(Resident, Resident.id == ResidentLink.resident_id)
            .outerjoin(Upload, Upload.attachment_id == EvidenceUpload.attachment_id)
            .where(~judged, EvidenceUpload.begun_at < begun_before, is_over, *is_meant)
            .order_by(EvidenceUpload.begun_at, EvidenceUpload.attachment_id)
            .limit(limit)
        )
    )


def _count_under_way(session: Session, item_id: uuid.UUID, at: dt.datetime) -> int:
    count = (
        select(func.count())
        .select_from(EvidenceUpload)
        .join(Upload, Upload.attachment_id == EvidenceUpload.attachment_id)
        .where(
            EvidenceUpload.item_id == item_id,
            Upload.completed_at.is_(None),
            Upload.ended_at.is_(None),
            Upload.expires_at > at,
        )
    )
    return session.scalar(count) or 0
