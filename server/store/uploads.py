"""Reads of uploads: how far each has come, whose it is, and which parts make it up. Never changes a row."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from server.domain.sealing import Unopened
from server.store.tables import Attachment, Derivative, KeptUpload, Upload, UploadPart

_UNFINISHED = Upload.completed_at.is_(None) & Upload.ended_at.is_(None)


@dataclass(frozen=True, slots=True)
class UploadState:
    """One upload as a sender may know it. `receipt` is the SHA-256 once received, `fault` why the file was refused,
    `unopened` the word for why a whole sealed one cannot be opened.
    """

    attachment_id: uuid.UUID
    device_id: str
    length: int
    offset: int
    metadata_text: str
    expires_at: dt.datetime
    is_whole: bool
    ended: bool
    writing: bool
    receipt: str | None
    fault: str | None
    unopened: str | None = None


def find_upload_state(session: Session, attachment_id: uuid.UUID, *, at: dt.datetime) -> UploadState | None:
    """The upload of an attachment; None when no device has begun it."""
    found = session.execute(
        select(Upload, Attachment)
        .join(Attachment, Attachment.id == Upload.attachment_id)
        .where(Upload.attachment_id == attachment_id)
    ).one_or_none()
    if found is None:
        return None
    upload, attachment = found
    return UploadState(
        attachment_id=attachment_id,
        device_id=attachment.device_id,
        length=upload.length,
        offset=upload.offset,
        metadata_text=upload.metadata_text,
        expires_at=upload.expires_at,
        is_whole=upload.offset == upload.length,
        ended=upload.ended_at is not None
        or (upload.completed_at is None and upload.unopened is None and upload.expires_at <= at),
        writing=is_writing(upload, at),
        receipt=attachment.sha256 if attachment.status == "received" else None,
        fault=attachment.quarantine_reason if attachment.status == "quarantined" else None,
        unopened=upload.unopened,
    )


def find_upload_row(session: Session, attachment_id: uuid.UUID) -> Upload | None:
    """The row as it stands, not locked."""
    return session.get(Upload, attachment_id)


def is_writing(upload: Upload, at: dt.datetime) -> bool:
    """Whether a request is receiving bytes for it now; one that has not been heard of in time is taken for dead."""
    return upload.writer is not None and upload.writer_until_at is not None and upload.writer_until_at > at


def get_writer(session: Session, attachment_id: uuid.UUID) -> tuple[int | None, int]:
    """(writer, fence) of an upload; raises when there is none."""
    found = session.execute(select(Upload.writer, Upload.fence).where(Upload.attachment_id == attachment_id)).one()
    return found.writer, found.fence


def count_open(session: Session, device_id: str, purpose: str, *, at: dt.datetime) -> int:
    """How many uploads of this purpose a device has begun that are neither whole nor ended nor expired."""
    return (
        session.scalar(
            select(func.count())
            .select_from(Upload)
            .join(Attachment, Attachment.id == Upload.attachment_id)
            .where(
                _UNFINISHED, Upload.expires_at > at, Attachment.device_id == device_id, Attachment.purpose == purpose
            )
        )
        or 0
    )


def list_parts(session: Session, attachment_id: uuid.UUID) -> list[UploadPart]:
    """The stored parts in the order of their bytes."""
    return list(
        session.scalars(select(UploadPart).where(UploadPart.attachment_id == attachment_id).order_by(UploadPart.offset))
    )


def list_whole_but_unfinished(session: Session) -> list[uuid.UUID]:
    """Uploads whose last byte is stored but which nobody has hashed yet: their process was killed in between."""
    whole = (Upload.offset == Upload.length) & Upload.unopened.is_(None)
    return list(session.scalars(select(Upload.attachment_id).where(_UNFINISHED, whole)))


def list_waiting_for_key(session: Session, key_ids: Collection[str]) -> list[uuid.UUID]:
    """Whole sealed uploads that could not be opened and were sealed with one of these keys."""
    waiting = (Upload.unopened == Unopened.UNKNOWN_KEY.value) & Upload.sealing_key_id.in_(key_ids)
    return list(session.scalars(select(Upload.attachment_id).where(_UNFINISHED, waiting)))


def list_expired(session: Session, *, at: dt.datetime) -> list[uuid.UUID]:
    """Unfinished uploads that nobody has continued in time. What is whole and sealed is kept."""
    late = (Upload.expires_at <= at) & Upload.unopened.is_(None)
    return list(session.scalars(select(Upload.attachment_id).where(_UNFINISHED, late)))


def list_sweepable(session: Session, *, since: dt.datetime) -> list[uuid.UUID]:
    """Uploads that may have left unnamed bytes behind: unfinished ones, and those that ended since."""
    left = or_(_UNFINISHED, Upload.completed_at >= since, Upload.ended_at >= since)
    return list(session.scalars(select(Upload.attachment_id).where(left)))


def list_named_keys(session: Session, attachment_id: uuid.UUID) -> set[str]:
    """Every storage key of an attachment that some row still names."""
    parts = session.scalars(select(UploadPart.storage_key).where(UploadPart.attachment_id == attachment_id))
    made = session.scalars(select(Derivative.storage_key).where(Derivative.attachment_id == attachment_id))
    kept = session.scalars(select(KeptUpload.storage_keys).where(KeptUpload.attachment_id == attachment_id))
    original = session.scalars(select(Attachment.storage_key).where(Attachment.id == attachment_id))
    return {*parts, *made, *(key for keys in kept for key in keys), *(key for key in original if key)}
