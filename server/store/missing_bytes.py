"""Finds attachments whose rows speak of bytes that are not there, as after a restore, and makes the rows say so.

Removes no bytes: what rests without a row stays where it is.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from server.store.tables import Attachment, Derivative, Upload, UploadPart

_WITH_BYTES = (Attachment.purpose == "file", Attachment.status == "received")


def list_without_bytes(session: Session, keys: Collection[str]) -> list[uuid.UUID]:
    """Attachments of which the original, or a part on its way, is not among `keys`."""
    originals = session.execute(select(Attachment.id, Attachment.storage_key).where(*_WITH_BYTES))
    parts = session.execute(select(UploadPart.attachment_id, UploadPart.storage_key))
    lacking = [row[0] for row in originals if row[1] not in keys]
    return list(dict.fromkeys([*lacking, *(row[0] for row in parts if row[1] not in keys)]))


def list_without_pictures(session: Session, keys: Collection[str]) -> list[uuid.UUID]:
    """Attachments of which a derived picture is not among `keys`."""
    made = session.execute(select(Derivative.attachment_id, Derivative.storage_key))
    return list(dict.fromkeys(row[0] for row in made if row[1] not in keys))


def expect_again(session: Session, attachment_id: uuid.UUID, now: dt.datetime) -> None:
    """The attachment is expected, and its upload begins again; its id, size and SHA-256 stay."""
    forget_pictures(session, attachment_id)
    session.execute(delete(UploadPart).where(UploadPart.attachment_id == attachment_id))
    session.execute(
        update(Upload)
        .where(Upload.attachment_id == attachment_id)
        .values(
            offset=0,
            writer=None,
            writer_until_at=None,
            completed_at=None,
            ended_at=now,
            unopened=None,
            fence=Upload.fence + 1,
        )
    )
    session.execute(
        update(Attachment)
        .where(Attachment.id == attachment_id)
        .values(status="expected", storage_key=None, received_at=None)
    )


def forget_pictures(session: Session, attachment_id: uuid.UUID) -> None:
    """Drop the rows of its derived pictures, to be made again."""
    session.execute(delete(Derivative).where(Derivative.attachment_id == attachment_id))
