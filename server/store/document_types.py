"""Reads the document types that programmes ask residents for."""

from __future__ import annotations

import uuid

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.store.programmes import list_programmes
from server.store.tables import DocumentType, Programme


def list_document_types(
    session: Session, programme_id: uuid.UUID, also_id: uuid.UUID | None = None
) -> list[DocumentType]:
    """Those that are asked for now, and `also_id` though it is retired, in the programme's own order."""
    wanted = DocumentType.retired_at.is_(None) | (DocumentType.id == also_id)
    kept = select(DocumentType).where(DocumentType.programme_id == programme_id, wanted)
    return list(session.scalars(kept.order_by(DocumentType.position, DocumentType.id)))


def find_programme_id(session: Session, type_id: uuid.UUID) -> uuid.UUID | None:
    """Whose type this is; None where there is no such type."""
    return session.scalar(select(DocumentType.programme_id).where(DocumentType.id == type_id))


def list_types_of(session: Session, programme_id: uuid.UUID) -> list[DocumentType]:
    """All of a programme, the retired ones too."""
    return list(session.scalars(select(DocumentType).where(DocumentType.programme_id == programme_id)))


def list_all_document_types(session: Session) -> list[tuple[Programme, list[DocumentType]]]:
    """Every programme with all of its document types, the retired ones last."""
    order = (DocumentType.retired_at.is_not(None), DocumentType.position, DocumentType.id)
    types = session.scalars(select(DocumentType).order_by(*order)).all()
    return [
        (programme, [document_type for document_type in types if document_type.programme_id == programme.id])
        for programme in list_programmes(session)
    ]
