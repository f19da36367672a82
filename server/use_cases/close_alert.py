"""Close an alert once it is dealt with. Never the first step: somebody must have acknowledged it before."""

from __future__ import annotations

import datetime as dt
import uuid

from server.store.audit_writes import record_audit
from server.store.tables import AlertAcknowledgement
from server.store.unit_of_work import write_transaction
from server.use_cases.acknowledge_alert import AlertRefusedError, lock_open_alert, read_note


def close_alert(alert_id: uuid.UUID, note: str, *, by_id: uuid.UUID, at: dt.datetime) -> None:
    """Take it off the list of open alerts, with what came of it. Raises AlertRefusedError."""
    words = read_note(note)
    with write_transaction() as session:
        alert = lock_open_alert(session, alert_id)
        if alert.acknowledged_at is None:
            raise AlertRefusedError("not_acknowledged")
        alert.closed_at = at
        session.add(AlertAcknowledgement(alert_id=alert.id, step="closed", user_id=by_id, at=at, note=words))
        record_audit(session, action="alert.close", at=at, user_id=by_id, entity_type="alert", entity_id=alert.id)
