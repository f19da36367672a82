"""Makes phones fetch again what is shown of a resident but kept elsewhere: address, ward, position."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.domain.words import VisitStatus
from server.store.markers import paired_ids
from server.store.match_candidates import search_text
from server.store.row_writes import touch_row
from server.store.tables import Address, Resident, Visit


def touch_residents_at(session: Session, address_ids: Collection[uuid.UUID], *, now: dt.datetime) -> Sequence[Resident]:
    """Raise the version of everybody who lives at these addresses, after one of the addresses changed; they are returned."""
    if not address_ids:
        return []
    living_there = select(Resident).where(Resident.address_id.in_(address_ids)).order_by(Resident.id)
    found = session.scalars(living_there.with_for_update(key_share=True)).all()
    for resident in found:
        touch_row(resident, now=now)
    return found


def rebuild_search_text(resident: Resident, address: Address | None) -> None:
    """Make a resident findable by what the record says now."""
    names = {name: getattr(resident, name) for name in ("first_name", "middle_name", "last_name")}
    resident.search_text = search_text({**names, "postcode": address.postcode if address else None})


def move_waiting_visits(
    session: Session, resident_id: uuid.UUID, address_id: uuid.UUID, *, now: dt.datetime
) -> Sequence[Visit]:
    """Visits nobody has begun go to where the resident lives now, in pairs where a marker there says so. They are returned."""
    waiting = (VisitStatus.PLANNED, VisitStatus.ASSIGNED)
    moved = session.scalars(
        select(Visit)
        .where(Visit.resident_id == resident_id, Visit.status.in_(waiting))
        .order_by(Visit.id)
        .with_for_update(key_share=True)
    ).all()
    pairs = paired_ids(session, [(resident_id, address_id)])
    for visit in moved:
        visit.address_id = address_id
        visit.needs_pair = pairs.meet(resident_id, address_id)
        touch_row(visit, now=now)
    return moved
