"""Writes the document types that a programme begins with, inside the caller's transaction."""

from __future__ import annotations

import uuid

from sqlalchemy.orm import Session

from server.domain.shipped_document_types import DOCUMENT_TYPES
from server.store.database import new_id
from server.store.inserting import insert_into
from server.store.tables import DocumentType


def save_shipped_types(session: Session, programme_id: uuid.UUID) -> None:
    """Add the shipped ones that the programme does not have."""
    for position, shipped in enumerate(DOCUMENT_TYPES, start=1):
        session.execute(
            insert_into(session, DocumentType)
            .values(
                id=new_id(),
                programme_id=programme_id,
                code=shipped.code,
                names=shipped.names,
                hints=shipped.hints,
                tips=shipped.tips,
                days=shipped.days,
                position=position,
            )
            .on_conflict_do_nothing(index_elements=[DocumentType.programme_id, DocumentType.code])
        )
