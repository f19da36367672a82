"""Reads of single attachments, in any status. What a page may show of them is `pictures.py` and `office_visit.py`."""

from __future__ import annotations

import datetime as dt
import uuid

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from server.store.tables import Attachment


def find_attachment(session: Session, attachment_id: uuid.UUID) -> Attachment | None:
    """One attachment."""
    return session.get(Attachment, attachment_id)


def list_unscanned(session: Session, *, asked_before_at: dt.datetime, limit: int) -> list[uuid.UUID]:
    """Whole files that no virus scanner has looked at, the oldest first; of those it found too large, what it was asked about
    before `asked_before_at`: it may take more by now.
    """
    waiting = select(Attachment.id).where(
        Attachment.purpose == "file", Attachment.status == "received", Attachment.scan == "not_scanned",
        or_(Attachment.scan_error.is_(None), Attachment.scanned_at < asked_before_at),
    )  # fmt: skip
    return list(session.scalars(waiting.order_by(Attachment.created_at, Attachment.id).limit(limit)))


def count_attachments(session: Session, instance_id: str) -> int:
    """How many came for this instance, whatever their status."""
    return session.scalar(select(func.count()).where(Attachment.instance_id == instance_id)) or 0
