"""Open the alerts that raw operations carry, each with one owner from the duty shift. Waits for no verdict."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

from sqlalchemy.orm import Session

from server.domain.operation import AlertHeader
from server.store.alert_writes import find_alert_subjects, save_alerts
from server.store.audit_writes import record_audit
from server.store.users import find_on_duty

# op_id, the visit, case or resident it is about if it names one, its alerts, who raised them
CarriedAlerts: TypeAlias = tuple[uuid.UUID, uuid.UUID | None, list[AlertHeader], uuid.UUID | None]


class NobodyOnDutyError(RuntimeError):
    """No active duty manager, supervisor or administrator exists: nobody could own an alert."""


def raise_alerts(session: Session, carried: Sequence[CarriedAlerts], now: dt.datetime) -> set[uuid.UUID]:
    """Open what is not open yet and return those ids. What does not exist leaves the alert without it."""
    carried = [entry for entry in carried if entry[2]]
    if not carried:
        return set()
    owner = find_on_duty(session, now)
    if owner is None:
        raise NobodyOnDutyError
    subjects = find_alert_subjects(session, [about_id for _, about_id, _, _ in carried if about_id])
    rows: dict[uuid.UUID, dict[str, Any]] = {}
    for op_id, about_id, alerts, user_id in carried:
        subject = subjects.get(about_id) if about_id else None
        for alert in alerts:
            rows.setdefault(
                alert.alert_id,
                {
                    "id": alert.alert_id,
                    "kind": alert.kind.value,
                    "op_id": op_id,
                    "visit_id": subject.visit_id if subject else None,
                    "resident_id": subject.resident_id if subject else None,
                    "raised_by_id": user_id,
                    "raised_at": now,
                    "owner_id": owner.id,
                },
            )
    return open_alerts(session, rows, now)


def open_alerts(session: Session, rows: Mapping[uuid.UUID, dict[str, Any]], now: dt.datetime) -> set[uuid.UUID]:
    """Open those of these rows, by id, that are not open yet, each with an audit entry; returns their ids."""
    opened = save_alerts(session, list(rows.values()))
    for alert_id in sorted(opened):
        row = rows[alert_id]
        record_audit(
            session,
            action="alert.raise",
            at=now,
            user_id=row["raised_by_id"],
            entity_type="alert",
            entity_id=alert_id,
            fields={"owner_id": {"old": None, "new": str(row["owner_id"])}, "kind": {"old": None, "new": row["kind"]}},
        )
    return opened
