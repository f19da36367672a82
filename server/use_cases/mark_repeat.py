"""Mark a visit as a repeat of another of the same day, or take the mark away. A repeat is kept whole and counted nowhere."""

from __future__ import annotations

import datetime as dt
import uuid

from sqlalchemy.orm import Session

from server.domain.words import VisitStatus
from server.store.audit_writes import record_audit
from server.store.follow_up_writes import lock_case
from server.store.row_writes import change_row
from server.store.submissions_of_visit import list_recent_outcomes
from server.store.tables import Resident, Visit
from server.store.unit_of_work import write_transaction
from server.store.visit_assign_writes import lock_visits
from server.use_cases.follow_up_visit import count_visits_again

_DONE = (VisitStatus.SUBMITTED, VisitStatus.REVIEWED)


class RepeatRefusedError(Exception):
    """Nothing was marked; `reason`: not_found, not_done, another_day, changed_meanwhile."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def mark_repeat(visit_id: uuid.UUID, of_id: uuid.UUID, *, by_id: uuid.UUID, at: dt.datetime) -> None:
    """Take the visit out of the counts: it repeats `of_id`. Marking it twice changes nothing. Raises RepeatRefusedError."""
    with write_transaction() as session:
        rows = {visit.id: visit for visit in lock_visits(session, [visit_id, of_id])}
        visit, other = rows.get(visit_id), rows.get(of_id)
        if visit is None or other is None or visit is other:
            raise RepeatRefusedError("not_found")
        if visit.repeat_of_id == of_id:
            return
        if visit.repeat_of_id is not None or other.repeat_of_id is not None:
            raise RepeatRefusedError("changed_meanwhile")
        if visit.resident_id != other.resident_id or visit.planned_on != other.planned_on:
            raise RepeatRefusedError("another_day")
        if visit.status not in _DONE or other.status not in _DONE:
            raise RepeatRefusedError("not_done")
        _set(session, visit, of_id, kind="visit.mark_repeat", by_id=by_id, at=at)


def unmark_repeat(visit_id: uuid.UUID, *, by_id: uuid.UUID, at: dt.datetime) -> None:
    """Count the visit again. Unmarking it twice changes nothing. Raises RepeatRefusedError."""
    with write_transaction() as session:
        visit = next(iter(lock_visits(session, [visit_id])), None)
        if visit is None:
            raise RepeatRefusedError("not_found")
        if visit.repeat_of_id is not None:
            _set(session, visit, None, kind="visit.unmark_repeat", by_id=by_id, at=at)


def _set(
    session: Session, visit: Visit, of_id: uuid.UUID | None, *, kind: str, by_id: uuid.UUID, at: dt.datetime
) -> None:
    before = visit.repeat_of_id
    case = lock_case(session, visit.case_id)  # before the resident, as every writer of both does
    resident = session.get_one(Resident, visit.resident_id, with_for_update={"key_share": True})
    change_row(session, visit, {"repeat_of_id": of_id}, kind=kind, entity_type="visit", user_id=by_id, now=at)
    count_visits_again(session, case)
    change_row(
        session,
        resident,
        {"recent_outcomes": list_recent_outcomes(session, resident.id)},
        kind="resident.outcomes",
        entity_type="resident",
        user_id=by_id,
        now=at,
    )
    record_audit(
        session,
        action=kind,
        at=at,
        user_id=by_id,
        entity_type="visit",
        entity_id=visit.id,
        fields={"repeat_of_id": {"old": str(before) if before else None, "new": str(of_id) if of_id else None}},
    )
