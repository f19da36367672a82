"""Hand on what only one person sees to, when that person leaves: open alerts to who is on duty, reviews with issues to a supervisor.

Runs inside the caller's transaction. Whoever gets an alert is told by text message, as of any that is handed over.
"""

from __future__ import annotations

import datetime as dt
import uuid

from sqlalchemy.orm import Session

from server.domain.alert_note import AlertNote
from server.domain.words import Role
from server.store.audit_writes import record_audit
from server.store.office_alerts import lock_open_alerts_of
from server.store.reviews import lock_issues_of
from server.store.tables import User
from server.store.users import find_on_duty, list_users
from server.use_cases.tell_of_alert import hand_alert


def hand_on_work(session: Session, leaver: User, *, by_id: uuid.UUID | None, at: dt.datetime, address: str) -> None:
    """The leaver is no longer active. Where nobody is left who could have it, it stays where it is."""
    session.flush()
    on_duty = find_on_duty(session, at)
    if on_duty is None or on_duty.id == leaver.id:
        return
    for alert in lock_open_alerts_of(session, leaver.id):
        hand_alert(session, alert, on_duty, AlertNote.OWNER_LEFT, by_id=by_id, at=at, address=address)
    supervisors = [user for user in list_users(session, [Role.SUPERVISOR]) if user.id != leaver.id]
    owner = on_duty if on_duty.role == Role.SUPERVISOR else next(iter(supervisors), on_duty)
    for submission in lock_issues_of(session, leaver.id):
        submission.review_owner_id = owner.id
        record_audit(
            session,
            action="submission.hand_on",
            at=at,
            user_id=by_id,
            entity_type="submission",
            entity_id=submission.id,
            fields={"owner_id": {"old": str(leaver.id), "new": str(owner.id)}},
        )
