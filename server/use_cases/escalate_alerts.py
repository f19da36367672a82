"""Tell who is on call of alerts that nobody has acknowledged: the owner, then the next, then Gold; a chore of the worker.

That somebody was told and the message to them are one transaction under the alert's lock: a worker that is killed leaves both or
neither, and of two the second finds it written.
"""

from __future__ import annotations

import datetime as dt
import uuid
from functools import partial
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from server.domain.escalation import LONGEST, Candidate, Rung, Telling, choose, list_due, read_minutes
from server.domain.permissions import may
from server.domain.words import ShiftKind
from server.store.alert_tellings import list_alert_settings, list_tellings, list_waiting_alerts
from server.store.audit_writes import record_audit
from server.store.office_alerts import lock_alert
from server.store.on_call import list_on_call
from server.store.tables import Alert, AlertTelling, User
from server.store.unit_of_work import read_now, write_transaction
from server.use_cases.each_alone import do_each
from server.use_cases.tell_of_alert import ALERT_ENTITY, tell_of_alert

LOCK_SECONDS = 5.0  # an alert that somebody holds for longer comes again in the next round
_SHIFT_OF = {Rung.NEXT: ShiftKind.NEXT, Rung.GOLD: ShiftKind.GOLD}


def escalate_alerts(now: dt.datetime, zone: ZoneInfo, address: str) -> int:
    """How many people were told. `address` is where staff open Doorstep. One alert that cannot be told holds up no other."""
    with read_now() as session:
        waiting = list_waiting_alerts(session, now - LONGEST)
    return do_each([partial(_escalate, alert_id, now, zone, address) for alert_id in waiting], "escalate alerts")


def _escalate(alert_id: uuid.UUID, now: dt.datetime, zone: ZoneInfo, address: str) -> int:
    told = 0
    with write_transaction(lock_seconds=LOCK_SECONDS) as session:
        alert = lock_alert(session, alert_id)
        if alert is None or alert.acknowledged_at is not None or alert.closed_at is not None:
            return 0
        tellings = list_tellings(session, alert_id)
        minutes = read_minutes(list_alert_settings(session, alert.visit_id))
        is_looking = True
        while is_looking:  # a rung that reaches nobody hands on to the one above it at once
            is_looking = False
            for rung in list_due(alert.raised_at, minutes, _as_told(tellings), now):
                user = _find_person(session, alert, rung, tellings, now)
                if user is not None or rung not in tellings:
                    _tell(session, alert, rung, user, tellings, (address, zone), now)
                    told, is_looking = told + (user is not None), True
    return told


def _as_told(tellings: dict[Rung, AlertTelling]) -> dict[Rung, Telling]:
    return {rung: Telling(one.at, one.user_id is not None) for rung, one in tellings.items()}


def _find_person(
    session: Session, alert: Alert, rung: Rung, tellings: dict[Rung, AlertTelling], now: dt.datetime
) -> User | None:
    """Who on this rung can be told: not somebody who was, and from the next rung on not the owner, who has not answered."""
    if rung is Rung.OWNER:
        people = [session.get_one(User, alert.owner_id)]
        known = set()
    else:
        people = [one for one in list_on_call(session, _SHIFT_OF[rung], now) if may(one.role, "alerts.acknowledge")]
        known = {alert.owner_id, *(one.user_id for one in tellings.values() if one.user_id)}
    chosen = choose([Candidate(one.id, one.telephone) for one in people if one.active], known)
    return next((one for one in people if chosen and one.id == chosen.person), None)


def _tell(
    session: Session,
    alert: Alert,
    rung: Rung,
    user: User | None,
    tellings: dict[Rung, AlertTelling],
    where: tuple[str, ZoneInfo],
    now: dt.datetime,
) -> None:
    telling = tellings.get(rung)
    if telling is None:
        telling = tellings[rung] = AlertTelling(alert_id=alert.id, rung=rung, at=now)
        session.add(telling)
    if user is not None:
        template = "alert_to_owner" if rung is Rung.OWNER else "alert_waits"
        telling.message_id = tell_of_alert(session, template, alert, user, where[0], now, where[1])
        telling.user_id, telling.at = user.id, now
    session.flush()
    record_audit(
        session, action="alert.tell", at=now, user_id=None, entity_type=ALERT_ENTITY, entity_id=alert.id,
        fields={"rung": {"old": None, "new": rung.value}, "told": {"old": None, "new": str(user.id) if user else None}},
    )  # fmt: skip
