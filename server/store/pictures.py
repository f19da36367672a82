"""Reads which pictures may be shown: derivatives of whole attachments that are not quarantined. Knows no bytes."""

from __future__ import annotations

import uuid

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.store.tables import Attachment, Derivative, Visit


def find_picture(session: Session, attachment_id: uuid.UUID, longest_side: int) -> Derivative | None:
    """The derivative of this size, or None."""
    return session.scalar(
        select(Derivative)
        .join(Attachment, Attachment.id == Derivative.attachment_id)
        .where(Attachment.id == attachment_id, Attachment.status == "received", Derivative.longest_side == longest_side)
    )


def find_visit_of_attachment(session: Session, attachment_id: uuid.UUID) -> Visit | None:
    """The visit that an attachment belongs to, or None."""
    return session.scalar(
        select(Visit).join(Attachment, Attachment.visit_id == Visit.id).where(Attachment.id == attachment_id)
    )
