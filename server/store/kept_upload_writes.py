"""Writes of whole sealed files that are kept while they arrive sealed anew, inside the caller's transaction."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from server.domain.sealing import Unopened
from server.store.tables import KeptUpload, Upload
from server.store.upload_writes import forget_parts
from server.store.uploads import list_parts


def keep_parts(session: Session, upload: Upload, *, now: dt.datetime) -> None:
    """Set the parts of a whole upload that cannot be opened aside, with what opens them: the upload is free for others."""
    session.add(
        KeptUpload(
            attachment_id=upload.attachment_id,
            sealing_key_id=upload.sealing_key_id if upload.unopened == Unopened.UNKNOWN_KEY else None,
            wrapped_key=upload.wrapped_key,
            piece_size=upload.piece_size,
            storage_keys=[part.storage_key for part in list_parts(session, upload.attachment_id)],
            kept_at=now,
        )
    )
    forget_parts(session, upload.attachment_id)


def give_up_kept(session: Session, kept_id: int) -> None:
    """Its key is here and does not open it to what was announced: no key will. Its bytes stay until the file is received."""
    session.execute(update(KeptUpload).where(KeptUpload.id == kept_id).values(sealing_key_id=None))


def forget_kept(session: Session, attachment_id: uuid.UUID) -> list[str]:
    """Delete the rows of a file that is received; returns their storage keys, whose bytes the caller removes after the commit."""
    gone = delete(KeptUpload).where(KeptUpload.attachment_id == attachment_id).returning(KeptUpload.storage_keys)
    return [key for keys in session.scalars(gone) for key in keys]


def forget_kept_without_bytes(session: Session, keys: Collection[str]) -> None:
    """Delete the rows of which a part is not among `keys`, as after a restore."""
    kept = session.execute(select(KeptUpload.id, KeptUpload.storage_keys)).all()
    lacking = [kept_id for kept_id, parts in kept if not set(parts) <= set(keys)]
    if lacking:
        session.execute(delete(KeptUpload).where(KeptUpload.id.in_(lacking)))
