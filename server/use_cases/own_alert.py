"""Give an alert to another named owner. It always has exactly one, and the history says who handed it over and why."""

from __future__ import annotations

import datetime as dt
import uuid

from server.domain.permissions import may
from server.store.audit_writes import record_audit
from server.store.tables import AlertAcknowledgement
from server.store.unit_of_work import write_transaction
from server.store.users import find_user
from server.use_cases.acknowledge_alert import AlertRefusedError, lock_open_alert, read_note


def own_alert(alert_id: uuid.UUID, owner_id: uuid.UUID | None, note: str, *, by_id: uuid.UUID, at: dt.datetime) -> str:
    """Make that person the owner; returns their name. Raises AlertRefusedError."""
    words = read_note(note)
    with write_transaction() as session:
        alert = lock_open_alert(session, alert_id)
        owner = find_user(session, owner_id) if owner_id else None
        if owner is None or not owner.active or not may(owner.role, "alerts.acknowledge"):
            raise AlertRefusedError("owner_missing")
        before, alert.owner_id = alert.owner_id, owner.id
        session.add(AlertAcknowledgement(alert_id=alert.id, step="handed_over", user_id=by_id, at=at, note=words))
        record_audit(
            session,
            action="alert.hand_over",
            at=at,
            user_id=by_id,
            entity_type="alert",
            entity_id=alert.id,
            fields={"owner_id": {"old": str(before), "new": str(owner.id)}},
        )
        return owner.name
