"""Record that another program read rows: one audit row, before the first of them leaves. No row, no answer."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from typing import Any

from server.store.audit_writes import record_audit
from server.store.unit_of_work import write_transaction


def record_reading(
    *, action: str, at: dt.datetime, entity_type: str, entity_id: uuid.UUID, asked: Mapping[str, Any]
) -> None:
    """`asked` is what it asked for, without answers: a filter can name only what the system knows."""
    fields = {name: {"old": None, "new": value} for name, value in asked.items() if value is not None}
    with write_transaction() as session:
        record_audit(
            session, action=action, at=at, user_id=None, entity_type=entity_type, entity_id=entity_id, fields=fields
        )
