"""Reads who planned, copied and took away shifts: the audit trail has it. Writes nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.domain.operation import parse_id
from server.store.tables import AuditEntry, User
from server.store.users import names_of_users

ACTIONS = ("shifts.plan", "shifts.remove", "shifts.copy_week")
MOST_SHOWN = 10


@dataclass(frozen=True, slots=True)
class ShiftChange:
    """`by` and `whose` are names; None: a command, and where a whole week was copied."""

    entry: AuditEntry
    by: str | None
    whose: str | None


def list_shift_changes(session: Session) -> Sequence[ShiftChange]:
    """The newest first, so many; the others stand on the page Audit."""
    rows = session.execute(
        select(AuditEntry, User.name)
        .outerjoin(User, User.id == AuditEntry.user_id)
        .where(AuditEntry.action.in_(ACTIONS))
        .order_by(AuditEntry.at.desc(), AuditEntry.id.desc())
        .limit(MOST_SHOWN)
    ).all()
    about = {entry.id: parse_id(entry.entity_id) for entry, _ in rows}
    names = names_of_users(session, about.values())
    return [ShiftChange(entry, by, names.get(whose) if (whose := about[entry.id]) else None) for entry, by in rows]
