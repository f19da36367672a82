"""Find how the writer of an operation stands to what it is about: theirs, once on their phone, or neither.

Looks at that one entity only, never at everything the writer may see.
"""

from __future__ import annotations

import uuid
from enum import StrEnum

from sqlalchemy.orm import Session

from server.domain.operation import Operation
from server.domain.words import SERVER_DEVICE_ID
from server.store.decision_ground import DecisionGround
from server.store.pairs import goes_along
from server.store.tables import Case, Resident, Visit
from server.store.views import held_at_view


class Standing(StrEnum):
    """MINE: may change it. LATE: was on this phone at the view the operation names. UNKNOWN: cannot be shown."""

    MINE = "mine"
    LATE = "late"
    UNKNOWN = "unknown"


def find_standing(
    session: Session,
    ground: DecisionGround,
    operation: Operation,
    row: Visit | Case | Resident,
    user_id: uuid.UUID | None,
) -> Standing:
    """The writer's standing to `row`. At a desk the table of permissions has let them in, before the operation was made."""
    if operation.device_id == SERVER_DEVICE_ID:
        return Standing.MINE
    if user_id is not None and (_is_theirs(ground, row, user_id) or _goes_along(session, row, user_id)):
        return Standing.MINE
    if operation.view is not None and held_at_view(session, operation.device_id, row.id, operation.view):
        return Standing.LATE
    return Standing.UNKNOWN


def _is_theirs(ground: DecisionGround, row: Visit | Case | Resident, user_id: uuid.UUID) -> bool:
    if isinstance(row, Visit):
        return row.officer_id == user_id
    resident_id = row.resident_id if isinstance(row, Case) else row.id
    return (user_id, resident_id) in ground.visitors


def _goes_along(session: Session, row: Visit | Case | Resident, user_id: uuid.UUID) -> bool:
    """The second of a pair does what the first may do. Asked last: most visits are made by one."""
    if isinstance(row, Visit):
        return goes_along(session, user_id, Visit.id == row.id)
    return goes_along(session, user_id, Visit.resident_id == (row.resident_id if isinstance(row, Case) else row.id))
