"""Reads who is on hold for a reported death, with what is still planned for them or handed on. Writes nothing.

A fixed number of queries for a page of any number of people.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from server.domain.words import OPEN_REFERRAL_STATUSES, UNDONE_VISIT_STATUSES
from server.store.death_holds import DEATH_REPORTED
from server.store.tables import Case, Hold, Referral, Resident, Team, User, Visit

PAGE_SIZE = 50
Place = tuple[dt.datetime, uuid.UUID]


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldPerson:
    """Somebody on hold. Of each open referral the name of whoever has it, of each visit its officer's, "" for nobody."""

    hold: Hold
    resident: Resident
    referrals: Sequence[tuple[Referral, str]]
    visits: Sequence[tuple[Visit, str]]


def list_held_people(
    session: Session, *, confirmed: bool, after: Place | None = None, hold_id: uuid.UUID | None = None
) -> tuple[list[HeldPerson], Place | None]:
    """Those whose report is confirmed, or those who wait for that, the oldest report first; and where the next page begins."""
    query = select(Hold, Resident).join(Resident, Resident.id == Hold.resident_id)
    query = query.where(
        Hold.kind == DEATH_REPORTED,
        Hold.lifted_at.is_(None),
        Hold.confirmed_at.is_not(None) if confirmed else Hold.confirmed_at.is_(None),
    )
    if hold_id is not None:
        query = query.where(Hold.id == hold_id)
    if after is not None:
        at, last_id = after
        query = query.where(or_(Hold.placed_at > at, and_(Hold.placed_at == at, Hold.id > last_id)))
    rows = session.execute(query.order_by(Hold.placed_at, Hold.id).limit(PAGE_SIZE + 1)).all()
    shown = rows[:PAGE_SIZE]
    ids = [resident.id for _, resident in shown]
    referrals, visits = _list_referrals(session, ids), _list_visits(session, ids)
    people = [
        HeldPerson(
            hold=hold, resident=resident, referrals=referrals.get(resident.id, ()), visits=visits.get(resident.id, ())
        )
        for hold, resident in shown
    ]
    last = shown[-1][0] if len(rows) > PAGE_SIZE else None
    return people, (last.placed_at, last.id) if last is not None else None


def _list_referrals(session: Session, resident_ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, list[tuple[Referral, str]]]:
    found: dict[uuid.UUID, list[tuple[Referral, str]]] = defaultdict(list)
    rows = session.execute(
        select(Case.resident_id, Referral, Team.name, User.name)
        .join(Case, Case.id == Referral.case_id)
        .outerjoin(Team, Team.id == Referral.team_id)
        .outerjoin(User, User.id == Referral.user_id)
        .where(Case.resident_id.in_(resident_ids), Referral.status.in_(OPEN_REFERRAL_STATUSES))
        .order_by(Referral.made_at, Referral.id)
    )
    for resident_id, referral, team, person in rows:
        found[resident_id].append((referral, team or person or ""))
    return found


def _list_visits(session: Session, resident_ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, list[tuple[Visit, str]]]:
    found: dict[uuid.UUID, list[tuple[Visit, str]]] = defaultdict(list)
    rows = session.execute(
        select(Visit, User.name)
        .outerjoin(User, User.id == Visit.officer_id)
        .where(Visit.resident_id.in_(resident_ids), Visit.status.in_(UNDONE_VISIT_STATUSES))
        .order_by(Visit.planned_on, Visit.id)
    )
    for visit, officer in rows:
        found[visit.resident_id].append((visit, officer or ""))
    return found
