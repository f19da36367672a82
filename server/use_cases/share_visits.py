"""Share people whom nobody has among officers as planned (plan_share.py), in one transaction; everybody is looked at again."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import replace

from server.domain.assignment import Giving
from server.store.unit_of_work import write_transaction
from server.use_cases.assign_visits import Assigned, assign_parts, check_givings
from server.use_cases.plan_share import check_sharing


def share_visits(parts: Mapping[uuid.UUID, Sequence[uuid.UUID]], giving: Giving) -> Assigned:
    """Give each officer their cases for the day of `giving`. Doing it twice gives nothing twice. Raises AssignmentRefusedError."""
    case_ids = [case_id for part in parts.values() for case_id in part]
    check_sharing(case_ids, list(parts))
    with write_transaction() as session:
        check_givings(session, [replace(giving, officer_id=officer_id) for officer_id in parts])
        in_order = sorted(parts.items(), key=lambda item: str(item[0]))
        return assign_parts(
            session, [(replace(giving, officer_id=officer_id), part) for officer_id, part in in_order if part]
        )
