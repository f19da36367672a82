"""Reads of single attachments, in any status. What a page may show of them is `pictures.py` and `office_visit.py`."""

from __future__ import annotations

import uuid

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.store.tables import Attachment, Derivative


def find_attachment(session: Session, attachment_id: uuid.UUID) -> Attachment | None:
    """One attachment."""
    return session.get(Attachment, attachment_id)


def list_derivative_keys(session: Session, attachment_id: uuid.UUID) -> list[str]:
    """Where the pictures made of an attachment rest."""
    return list(session.scalars(select(Derivative.storage_key).where(Derivative.attachment_id == attachment_id)))
