"""Take the figures of visits and referrals out of the house. No audit entry, no file."""

from __future__ import annotations

import datetime as dt
import uuid

from server.domain.figures import Days
from server.store.audit_writes import record_audit
from server.store.figures import By, count_by_place
from server.store.unit_of_work import write_transaction


def export_figures(days: Days, ward: str | None, *, by_id: uuid.UUID, at: dt.datetime) -> By:
    """By day and ward."""
    said = {"from": days.first.isoformat(), "until": days.last.isoformat(), "ward": ward}
    with write_transaction() as session:
        record_audit(
            session, action="export.figures", at=at, user_id=by_id, entity_type="report",
            fields={name: {"old": None, "new": value} for name, value in said.items() if value},
        )  # fmt: skip
        return count_by_place(session, days, ward)
