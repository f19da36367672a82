"""Writes of uploads: fences, writers, offsets and parts, each a short step inside the caller's transaction.

A part and its offset are committed together, and only by the writer who still holds the upload at that offset.
"""

from __future__ import annotations

import datetime as dt
import uuid

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from server.domain.upload import FileSealing
from server.store.tables import Upload, UploadPart


def lock_upload(session: Session, attachment_id: uuid.UUID) -> Upload | None:
    """The row, locked until the transaction ends; None when there is none."""
    return session.scalars(
        select(Upload).where(Upload.attachment_id == attachment_id).with_for_update(key_share=True)
    ).one_or_none()


def open_upload(
    session: Session,
    attachment_id: uuid.UUID,
    *,
    length: int,
    metadata_text: str,
    sealing: FileSealing | None,
    expires_at: dt.datetime,
) -> Upload:
    """Begin an upload, or one without parts anew. The fence only ever rises: old part files keep their own names."""
    upload = lock_upload(session, attachment_id)
    if upload is None:
        upload = Upload(attachment_id=attachment_id, fence=-1)
        session.add(upload)
    upload.length, upload.metadata_text, upload.expires_at = length, metadata_text, expires_at
    upload.sealing_key_id = sealing.key_id if sealing else None
    upload.wrapped_key = sealing.wrapped_key if sealing else None
    upload.piece_size = sealing.piece_size if sealing else None
    upload.unopened = None
    upload.offset, upload.fence = 0, upload.fence + 1
    upload.writer = upload.writer_until_at = upload.completed_at = upload.ended_at = None
    return upload


def take_writer(upload: Upload, *, until_at: dt.datetime, expires_at: dt.datetime) -> int:
    """Make the caller the one writer of a locked upload; returns its fence."""
    upload.fence += 1
    upload.writer, upload.writer_until_at, upload.expires_at = upload.fence, until_at, expires_at
    return upload.fence


def extend_writer(session: Session, attachment_id: uuid.UUID, *, writer: int, until_at: dt.datetime) -> None:
    """Say that this writer is alive. Changes nothing for one that was shut out."""
    session.execute(
        update(Upload)
        .where(Upload.attachment_id == attachment_id, Upload.writer == writer)
        .values(writer_until_at=until_at)
    )


def ask_writer_to_stop(session: Session, attachment_id: uuid.UUID) -> None:
    """Raise the fence above the writer: it sees that within half a second, commits what it has, and stops."""
    session.execute(
        update(Upload)
        .where(Upload.attachment_id == attachment_id, Upload.writer == Upload.fence)
        .values(fence=Upload.fence + 1)
    )


def shut_out_writer(session: Session, attachment_id: uuid.UUID, *, writer: int) -> None:
    """Take the upload from a writer that does not answer: what it holds can no longer be committed."""
    session.execute(
        update(Upload)
        .where(Upload.attachment_id == attachment_id, Upload.writer == writer)
        .values(writer=None, writer_until_at=None, fence=Upload.fence + 1)
    )


def commit_part(
    session: Session, attachment_id: uuid.UUID, *, writer: int, offset: int, received: int, storage_key: str | None
) -> bool:
    """Move the offset over a safely stored part and free the upload; False, with nothing changed, if shut out."""
    moved = session.scalars(
        update(Upload)
        .where(Upload.attachment_id == attachment_id, Upload.writer == writer, Upload.offset == offset)
        .values(offset=offset + received, writer=None, writer_until_at=None)
        .returning(Upload.attachment_id)
    ).one_or_none()
    if moved is None:
        return False
    if storage_key is not None:
        session.add(UploadPart(attachment_id=attachment_id, offset=offset, length=received, storage_key=storage_key))
    return True


def raise_fence(session: Session, attachment_id: uuid.UUID) -> int:
    """A fence of the caller's own. Whoever writes is asked to stop, and who writes next raises it again."""
    raised = update(Upload).where(Upload.attachment_id == attachment_id).values(fence=Upload.fence + 1)
    return session.scalars(raised.returning(Upload.fence)).one()


def finish_upload(upload: Upload, *, now: dt.datetime) -> None:
    """Say that a locked upload's bytes are here: nothing is missing any more, and whoever still writes is shut out."""
    upload.completed_at, upload.ended_at, upload.unopened = upload.completed_at or now, None, None
    upload.offset, upload.writer, upload.writer_until_at = upload.length, None, None


def forget_parts(session: Session, attachment_id: uuid.UUID) -> list[str]:
    """Delete the part rows; returns their storage keys, whose bytes the caller removes after the commit."""
    gone = delete(UploadPart).where(UploadPart.attachment_id == attachment_id).returning(UploadPart.storage_key)
    return list(session.scalars(gone))


def end_unfinished(session: Session, attachment_id: uuid.UUID, *, now: dt.datetime) -> list[str] | None:
    """Mark an unfinished upload ended and shut its writer out; returns the keys to remove, None when there is none."""
    upload = lock_upload(session, attachment_id)
    if upload is None or upload.completed_at is not None:
        return None
    upload.fence += 1
    upload.writer = upload.writer_until_at = None
    upload.offset = 0
    upload.ended_at = upload.ended_at or now
    return forget_parts(session, attachment_id)
