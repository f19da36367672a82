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
    # Found first: in the order of the days PostgreSQL would walk through all that is done to the few that are not.
    overdue = (
        select(Visit.id, Visit.planned_on).where(*conditions_of(wanted)).cte("overdue").prefix_with("MATERIALIZED")
    )
    first = select(overdue.c.id).order_by(overdue.c.planned_on, overdue.c.id).limit(limit).subquery()
    rows = session.execute(
        select(Visit, Resident, User.name)
        .join(first, first.c.id == Visit.id)
        .join(Resident, Resident.id == Visit.resident_id)
        .outerjoin(User, User.id == Visit.officer_id)
        .order_by(Visit.planned_on, Visit.id)
    )
    return [(visit, resident, name) for visit, resident, name in rows]
