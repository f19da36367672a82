"""Undoing a cancellation and a giving: the visit comes back as it may be made now, with its day and its time of day."""

from __future__ import annotations

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from server.domain.assignment import Giving
from server.domain.words import Role
from server.store.marker_writes import let_visits_follow
from server.store.resident_writes import move_waiting_visits
from server.store.tables import Address, AuditEntry, Resident, User, Visit
from server.store.unit_of_work import write_transaction
from server.use_cases.assign_visits import assign_visits
from server.use_cases.cancel_visit import VisitKeptError, cancel_visit, undo_cancelling
from server.use_cases.reassign_visits import SeenVisit, reassign_visits
from server.use_cases.undo_giving import undo_giving
from tests.factories.borough import NOW, TODAY, add_case, add_resident, add_server_device, add_user, add_visit
from tests.factories.markers import add_marker
from tests.server.use_cases.test_assigning_visits import wait_for_a_waiting_lock

pytestmark = pytest.mark.usefixtures("context")
LATER, LAST = NOW + dt.timedelta(minutes=5), NOW + dt.timedelta(minutes=9)
TOMORROW = TODAY + dt.timedelta(days=1)


@pytest.fixture
def staff(session: Session) -> tuple[User, User]:
    """An officer and a supervisor."""
    add_server_device(session)
    return add_user(session, "Olu"), add_user(session, "Sam", Role.SUPERVISOR)


def test_a_cancellation_undone_goes_by_the_markers_and_the_door_of_now_and_is_in_the_trail(
    session: Session, staff: tuple[User, User]
) -> None:
    olu, sam = staff
    visit = add_visit(session, olu)
    session.commit()
    cancel_visit(SeenVisit(visit.id, olu.id), "Away", by_id=sam.id, at=LATER)
    session.rollback()
    door = Address(match_key="new door", lines=["1 New Road"], postcode="CR2 1AA")
    session.add(door)
    session.flush()
    session.get_one(Resident, visit.resident_id).address_id = door.id
    add_marker(session, resident_id=add_resident(session, address_id=door.id).id, needs_pair=True)
    session.commit()
    undo_cancelling(visit.id, LATER, by_id=sam.id, at=LAST)
    session.rollback()
    assert (visit.status, visit.officer_id) == ("planned", None)  # two are to go, and nobody goes along
    assert (visit.needs_pair, visit.address_id) == (True, door.id)
    told = session.scalars(
        select(AuditEntry).where(AuditEntry.entity_id == str(visit.id)).order_by(AuditEntry.at)
    ).all()
    assert [one.action for one in told] == ["visit.cancel", "visit.restore"]
    assert told[0].fields["officer_id"] == {"old": str(olu.id), "new": None}
    assert told[1].fields["status"] == {"old": "cancelled", "new": "planned"}


def test_a_death_reported_while_a_cancellation_is_undone_is_waited_for_and_seen(
    session: Session, staff: tuple[User, User], app: Flask
) -> None:
    olu, sam = staff
    visit = add_visit(session, olu)
    session.commit()
    visit_id, resident_id, sam_id = visit.id, visit.resident_id, sam.id
    cancel_visit(SeenVisit(visit_id, olu.id), "Away", by_id=sam_id, at=LATER)
    session.rollback()

    def undo() -> None:
        with app.app_context():
            undo_cancelling(visit_id, LATER, by_id=sam_id, at=LAST)

    with ThreadPoolExecutor(1) as pool:
        with write_transaction() as holding:
            holding.get_one(Resident, resident_id, with_for_update={"key_share": True}).on_hold = True
            holding.flush()
            undoing = pool.submit(undo)
            wait_for_a_waiting_lock(session)
        with pytest.raises(VisitKeptError, match="not_undone"):
            undoing.result()
    assert session.get_one(Visit, visit_id).status == "cancelled"


@pytest.mark.parametrize("moves", [False, True])
def test_no_undo_sends_one_officer_where_two_are_to_go_by_now(
    session: Session, staff: tuple[User, User], moves: bool
) -> None:
    olu, sam = staff
    ola, case = add_user(session, "Ola"), add_case(session, add_resident(session))
    session.commit()
    first = Giving(officer_id=olu.id, planned_on=TODAY, by_id=sam.id, at=NOW)
    [visit_id] = assign_visits([case.id], first).visit_ids
    reassign_visits([SeenVisit(visit_id, olu.id)], replace(first, officer_id=ola.id, at=LATER))
    session.rollback()
    if moves:
        door = Address(match_key="marked door", lines=["2 New Road"], postcode="CR2 1AA")
        session.add(door)
        session.flush()
        add_marker(session, address_id=door.id, needs_pair=True)
        move_waiting_visits(session, case.resident_id, door.id, now=LAST)
    else:
        add_marker(session, resident_id=case.resident_id, needs_pair=True)
        let_visits_follow(session, [session.get_one(Visit, visit_id)], by_id=sam.id, at=LAST)
    session.commit()
    assert undo_giving(LATER, by_id=sam.id, at=LAST) == 0
    session.rollback()
    assert session.get_one(Visit, visit_id).officer_id == ola.id


def test_undo_of_a_giving_brings_back_the_day_and_the_time_of_day_also_where_there_was_none(
    session: Session, staff: tuple[User, User]
) -> None:
    olu, sam = staff
    case = add_case(session, add_resident(session))
    waits = add_visit(session, None, planned_on=TOMORROW, window_from="13:00")
    session.commit()
    first = Giving(officer_id=olu.id, planned_on=TODAY, by_id=sam.id, at=NOW)
    [moved_id] = assign_visits([case.id], first).visit_ids
    act = replace(first, at=LATER, window=("10:00", "11:00"))
    assert reassign_visits([SeenVisit(moved_id, olu.id)], act).visit_ids == (moved_id,)
    assert len(assign_visits([waits.case_id], act).visit_ids) == 1
    assert undo_giving(LATER, by_id=sam.id, at=LAST) == 2
    session.rollback()
    moved = session.get_one(Visit, moved_id)
    assert (moved.officer_id, moved.window_from, moved.window_to) == (olu.id, None, None)
    assert (waits.officer_id, waits.planned_on, waits.window_from, waits.window_to) == (None, TOMORROW, "13:00", None)
