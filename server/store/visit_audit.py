"""Says in the audit trail how a visit was planned before an act of the office and after it. Opens no transaction."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from server.domain.wire_value import json_value
from server.store.audit_writes import record_audit
from server.store.tables import Visit

_TOLD = ("status", "officer_id", "planned_on", "window_from", "window_to", "needs_pair")


def plan_of(visit: Visit) -> dict[str, Any]:
    """What the trail tells of a visit, as it stands now; the reason of an act stays in the log of operations."""
    return {name: json_value(getattr(visit, name)) for name in _TOLD}


def record_plan(
    session: Session, visit: Visit, before: Mapping[str, Any], *, action: str, by_id: uuid.UUID, at: dt.datetime
) -> None:
    """One entry with what differs from `before`."""
    fields = {name: {"old": before[name], "new": new} for name, new in plan_of(visit).items() if before[name] != new}
    record_audit(session, action=action, at=at, user_id=by_id, entity_type="visit", entity_id=visit.id, fields=fields)
