"""Short lists for the page Today. Writes nothing."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.store.office_visit_filter import VisitFilter, conditions_of
from server.store.tables import Resident, User, Visit


def list_overdue_visits(
    session: Session, wanted: VisitFilter, limit: int
) -> Sequence[tuple[Visit, Resident, str | None]]:
    """Undone visits of earlier days, the longest overdue first, with resident and officer's name."""
    rows = session.execute(
        select(Visit, Resident, User.name)
        .join(Resident, Resident.id == Visit.resident_id)
        .outerjoin(User, User.id == Visit.officer_id)
        .where(*conditions_of(wanted))
        .order_by(Visit.planned_on, Visit.id)
        .limit(limit)
    )
    return [(visit, resident, name) for visit, resident, name in rows]
