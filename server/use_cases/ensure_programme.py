"""Make sure that a programme exists for imported residents to have a case under. Changes nothing of one that exists."""

from __future__ import annotations

import uuid

from sqlalchemy import select

from server.domain.evidence import REMINDER_DAYS
from server.domain.priority import DEFAULT_PRIORITY_RULES
from server.store.database import new_id
from server.store.document_type_writes import save_shipped_types
from server.store.tables import Programme
from server.store.unit_of_work import write_transaction


def ensure_programme(*, code: str = "shielding", name: str = "Shielding") -> uuid.UUID:
    """The id of the programme with this code, made with the shipped rules and documents if it is not there."""
    with write_transaction() as session:
        held = session.scalars(select(Programme.id).where(Programme.code == code)).first()
        if held is not None:
            return held
        programme = Programme(
            id=new_id(),
            code=code,
            name=name,
            settings={
                "priority_rules": [dict(rule) for rule in DEFAULT_PRIORITY_RULES],
                "no_reply_days": 3,
                "evidence_reminder_days": REMINDER_DAYS,
                "visit_form": "welfare_check",
                "no_reply_form": "no_reply",
            },
        )
        session.add(programme)
        session.flush()
        save_shipped_types(session, programme.id)
        return programme.id
