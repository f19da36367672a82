"""Reads what was changed of one thing, by whom, when, from what to what: the audit trail has it. Writes nothing."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.store.tables import AuditEntry, User

MOST_SHOWN = 50


@dataclass(frozen=True, slots=True)
class Change:
    """`by` is a name; None: a command, or nobody who signed in."""

    entry: AuditEntry
    by: str | None


def list_changes(session: Session, entity_type: str, entity_id: uuid.UUID | str) -> Sequence[Change]:
    """The newest first, of which a page shows so many; the others stand on the page Audit."""
    rows = session.execute(
        select(AuditEntry, User.name)
        .outerjoin(User, User.id == AuditEntry.user_id)
        .where(
            AuditEntry.entity_type == entity_type,
            AuditEntry.entity_id == str(entity_id),
            AuditEntry.action.like(f"{entity_type}.%"),
            AuditEntry.action != f"{entity_type}.view",
        )
        .order_by(AuditEntry.id.desc())
        .limit(MOST_SHOWN)
    )
    return [Change(entry, by) for entry, by in rows]
