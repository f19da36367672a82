"""What the demo data has not and a screen must show: a warning marker, an overdue visit, needs of access, a time window, an officer without visits.

Written straight into the store, before anybody signs in; for pictures and examinations only.
"""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.app import create_app
from server.config import read_settings
from server.domain.phone_window import find_council_date
from server.domain.words import Role
from server.store.database import db
from server.store.tables import Resident, User, Visit, WarningMarker
from server.store.unit_of_work import write_transaction
from server.use_cases.add_user import add_user
from tests.end_to_end.walk.staged_messages import stage_failed_message
from tests.end_to_end.walk.staged_phones import stage_phones
from tests.end_to_end.walk.staged_referrals import stage_referrals
from tests.live.stack import Stack
from tests.live.staff import OFFICE, OFFICER, PASSWORD, SUPERVISOR

NEWCOMER = "newcomer@example.org"
WITHOUT_VISITS = "without.visits@example.org"


@dataclass(frozen=True)
class Staged:
    """Names of residents on the officer's list; `marked` has the marker, `overdue` is late, `handed_back` will be."""

    marked: str
    overdue: str
    handed_back: str
    others: tuple[str, ...]


def stage(stack: Stack) -> Staged:
    """Change three visits of the demo officer. The installation must not be running yet."""
    app = create_app(read_settings(stack.environment()))
    with app.app_context():
        now = dt.datetime.now(dt.UTC)
        for email, name in ((NEWCOMER, "Nia Newcomer"), (WITHOUT_VISITS, "Wyn Without-Visits")):
            add_user(email=email, name=name, role=Role.OFFICER, password=PASSWORD, at=now, demo=True)
        with write_transaction() as session:
            staged = _change(session, now)
        db.engine.dispose()
    return staged


def _change(session: Session, now: dt.datetime) -> Staged:
    officer = session.scalars(select(User).where(User.email == OFFICER)).one()
    mine = select(Visit).where(Visit.officer_id == officer.id).order_by(Visit.id)
    visits = list(session.scalars(mine))
    overdue, marked, *others, handed_back = visits
    overdue.planned_on = find_council_date(now) - dt.timedelta(days=1)
    # Not the marked one: an officer who is not heard from after its window raises an alarm, from noon on.
    others[0].window_from, others[0].window_to = "10:00", "12:00"
    resident = session.get_one(Resident, marked.resident_id)
    resident.access_needs = "Slow to the door: please wait two minutes. Side gate, not the steps."
    resident.communication_needs = "Hard of hearing: speak facing her. Large print."
    for row in (overdue, marked, others[0], resident):
        row.version += 1
        row.changed_at = now
    session.add(_marker(session, resident, now))
    stage_phones(session, officer, visits, now)
    stage_failed_message(session, session.get_one(Resident, others[1].resident_id), now)
    stage_referrals(session, [visit.case_id for visit in visits], now)
    names = tuple(_name(session, visit) for visit in others)
    return Staged(_name(session, marked), _name(session, overdue), _name(session, handed_back), names)


def _marker(session: Session, resident: Resident, now: dt.datetime) -> WarningMarker:
    ids = {user.email: user.id for user in session.scalars(select(User).where(User.email.in_([SUPERVISOR, OFFICE])))}
    today = find_council_date(now)
    return WarningMarker(
        id=uuid.uuid4(),
        resident_id=resident.id,
        instruction="Large dog, loose in the front garden. Ring from the gate and wait until it is shut in.",
        incident_on=today - dt.timedelta(days=20),
        incident="An officer was chased to the gate.",
        status="approved",
        proposed_by_id=ids[OFFICE],
        proposed_at=now - dt.timedelta(days=19),
        approved_by_id=ids[SUPERVISOR],
        approved_at=now - dt.timedelta(days=18),
        told_at=now - dt.timedelta(days=18),
        review_on=today + dt.timedelta(days=90),
        changed_at=now,
    )


def _name(session: Session, visit: Visit) -> str:
    resident = session.get_one(Resident, visit.resident_id)
    return f"{resident.first_name} {resident.last_name}"
