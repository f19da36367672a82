"""Share people whom nobody has among officers as planned (plan_share.py), in one transaction; everybody is looked at again."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import replace

from server.domain.assignment import Giving
from server.domain.phone_window import find_council_date
from server.store.unit_of_work import write_transaction
from server.store.visit_assign_writes import list_planned_days, lock_cases, lock_visits_of_days
from server.use_cases.assign_visits import Assigned, assign_within, check_giving
from server.use_cases.plan_share import check_sharing


def share_visits(parts: Mapping[uuid.UUID, Sequence[uuid.UUID]], giving: Giving) -> Assigned:
    """Give each officer their cases for the day of `giving`. Doing it twice gives nothing twice. Raises AssignmentRefusedError."""
    case_ids = [case_id for part in parts.values() for case_id in part]
    check_sharing(case_ids, list(parts))
    with write_transaction() as session:
        for officer_id in parts:
            check_giving(session, replace(giving, officer_id=officer_id))
        # All at once and in one order, so that two supervisors who share at the same time wait and do not lock each other out.
        kept_days = list_planned_days(session, case_ids) if giving.keeps_plan else ()
        days = {giving.planned_on, *(day for day in kept_days if day >= find_council_date(giving.at))}
        lock_visits_of_days(session, (), [(officer_id, day) for officer_id in parts for day in sorted(days)])
        lock_cases(session, case_ids)
        done = [
            assign_within(session, part, replace(giving, officer_id=officer_id))
            for officer_id, part in sorted(parts.items(), key=lambda item: str(item[0]))
            if part
        ]
        return Assigned(
            tuple(visit_id for one in done for visit_id in one.visit_ids),
            tuple(left for one in done for left in one.left_out),
            sum(one.kept for one in done),
        )
