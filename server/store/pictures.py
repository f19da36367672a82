"""Reads which pictures may be shown: derivatives of whole attachments that are not quarantined. Knows no bytes."""

from __future__ import annotations

import uuid
from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.store.tables import Attachment, Derivative, Visit

SMALL_PICTURE = 320  # pixels of its longest side


def list_shown_pictures(
    session: Session, attachment_ids: Collection[uuid.UUID], longest_side: int
) -> frozenset[uuid.UUID]:
    """Those of which a picture of this size may be shown."""
    if not attachment_ids:
        return frozenset()
    made = select(Derivative.attachment_id).join(Attachment, Attachment.id == Derivative.attachment_id)
    wanted = (Attachment.id.in_(attachment_ids), Derivative.longest_side == longest_side)
    return frozenset(session.scalars(made.where(*wanted, Attachment.status == "received")))


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
