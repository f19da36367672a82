"""Queue the text message that tells a member of staff of an alert, and give an alert to another owner, who is told by one.

Runs inside the caller's transaction, under the alert's lock. The words name nobody (domain/shipped_messages.py).
"""

from __future__ import annotations

import datetime as dt
import uuid
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from server.domain.escalation import takes_texts
from server.domain.phone_window import COUNCIL_ZONE
from server.store.audit_writes import record_audit
from server.store.tables import Alert, AlertAcknowledgement, User
from server.use_cases.queue_staff_message import queue_staff_message

ALERT_ENTITY = "alert"


def tell_of_alert(
    session: Session,
    template: str,
    alert: Alert,
    user: User,
    address: str,
    now: dt.datetime,
    zone: ZoneInfo = COUNCIL_ZONE,
) -> uuid.UUID:
    """The id of the message. `address` is where staff open Doorstep. Raises MessageRefusedError."""
    values = {
        "page": f"{address}/office/alerts/{alert.id}",
        "raised": f"{alert.raised_at.astimezone(zone):%H:%M}",
    }
    return queue_staff_message(session, template, user, (ALERT_ENTITY, alert.id), values, now)


def hand_alert(
    session: Session, alert: Alert, owner: User, note: str, *, by_id: uuid.UUID | None, at: dt.datetime, address: str
) -> bool:
    """Make that person the owner, with history and audit entry. Whether a message tells them: nobody is told of their own doing."""
    before, alert.owner_id = alert.owner_id, owner.id
    session.add(AlertAcknowledgement(alert_id=alert.id, step="handed_over", user_id=by_id, at=at, note=note))
    record_audit(
        session,
        action="alert.hand_over",
        at=at,
        user_id=by_id,
        entity_type=ALERT_ENTITY,
        entity_id=alert.id,
        fields={"owner_id": {"old": str(before), "new": str(owner.id)}},
    )
    if owner.id in (before, by_id) or not takes_texts(owner.telephone):
        return False
    tell_of_alert(session, "alert_handed_over", alert, owner, address, at)
    return True
