"""Writes of attachments: what a device announced, what a submission names, what arrived, and the pictures made of it.

The id, size and SHA-256 that were announced first never change; other content under one id is refused, not mixed.
"""

from __future__ import annotations

import datetime as dt
import uuid

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from server.domain.upload import NamedAttachment
from server.store.tables import Attachment, Derivative, Visit


def lock_attachment(session: Session, attachment_id: uuid.UUID) -> Attachment | None:
    """The row, locked until the transaction ends."""
    return session.scalars(
        select(Attachment).where(Attachment.id == attachment_id).with_for_update(key_share=True)
    ).one_or_none()


def name_attachment(session: Session, named: NamedAttachment, *, now: dt.datetime) -> Attachment | None:
    """The attachment under this id: made as `expected`, or completed by what it did not know yet.

    None, and nothing changed, when the id stands for other content or belongs to somebody else. Bytes may be there.
    """
    found = lock_attachment(session, named.attachment_id)
    if found is None:
        found = Attachment(
            id=named.attachment_id,
            device_id=named.device_id,
            uploaded_by_id=named.user_id,
            name=named.name,
            content_type=named.content_type,
            size=named.size,
            sha256=named.sha256,
            purpose=named.purpose,
            status="expected",
            scan="not_scanned",
            created_at=now,
        )
        session.add(found)
    elif (found.size, found.sha256, found.purpose) != (named.size, named.sha256, named.purpose):
        return None
    elif found.device_id != named.device_id:
        if named.user_id is None or found.uploaded_by_id != named.user_id:
            return None
        found.device_id = named.device_id  # its officer goes on with it under a newer registration
    if found.visit_id is None and named.visit_id is not None and session.get(Visit, named.visit_id) is not None:
        found.visit_id = named.visit_id
    found.captured_at = found.captured_at or named.captured_at
    found.instance_id = found.instance_id or named.instance_id
    found.node = found.node or named.node
    return found


def save_derivative(
    session: Session,
    attachment_id: uuid.UUID,
    *,
    longest_side: int,
    storage_key: str,
    width: int,
    height: int,
    version: int,
    now: dt.datetime,
) -> None:
    """Put a JPEG in the place of the picture of that size, made before or not."""
    session.execute(
        delete(Derivative).where(Derivative.attachment_id == attachment_id, Derivative.longest_side == longest_side)
    )
    session.add(
        Derivative(
            attachment_id=attachment_id,
            longest_side=longest_side,
            storage_key=storage_key,
            content_type="image/jpeg",
            width=width,
            height=height,
            version=version,
            made_at=now,
        )
    )
