"""Tell whoever has a visit now that somebody else reported on it too: the visit's row says who and since when.

Runs inside the caller's savepoint on the locked visit. Says nothing of what was reported.
"""

from __future__ import annotations

import datetime as dt
import uuid

from sqlalchemy.orm import Session

from server.domain.wire_value import json_value
from server.domain.words import SettlementDecision
from server.store.row_writes import set_fields
from server.store.tables import Visit
from server.store.users import find_user


def tell_of_late_report(session: Session, visit: Visit, *, user_id: uuid.UUID | None, now: dt.datetime) -> None:
    """Name the writer on the visit, once for each, unless nobody knows them."""
    user = find_user(session, user_id) if user_id is not None else None
    if user is None or any(late.get("who") == user.name for late in visit.late_reports):
        return
    entry = {"who": user.name, "at": json_value(now), "decision": None}
    set_fields(visit, {"late_reports": [*visit.late_reports, entry]}, now=now)


def tell_of_settlement(
    session: Session, visit: Visit, decision: SettlementDecision, *, user_id: uuid.UUID | None, now: dt.datetime
) -> None:
    """Say beside the writer's name what the office made of the report."""
    user = find_user(session, user_id) if user_id is not None else None
    if user is not None and any(late.get("who") == user.name for late in visit.late_reports):
        told = [
            late | {"decision": decision.value} if late.get("who") == user.name else late for late in visit.late_reports
        ]
        set_fields(visit, {"late_reports": told}, now=now)
