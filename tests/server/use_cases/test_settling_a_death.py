"""A reported death is settled by a supervisor, with words: nobody is visited meanwhile, and nobody is lost by a wrong report."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from server.domain.case_step import read_closing
from server.domain.change_refusal import ChangeRefusedError
from server.domain.words import Role, VisitStatus
from server.store.nobody_has import list_nobody_has_by_ward
from server.store.tables import AuditEntry, Case, Hold, Operation, Resident, User, Visit
from server.use_cases.change_case import change_case
from server.use_cases.settle_death_hold import HoldNotSettledError, Settlement, settle_death_hold
from tests.factories.borough import NOW, TODAY, add_case, add_resident, add_server_device, add_user, add_visit
from tests.factories.lists import import_list, person, spl

pytestmark = pytest.mark.usefixtures("context")


@pytest.fixture
def supervisor(session: Session) -> User:
    add_server_device(session)
    found = add_user(session, "Sam Super", Role.SUPERVISOR)
    session.commit()
    return found


def report(session: Session, resident: Resident) -> Hold:
    """A hold as a report places it."""
    resident.on_hold = True
    hold = Hold(resident_id=resident.id, kind="death_reported", source="operation x", details={}, placed_at=NOW)
    session.add(hold)
    session.commit()
    return hold


def settle(hold: Hold, settlement: Settlement, by: User, note: str = "Spoke to the daughter") -> None:
    settle_death_hold(hold.resident_id, hold.id, settlement, note, by_id=by.id, at=NOW)


def test_a_wrong_report_is_lifted_and_the_visit_that_was_taken_back_needs_an_officer(
    session: Session, supervisor: User
) -> None:
    case = add_case(session, add_resident(session))
    visit = add_visit(session, None, case)
    hold = report(session, session.get_one(Resident, case.resident_id))
    assert list_nobody_has_by_ward(session, TODAY) == []
    session.rollback()
    settle(hold, Settlement.LIFT, supervisor)
    session.rollback()
    assert not session.get_one(Resident, case.resident_id).on_hold
    assert (hold.lifted_by_id, visit.status) == (supervisor.id, VisitStatus.PLANNED)
    assert [count for _, count in list_nobody_has_by_ward(session, TODAY)] == [1]
    lifted = session.scalars(select(Operation).where(Operation.kind == "resident.hold_lifted")).one()
    assert lifted.envelope["payload"] == {"note": "Spoke to the daughter"}
    audit = session.scalars(select(AuditEntry).where(AuditEntry.action == "hold.lift")).one()
    assert audit.fields == {"on_hold": {"old": True, "new": False}}


def test_a_confirmed_death_keeps_the_hold_and_cancels_only_visits_that_nobody_holds(
    session: Session, supervisor: User
) -> None:
    officer = add_user(session)
    case = add_case(session, add_resident(session))
    learnt_at = add_visit(session, officer, case)
    nobodys = add_visit(session, None, case, planned_on=TODAY + dt.timedelta(days=2))
    neighbour = add_visit(session, None)
    hold = report(session, session.get_one(Resident, case.resident_id))
    settle(hold, Settlement.CONFIRM, supervisor)
    session.rollback()
    assert (hold.confirmed_by_id, hold.lifted_at) == (supervisor.id, None)
    assert session.get_one(Resident, case.resident_id).on_hold
    statuses = [session.get_one(Visit, visit.id).status for visit in (nobodys, learnt_at, neighbour)]
    assert statuses == [VisitStatus.CANCELLED, VisitStatus.ASSIGNED, VisitStatus.PLANNED]
    assert session.get_one(Case, case.id).status == "open"


def test_a_death_confirmed_by_mistake_can_still_be_lifted_but_nothing_is_settled_twice(
    session: Session, supervisor: User
) -> None:
    case = add_case(session, add_resident(session))
    hold = report(session, session.get_one(Resident, case.resident_id))
    died = read_closing("died", "")
    with pytest.raises(ChangeRefusedError, match="death_not_confirmed"):
        change_case(case.id, died, seen_version=1, by_id=supervisor.id, at=NOW)
    settle(hold, Settlement.CONFIRM, supervisor)
    with pytest.raises(HoldNotSettledError, match="settled_already"):
        settle(hold, Settlement.CONFIRM, supervisor)
    change_case(case.id, died, seen_version=1, by_id=supervisor.id, at=NOW)
    settle(hold, Settlement.LIFT, supervisor)
    session.rollback()
    assert (case.status, case.closed_reason) == ("open", None)  # what was closed because of it is open again
    for again in Settlement:
        with pytest.raises(HoldNotSettledError, match="settled_already"):
            settle(hold, again, supervisor)


@pytest.mark.parametrize(("note", "reason"), [(" ", "note_missing"), ("x" * 2001, "note_too_long")])
def test_no_report_is_settled_without_words(session: Session, supervisor: User, note: str, reason: str) -> None:
    hold = report(session, add_resident(session))
    with pytest.raises(HoldNotSettledError, match=reason):
        settle(hold, Settlement.LIFT, supervisor, note)
    session.rollback()
    assert hold.lifted_at is None


def test_a_hold_of_another_kind_or_person_is_not_found(session: Session, supervisor: User) -> None:
    other = add_resident(session)
    legal = Hold(resident_id=other.id, kind="legal", source="court", placed_at=NOW)
    session.add(legal)
    hold = report(session, add_resident(session))
    for resident_id, hold_id in ((other.id, hold.id), (other.id, legal.id), (hold.resident_id, uuid.uuid4())):
        with pytest.raises(HoldNotSettledError, match="not_found"):
            settle_death_hold(resident_id, hold_id, Settlement.LIFT, "words", by_id=supervisor.id, at=NOW)


def test_lifting_opens_the_case_that_the_import_did_not_open(session: Session, supervisor: User) -> None:
    import_list(spl(person(1, informally_deceased="Y")))
    session.rollback()
    hold = session.scalars(select(Hold)).one()
    assert session.scalars(select(Case)).all() == []
    settle(hold, Settlement.LIFT, supervisor)
    session.rollback()
    assert session.scalars(select(Case.resident_id)).all() == [hold.resident_id]


def test_a_death_reported_with_its_date_holds_again_after_an_informal_report_was_lifted(
    session: Session, supervisor: User
) -> None:
    import_list(spl(person(1, informally_deceased="Y")))
    session.rollback()
    settle(session.scalars(select(Hold)).one(), Settlement.LIFT, supervisor)
    import_list(spl(person(1, informally_deceased="Y", edition="2")))
    session.rollback()
    assert not session.scalars(select(Resident.on_hold)).one()
    import_list(spl(person(1, informally_deceased="Y", died_on="2026-11-01", edition="3")))
    session.rollback()
    assert session.scalars(select(Resident.on_hold)).one()
