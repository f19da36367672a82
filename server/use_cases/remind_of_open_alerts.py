"""Tell again of an alert that somebody took in hand and nobody has closed, after the hours of its programme; a chore of the worker.

Any note, step or reminder begins the hours anew. Under the alert's lock: of two workers the second finds the message written.
"""

from __future__ import annotations

import datetime as dt
import uuid
from functools import partial

from sqlalchemy.orm import Session

from server.domain.escalation import LONGEST_OPEN, Candidate, choose, read_open_hours
from server.domain.permissions import may
from server.domain.words import ShiftKind
from server.store.alert_tellings import find_last_word_at, list_alert_settings, list_open_acknowledged
from server.store.audit_writes import record_audit
from server.store.office_alerts import lock_alert
from server.store.on_call import list_on_call
from server.store.tables import Alert, User
from server.store.unit_of_work import read_now, write_transaction
from server.use_cases.each_alone import do_each
from server.use_cases.tell_of_alert import ALERT_ENTITY, tell_of_alert

LOCK_SECONDS = 5.0
TEMPLATE = "alert_still_open"


def remind_of_open_alerts(now: dt.datetime, address: str) -> int:
    """How many people were told. `address` is where staff open Doorstep."""
    with read_now() as session:
        alert_ids = list_open_acknowledged(session)
    return do_each([partial(_remind, alert_id, now, address) for alert_id in alert_ids], "remind of open alerts")


def _remind(alert_id: uuid.UUID, now: dt.datetime, address: str) -> int:
    with read_now() as session:
        if not _is_due(session, session.get_one(Alert, alert_id), now):
            return 0
    with write_transaction(lock_seconds=LOCK_SECONDS) as session:
        alert = lock_alert(session, alert_id)
        if alert is None or not _is_due(session, alert, now):
            return 0
        user = _find_person(session, alert, now)
        if user is None:
            return 0
        tell_of_alert(session, TEMPLATE, alert, user, address, now)
        record_audit(
            session, action="alert.tell", at=now, user_id=None, entity_type=ALERT_ENTITY, entity_id=alert.id,
            fields={"told": {"old": None, "new": str(user.id)}},
        )  # fmt: skip
        return 1


def _is_due(session: Session, alert: Alert, now: dt.datetime) -> bool:
    if alert.closed_at is not None or alert.acknowledged_at is None:
        return False
    hours = dt.timedelta(hours=read_open_hours(list_alert_settings(session, alert.visit_id)))
    last_at = find_last_word_at(session, alert, TEMPLATE)
    return last_at + hours <= now <= last_at + LONGEST_OPEN


def _find_person(session: Session, alert: Alert, now: dt.datetime) -> User | None:
    """The owner; where no message reaches them, the next on call who may act."""
    people = [session.get_one(User, alert.owner_id)]
    people += [one for one in list_on_call(session, ShiftKind.NEXT, now) if may(one.role, "alerts.acknowledge")]
    chosen = choose([Candidate(one.id, one.telephone) for one in people if one.active], ())
    return next((one for one in people if chosen and one.id == chosen.person), None)
