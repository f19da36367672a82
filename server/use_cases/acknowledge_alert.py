"""Take an alert in hand, with words on what is being done. A second time keeps the first instant and adds the note."""

from __future__ import annotations

import datetime as dt
import uuid

from sqlalchemy.orm import Session

from server.domain.alert_note import AlertNote
from server.store.audit_writes import record_audit
from server.store.office_alerts import lock_alert
from server.store.tables import Alert, AlertAcknowledgement
from server.store.unit_of_work import write_transaction

LONGEST_NOTE = 2000


class AlertRefusedError(Exception):
    """The step cannot be taken; `reason` is one of: not_found, closed, note_missing, note_too_long, owner_missing,
    not_acknowledged. Nothing was written.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def acknowledge_alert(alert_id: uuid.UUID, note: str, *, by_id: uuid.UUID, at: dt.datetime) -> None:
    """From now on somebody has read it. Raises AlertRefusedError."""
    words = read_note(note)
    with write_transaction() as session:
        alert = lock_open_alert(session, alert_id)
        step = "noted" if alert.acknowledged_at else "acknowledged"
        alert.acknowledged_at = alert.acknowledged_at or at
        session.add(AlertAcknowledgement(alert_id=alert.id, step=step, user_id=by_id, at=at, note=words))
        record_audit(session, action="alert.acknowledge", at=at, user_id=by_id, entity_type="alert", entity_id=alert.id)


def lock_open_alert(session: Session, alert_id: uuid.UUID) -> Alert:
    """The alert, locked for a step on it; nothing is done to one that is closed."""
    alert = lock_alert(session, alert_id)
    if alert is None:
        raise AlertRefusedError("not_found")
    if alert.closed_at is not None:
        raise AlertRefusedError("closed")
    return alert


def read_note(note: str) -> str:
    """The note without stray blanks; an alert is never settled without words. A code of ours is none: in the history it would
    stand as what the server noted.
    """
    words = note.strip()
    if not words or words in set(AlertNote):
        raise AlertRefusedError("note_missing")
    if len(words) > LONGEST_NOTE:
        raise AlertRefusedError("note_too_long")
    return words
