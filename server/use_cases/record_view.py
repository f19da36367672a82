"""Record that somebody looked at a resident's record: the only write that a GET may lead to."""

from __future__ import annotations

import datetime as dt
import uuid

from server.store import audit_writes


def record_view(
    *, action: str, at: dt.datetime, user_id: uuid.UUID, entity_type: str, entity_id: uuid.UUID | str | None = None
) -> None:
    """One audit row, in a transaction of its own, before the page is shown: no row, no page."""
    audit_writes.record_view(action=action, at=at, user_id=user_id, entity_type=entity_type, entity_id=entity_id)
