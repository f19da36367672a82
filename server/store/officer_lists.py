"""Reads officers' lists for the assign page: who has what on which day, and what is waiting on their phones. Writes nothing."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import case, func, or_, select
from sqlalchemy.orm import Session

from server.domain.permissions import PERMISSIONS
from server.domain.words import UNDONE_VISIT_STATUSES, Role, VisitStatus
from server.store.pairs import hands, in_hands_of
from server.store.tables import Address, Device, Resident, User, Visit


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficerDay:
    """One officer on one day."""

    officer_id: uuid.UUID
    name: str
    undone: int
    overdue: int
    done: int
    unsent: int
    last_contact_at: dt.datetime | None


@dataclass(frozen=True, slots=True)
class ListedVisit:
    """One visit of an officer's list."""

    visit: Visit
    resident: Resident
    address: Address | None


def list_officers(session: Session) -> Sequence[User]:
    """Everybody who may be given visits, by name."""
    return session.scalars(
        select(User).where(User.active, User.role == Role.OFFICER).order_by(User.name, User.id)
    ).all()


def list_leavers(session: Session) -> Sequence[tuple[User, int]]:
    """Whoever still has visits to do and has left, or visits no more, by name, each with how many: nobody makes them."""
    gone = or_(User.active.is_(False), User.role.not_in(sorted(PERMISSIONS["app.use"])))
    of_them = hands(
        Visit.status.in_(set(UNDONE_VISIT_STATUSES) - {VisitStatus.PLANNED}), of=select(User.id).where(gone)
    )
    rows = session.execute(
        select(User, func.count())
        .join(of_them, of_them.c.user_id == User.id)
        .group_by(User.id)
        .order_by(User.name, User.id)
    )
    return [(user, int(count)) for user, count in rows]


def list_officer_days(session: Session, day: dt.date) -> list[OfficerDay]:
    """Every officer with the numbers of the day; a visit in pairs counts for both."""
    undone = func.sum(case((Visit.status.in_(UNDONE_VISIT_STATUSES), 1), else_=0))
    done = func.sum(case((Visit.status.in_((VisitStatus.SUBMITTED, VisitStatus.REVIEWED)), 1), else_=0))
    of_day = hands(Visit.planned_on == day)
    counted = {
        officer_id: (int(waiting), int(finished))
        for officer_id, waiting, finished in session.execute(
            select(of_day.c.user_id, undone, done).join(Visit, Visit.id == of_day.c.visit_id).group_by(of_day.c.user_id)
        )
    }
    # What a revoked phone last said is not waited for: it is counted among lost work, or nowhere.
    unsent = func.sum(case((Device.revoked_at.is_(None), Device.unsent_count), else_=0))
    devices = {
        user_id: (int(waiting or 0), instant)
        for user_id, waiting, instant in session.execute(
            select(Device.user_id, unsent, func.max(Device.last_contact_at)).group_by(Device.user_id)
        )
    }
    late = hands(Visit.planned_on < day, Visit.status.in_(UNDONE_VISIT_STATUSES))
    of_officers = select(late.c.user_id, func.count()).group_by(late.c.user_id)
    overdue = {row[0]: row[1] for row in session.execute(of_officers)}
    return [
        OfficerDay(
            officer_id=user.id,
            name=user.name,
            undone=counted.get(user.id, (0, 0))[0],
            overdue=overdue.get(user.id, 0),
            done=counted.get(user.id, (0, 0))[1],
            unsent=devices.get(user.id, (0, None))[0],
            last_contact_at=devices.get(user.id, (0, None))[1],
        )
        for user in list_officers(session)
    ]


def list_undone_visits(session: Session, officer_id: uuid.UUID) -> list[ListedVisit]:
    """An officer's visits that are not done, by day and in walking order; also those to which they go along with another."""
    found = session.execute(
        select(Visit, Resident, Address)
        .join(Resident, Resident.id == Visit.resident_id)
        .outerjoin(Address, Address.id == Visit.address_id)
        .where(in_hands_of(officer_id), Visit.status.in_(UNDONE_VISIT_STATUSES))
        .order_by(Visit.planned_on, Visit.position, Visit.id)
    )
    return [ListedVisit(visit, resident, address) for visit, resident, address in found]
