"""Reads who opened a visit a moment ago: the audit trail has it, so that nothing else must be kept. Writes nothing."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.domain.soft_notice import OPEN_FOR
from server.store.tables import AuditEntry, User


def list_openers(
    session: Session, visit_ids: Sequence[uuid.UUID], *, but_id: uuid.UUID, at: dt.datetime
) -> dict[uuid.UUID, tuple[str, dt.datetime]]:
    """By visit: who else opened its page last within OPEN_FOR, and when."""
    rows = session.execute(
        select(AuditEntry.entity_id, User.name, AuditEntry.at)
        .join(User, User.id == AuditEntry.user_id)
        .where(
            AuditEntry.entity_type == "visit",
            AuditEntry.entity_id.in_([str(visit_id) for visit_id in visit_ids]),
            AuditEntry.action == "visit.view",
            AuditEntry.at > at - OPEN_FOR,
            AuditEntry.user_id != but_id,
        )
        .order_by(AuditEntry.id)
    )
    return {uuid.UUID(visit_id): (name, opened_at) for visit_id, name, opened_at in rows}
