"""Reads the files that the office added to cases without their being asked for. Writes nothing; knows no bytes."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.domain.evidence import words_in
from server.store.tables import Attachment, CaseFile, DocumentType, User


@dataclass(frozen=True, slots=True)
class FiledFile:
    """One file, what it is (None: something else), who added it, and why it was refused (None: it was not)."""

    file: CaseFile
    document: str | None
    by: str
    fault: str | None


def list_case_files(session: Session, case_ids: Collection[uuid.UUID]) -> list[FiledFile]:
    """The newest first."""
    rows = session.execute(
        select(CaseFile, DocumentType.names, User.name, Attachment.quarantine_reason)
        .join(User, User.id == CaseFile.added_by_id)
        .join(Attachment, Attachment.id == CaseFile.attachment_id)
        .outerjoin(DocumentType, DocumentType.id == CaseFile.document_type_id)
        .where(CaseFile.case_id.in_(case_ids))
        .order_by(CaseFile.added_at.desc(), CaseFile.attachment_id)
    )
    return [FiledFile(file, words_in(names, "en") if names else None, by, fault) for file, names, by, fault in rows]
