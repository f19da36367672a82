"""Reads what sharing needs: how much each officer has to do on which day and at which doors, and the people to be shared. Writes nothing."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from server.domain.words import UNDONE_VISIT_STATUSES
from server.store.pairs import hands
from server.store.tables import Address, Case, Device, Resident, Visit


@dataclass(frozen=True, slots=True)
class DayLoad:
    """Undone visits of one officer on one day, and the addresses among them; today's has what is overdue too."""

    count: int
    doors: frozenset[uuid.UUID]


NO_LOAD = DayLoad(0, frozenset())


def list_day_loads(
    session: Session, officer_ids: Collection[uuid.UUID], days: Collection[dt.date], today: dt.date
) -> Mapping[tuple[uuid.UUID, dt.date], DayLoad]:
    """By officer and day; who has nothing is not in it. A visit in pairs is of both."""
    found: dict[tuple[uuid.UUID, dt.date], list[uuid.UUID | None]] = {}
    on_days = Visit.planned_on.in_(days)
    counted = or_(on_days, Visit.planned_on < today) if today in days else on_days
    undone = hands(counted, Visit.status.in_(UNDONE_VISIT_STATUSES), of=officer_ids)
    for officer_id, day, address_id in session.execute(
        select(undone.c.user_id, Visit.planned_on, Visit.address_id).join(Visit, Visit.id == undone.c.visit_id)
    ):
        found.setdefault((officer_id, max(day, today)), []).append(address_id)
    return {key: DayLoad(len(doors), frozenset(filter(None, doors))) for key, doors in found.items()}


def list_addresses(session: Session, address_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, Address]:
    """The addresses with these ids."""
    return {one.id: one for one in session.scalars(select(Address).where(Address.id.in_(address_ids)))}


def list_cases(session: Session, case_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, tuple[Case, Resident]]:
    """The cases with these ids and whose they are."""
    found = session.execute(
        select(Case, Resident).join(Resident, Resident.id == Case.resident_id).where(Case.id.in_(case_ids))
    )
    return {case.id: (case, resident) for case, resident in found}


def list_undone_by_case(session: Session, case_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, list[Visit]]:
    """Undone visits by case."""
    found: dict[uuid.UUID, list[Visit]] = {}
    for visit in session.scalars(
        select(Visit).where(Visit.case_id.in_(case_ids), Visit.status.in_(UNDONE_VISIT_STATUSES)).order_by(Visit.id)
    ):
        found.setdefault(visit.case_id, []).append(visit)
    return found


def list_said_unsent(session: Session, officer_id: uuid.UUID) -> set[str]:
    """Ids of visits of which the officer's phones last said that a part is only there."""
    said = session.scalars(
        select(Device.unsent_visit_ids).where(Device.user_id == officer_id, Device.revoked_at.is_(None))
    )
    return {str(visit_id) for ids in said for visit_id in ids}
