"""Reads what was changed of a document type or of a programme's reminders, by whom; the audit trail has it, old and new."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.store.tables import AuditEntry, User

TYPE_ENTITY, REMINDER_ENTITY = "document_type", "programme"


@dataclass(frozen=True, slots=True)
class TypeChange:
    """`by` is a name; None: a command, or what every installation begins with."""

    entry: AuditEntry
    by: str | None


def list_type_changes(session: Session, type_id: uuid.UUID) -> Sequence[TypeChange]:
    """The newest first."""
    rows = session.execute(
        select(AuditEntry, User.name)
        .outerjoin(User, User.id == AuditEntry.user_id)
        .where(AuditEntry.entity_type == TYPE_ENTITY, AuditEntry.entity_id == str(type_id))
        .order_by(AuditEntry.id.desc())
    )
    return [TypeChange(entry, by) for entry, by in rows]
