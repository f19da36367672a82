"""Reads the kinds of documents that programmes ask residents for."""

from __future__ import annotations

import uuid

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.store.tables import DocumentType


def list_document_types(session: Session, programme_id: uuid.UUID) -> list[DocumentType]:
    """Those that are asked for now, in the programme's own order."""
    kept = select(DocumentType).where(DocumentType.programme_id == programme_id, DocumentType.retired_at.is_(None))
    return list(session.scalars(kept.order_by(DocumentType.position, DocumentType.id)))
