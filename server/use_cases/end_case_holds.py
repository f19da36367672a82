"""Open cases again whose hold ends today; a chore of the worker. So nobody is held for ever, and *Nobody has* counts them.

Under the case's lock: a worker that is killed or runs twice opens each once, and a hold that a person made longer meanwhile stays.
"""

from __future__ import annotations

import datetime as dt
import uuid
from zoneinfo import ZoneInfo

from server.domain.case_step import CaseAction
from server.domain.words import CaseStatus
from server.store.case_step_writes import change_case_row, list_holds_to_end
from server.store.tables import Case
from server.store.unit_of_work import read_now, write_transaction


def end_case_holds(now: dt.datetime, zone: ZoneInfo) -> int:
    """How many were opened again."""
    today_on = now.astimezone(zone).date()
    with read_now() as session:
        due = list_holds_to_end(session, today_on)
    return sum(_end(case_id, today_on, now) for case_id in due)


def _end(case_id: uuid.UUID, today_on: dt.date, now: dt.datetime) -> bool:
    with write_transaction() as session:
        case = session.get_one(Case, case_id, with_for_update={"key_share": True})
        if case.status != CaseStatus.ON_HOLD or (case.held_until_on is not None and case.held_until_on > today_on):
            return False
        values = {"status": CaseStatus.OPEN, "held_until_on": None}
        payload = {"day": today_on.isoformat(), "hold_ended": True}
        return change_case_row(session, case, values, CaseAction.REOPEN, payload=payload, user_id=None, now=now)
