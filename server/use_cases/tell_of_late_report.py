"""Tell whoever has a visit now that somebody else reported on it too: the visit's row says who and since when.

Runs inside the caller's savepoint on the locked visit. Says nothing of what was reported.
"""

from __future__ import annotations

import datetime as dt
import uuid

from sqlalchemy.orm import Session

from server.domain.decision import Changes
from server.store.row_writes import json_value, set_fields
from server.store.tables import Visit
from server.store.users import find_user


def tell_of_late_report(
    session: Session, visit: Visit, *, user_id: uuid.UUID | None, now: dt.datetime
) -> Changes | None:
    """Name the writer on the visit, once for each; None when they are named already or nobody knows them."""
    user = find_user(session, user_id) if user_id is not None else None
    if user is None or user.id == visit.officer_id or any(late.get("who") == user.name for late in visit.late_reports):
        return None
    reports = [*visit.late_reports, {"who": user.name, "at": json_value(now)}]
    return (
        Changes(visit.version, changed) if (changed := set_fields(visit, {"late_reports": reports}, now=now)) else None
    )
