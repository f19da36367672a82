"""Giving visits to officers: who can be given, in which order, what stands against it, and two supervisors at once."""

from __future__ import annotations

import datetime as dt
import time
import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from server.domain.assignment import MOST_AT_ONCE, Giving, NotAssigned
from server.domain.priority import PriorityRuleError, find_priority, read_priority_rules
from server.domain.words import Role, VisitStatus
from server.store.assignable import AssignFilter, AssignOrder, list_assignable
from server.store.database import new_id
from server.store.day_loads import list_day_loads
from server.store.nobody_has import list_nobody_has_by_ward
from server.store.officer_lists import list_officer_days
from server.store.row_writes import set_fields
from server.store.tables import (
    Address,
    CallTurn,
    Case,
    Device,
    Operation,
    Resident,
    User,
    Visit,
    VisitAssignment,
    WarningMarker,
)
from server.store.unit_of_work import write_transaction
from server.use_cases.assign_visits import AssignmentRefusedError, assign_visits
from server.use_cases.reassign_visits import SeenVisit, reassign_visits
from server.use_cases.take_back_visits import take_back_visits
from tests.factories.borough import (
    NOW,
    TODAY,
    add_case,
    add_phone,
    add_resident,
    add_server_device,
    add_user,
    add_visit,
)
from tests.factories.markers import add_marker
from tests.factories.operations import make_operation
from tests.factories.pushing import pull, push_verdicts

pytestmark = pytest.mark.usefixtures("context")
TOMORROW = TODAY + dt.timedelta(days=1)


@pytest.fixture
def staff(session: Session) -> tuple[User, User, User]:
    """Two officers and a supervisor."""
    add_server_device(session)
    people = (add_user(session, "Olu"), add_user(session, "Orla"), add_user(session, "Sam", Role.SUPERVISOR))
    session.commit()
    return people


def add_people(session: Session, *doors: tuple[str, str], ward: str | None = None, **values: object) -> list[uuid.UUID]:
    """Residents with an open case at these doors (first line, postcode); the ids of the cases."""
    cases = []
    for line, postcode in doors:
        address = Address(id=new_id(), match_key=f"{line}{postcode}", lines=[line], postcode=postcode, ward=ward)
        session.add(address)
        session.flush()
        cases.append(add_case(session, add_resident(session, address_id=address.id, **values)).id)
    session.commit()
    return cases


def giving(staff: tuple[User, User, User], to: int = 0, **values: object) -> Giving:
    """An order of the supervisor's."""
    order: dict[str, object] = {"officer_id": staff[to].id, "planned_on": TODAY, "by_id": staff[2].id, "at": NOW}
    return Giving(**order | values)  # type: ignore[arg-type]


def visits(session: Session) -> list[Visit]:
    """Every visit in its order on the list."""
    session.rollback()
    return list(session.scalars(select(Visit).order_by(Visit.officer_id, Visit.planned_on, Visit.position)))


def test_an_officer_walks_along_the_postcodes_whenever_visits_were_given(
    session: Session, staff: tuple[User, User, User]
) -> None:
    far, near, tenth, second = add_people(
        session,
        ("1 Far Road", "CR10 1AA"),
        ("1 Near Road", "CR2 1AA"),
        ("10 Mid Road", "CR5 1AA"),
        ("2 Mid Road", "CR5 1AA"),
    )
    assign_visits([far, tenth], giving(staff))
    assign_visits([near, second], giving(staff))
    assert [visit.case_id for visit in visits(session)] == [near, second, tenth, far]
    assert [visit.position for visit in visits(session)] == [1, 2, 3, 4]


def test_assigning_twice_makes_no_second_visit_and_says_who_has_it(
    session: Session, staff: tuple[User, User, User]
) -> None:
    cases = add_people(session, ("1 Road", "CR2 1AA"))
    assign_visits(cases, giving(staff))
    again = assign_visits(cases, giving(staff, to=1))
    assert again.visit_ids == ()
    assert (again.left_out[0].why, again.left_out[0].officer_id) == (NotAssigned.ALREADY_PLANNED, staff[0].id)
    assert len(visits(session)) == 1


def test_two_supervisors_at_once_make_one_visit_each_person(
    session: Session, staff: tuple[User, User, User], app: Flask
) -> None:
    cases = add_people(session, *((f"{number} Road", "CR2 1AA") for number in range(20)))
    orders = [giving(staff, to=to) for to in (0, 1)]
    session.rollback()

    def give(to: int) -> int:
        with app.app_context():
            return len(assign_visits(cases if to else cases[::-1], orders[to]).visit_ids)

    with ThreadPoolExecutor(2) as pool:
        made = list(pool.map(give, (0, 1)))
    assert sum(made) == 20
    assert len({visit.case_id for visit in visits(session)}) == len(visits(session)) == 20


@pytest.mark.parametrize("act", ["assign", "reassign", "take back"])
def test_numbering_a_day_takes_nothing_from_work_that_is_being_decided_on_its_visits(
    session: Session, staff: tuple[User, User, User], app: Flask, act: str
) -> None:
    """Else both would write one version: a phone that had read the first would hold it for ever."""
    [far] = add_people(session, ("1 Far Road", "CR10 1AA"))
    [near] = add_people(session, ("1 Near Road", "CR2 1AA"))
    later = giving(staff, at=NOW + dt.timedelta(minutes=1))
    [numbered] = assign_visits([far], giving(staff)).visit_ids
    seen = SeenVisit(numbered, staff[0].id)
    if act != "assign":
        [given] = assign_visits([near], giving(staff, to=int(act == "reassign"))).visit_ids
        seen = SeenVisit(given, staff[act == "reassign"].id)
    before = {visit.id: (visit.version, visit.position) for visit in visits(session)}[numbered]
    session.rollback()

    def number() -> None:
        with app.app_context():
            if act == "assign":
                assign_visits([near], later)
            elif act == "reassign":
                reassign_visits([seen], later)
            else:
                take_back_visits([seen], reason="", by_id=later.by_id, at=later.at)

    with ThreadPoolExecutor(1) as pool:
        with write_transaction() as deciding:
            visit = deciding.get_one(Visit, numbered, with_for_update=True)
            set_fields(visit, {"status": VisitStatus.STARTED}, now=NOW)
            deciding.flush()
            numbering = pool.submit(number)
            wait_for_a_waiting_lock(session)
        numbering.result()
    after = session.get_one(Visit, numbered, populate_existing=True)
    assert (after.version, after.status) == (before[0] + 2, "started")
    assert after.position != before[1]
    assert (after.field_versions["status"], after.field_versions["position"]) == (after.version - 1, after.version)


def wait_for_a_waiting_lock(session: Session) -> None:
    """Until somebody waits for another's row; SQLite's writers wait before they read anything."""
    if session.get_bind().dialect.name == "sqlite":
        return
    ends_at = time.monotonic() + 30
    while not session.scalar(text("SELECT count(*) FROM pg_locks WHERE NOT granted")):
        assert time.monotonic() < ends_at, "nobody waits"
        session.rollback()


def test_nobody_on_hold_closed_or_waiting_for_a_contact_is_given(
    session: Session, staff: tuple[User, User, User]
) -> None:
    held, closed, contact, free = add_people(session, *((f"{number} Road", "CR2 1AA") for number in range(4)))
    session.get_one(Resident, session.get_one(Case, held).resident_id).on_hold = True
    case = session.get_one(Case, closed)
    case.status, case.closed_reason = "closed", "moved away"
    session.get_one(Case, contact).next_contact_on = TOMORROW
    session.commit()
    done = assign_visits([held, closed, contact, free, new_id()], giving(staff))
    assert [one.why for one in done.left_out] == [
        NotAssigned.ON_HOLD,
        NotAssigned.CASE_NOT_OPEN,
        NotAssigned.CONTACT_PLANNED,
        NotAssigned.GONE,
    ]
    assert [visit.case_id for visit in visits(session)] == [free]
    assert [one.case_id for one in list_assignable(session, AssignFilter(), today=TODAY).cases] == []


def test_a_visit_in_pairs_needs_a_reason_for_one_officer(session: Session, staff: tuple[User, User, User]) -> None:
    (case_id,) = add_people(session, ("1 Road", "CR2 1AA"))
    session.add(
        WarningMarker(
            address_id=session.get_one(Resident, session.get_one(Case, case_id).resident_id).address_id,
            instruction="Visit in pairs",
            needs_pair=True,
            incident_on=TODAY,
            incident="threat",
            status="approved",
            proposed_by_id=staff[0].id,
            proposed_at=NOW,
            approved_by_id=staff[2].id,
            approved_at=NOW,
            told_at=NOW,
            review_on=TODAY - dt.timedelta(days=1),
            changed_at=NOW,
        )
    )
    session.commit()
    assert assign_visits([case_id], giving(staff)).left_out[0].why is NotAssigned.NEEDS_PAIR
    assign_visits([case_id], giving(staff, pair_reason="A neighbour goes along"))
    (visit,) = visits(session)
    assert (visit.needs_pair, visit.pair_reason) == (True, "A neighbour goes along")


def test_a_pair_holds_the_visit_on_both_phones_and_the_second_may_do_what_the_first_may(
    session: Session, staff: tuple[User, User, User]
) -> None:
    paired, alone = add_people(session, ("1 Road", "CR2 1AA"), ("2 Road", "CR2 1AA"))
    add_marker(session, resident_id=session.get_one(Case, paired).resident_id, needs_pair=True)
    phones = [add_phone(session, officer) for officer in staff[:2]]
    session.commit()
    with pytest.raises(AssignmentRefusedError, match="no_second"):
        assign_visits([paired], giving(staff, second_id=staff[0].id))
    done = assign_visits([paired, alone], giving(staff, second_id=staff[1].id, pair_reason="Not needed"))
    session.rollback()
    visit = session.get_one(Visit, next(one for one in done.visit_ids if session.get_one(Visit, one).case_id == paired))
    assert (visit.needs_pair, visit.pair_reason) == (True, None)
    session.rollback()
    first, second = ([row for row in pull(phone).rows if row["type"] == "visit"] for phone in phones)
    assert len(first) == 2
    (held,) = second  # the one in pairs alone
    names = (held["fields"]["lead_name"], held["fields"]["second_name"])
    assert (held["id"], names) == (str(visit.id), ("Olu", "Orla"))
    start = make_operation(phones[1], "visit.start", "visit", visit.id)
    assert push_verdicts(phones[1], start) == ["applied"]
    session.rollback()
    assert session.get_one(Visit, visit.id).officer_id == staff[0].id
    seen = [SeenVisit(visit.id, staff[0].id)]
    assert reassign_visits(seen, giving(staff, to=1)).left_out[0].why is NotAssigned.NEEDS_PAIR
    session.rollback()
    take_back_visits(seen, reason="ill", by_id=staff[2].id, at=NOW + dt.timedelta(minutes=1))
    assert [row["id"] for row in pull(phones[1]).rows if row["type"] == "visit"] == []


@pytest.mark.parametrize(
    ("reason", "order"),
    [
        ("day_past", {"planned_on": TODAY - dt.timedelta(days=1)}),
        ("no_officer", {"officer_id": uuid.uuid4()}),
        ("reason_too_long", {"pair_reason": "x" * 501}),
    ],
)
def test_an_order_that_makes_no_sense_assigns_nothing(
    session: Session, staff: tuple[User, User, User], reason: str, order: dict[str, object]
) -> None:
    cases = add_people(session, ("1 Road", "CR2 1AA"))
    with pytest.raises(AssignmentRefusedError, match=reason):
        assign_visits(cases, giving(staff, 0, **order))
    assert visits(session) == []


def test_nobody_and_more_than_the_most_are_refused(staff: tuple[User, User, User]) -> None:
    with pytest.raises(AssignmentRefusedError, match="nobody_chosen"):
        assign_visits([], giving(staff))
    with pytest.raises(AssignmentRefusedError, match="too_many"):
        assign_visits([new_id() for _ in range(MOST_AT_ONCE + 1)], giving(staff))


def test_a_visit_taken_back_waits_at_the_top_and_is_given_again_as_the_same_visit(
    session: Session, staff: tuple[User, User, User]
) -> None:
    cases = add_people(session, ("1 Road", "CR2 1AA"), ("2 Road", "CR2 1AA"))
    first = assign_visits(cases[:1], giving(staff)).visit_ids
    take_back_visits([SeenVisit(first[0], staff[0].id)], reason="ill", by_id=staff[2].id, at=NOW)
    (visit,) = visits(session)
    assert (visit.status, visit.officer_id) == (VisitStatus.PLANNED, None)
    waiting = list_assignable(session, AssignFilter(), today=TODAY).cases
    assert [(one.case_id, one.taken_back) for one in waiting] == [(cases[0], True), (cases[1], False)]
    assert assign_visits(cases[:1], giving(staff, to=1, planned_on=TOMORROW)).visit_ids == first
    (visit,) = visits(session)
    assert (visit.officer_id, visit.planned_on) == (staff[1].id, TOMORROW)
    ended = session.scalars(select(VisitAssignment).where(VisitAssignment.ended_at.is_not(None))).one()
    assert (ended.user_id, ended.ended_reason) == (staff[0].id, "ill")


def test_a_visit_planned_for_later_is_not_missed_before_its_day_and_keeps_it_when_it_is_given_early(
    session: Session, staff: tuple[User, User, User]
) -> None:
    old, later, due = add_people(session, *((f"{number} Road", "CR2 1AA") for number in (1, 2, 3)))
    session.get_one(Resident, session.get_one(Case, old).resident_id).date_of_birth = dt.date(1930, 1, 1)
    for case_id, day in ((later, TOMORROW), (due, TODAY)):
        add_visit(session, None, session.get_one(Case, case_id), planned_on=day, window_from="13:00", window_to="17:00")
    session.commit()
    listed = list_assignable(session, AssignFilter(), today=TODAY)
    assert [(one.case_id, one.taken_back) for one in listed.cases] == [(due, False), (old, False)]
    counted = [dict(list_nobody_has_by_ward(session, day)).get(None) for day in (TODAY, TOMORROW)]
    assert (listed.count, counted) == (2, [2, 3])
    [waiting] = list_assignable(session, AssignFilter(is_later=True), today=TODAY).cases
    assert (waiting.case_id, waiting.waiting and waiting.waiting.planned_on) == (later, TOMORROW)
    done = assign_visits([later, due], giving(staff, keeps_plan=True))
    assign_visits([old], giving(staff, window=("10:00", None)))
    assert ([visit.planned_on for visit in visits(session)], done.kept) == ([TODAY, TODAY, TOMORROW], 1)
    assert sorted(visit.window_from or "" for visit in visits(session)) == ["10:00", "13:00", "13:00"]


def test_moving_a_visit_that_somebody_moved_meanwhile_is_refused_with_who_has_it(
    session: Session, staff: tuple[User, User, User]
) -> None:
    (visit_id,) = assign_visits(add_people(session, ("1 Road", "CR2 1AA")), giving(staff)).visit_ids
    seen = [SeenVisit(visit_id, staff[0].id)]
    assert reassign_visits(seen, giving(staff, to=1)).visit_ids == (visit_id,)
    late = reassign_visits(seen, giving(staff, to=1, planned_on=TOMORROW))
    assert (late.left_out[0].why, late.left_out[0].officer_id) == (NotAssigned.CHANGED_MEANWHILE, staff[1].id)
    late = take_back_visits(seen, reason="", by_id=staff[2].id, at=NOW)
    assert late.left_out[0].why is NotAssigned.CHANGED_MEANWHILE
    assert visits(session)[0].planned_on == TODAY


def test_a_visit_that_was_done_is_not_moved_or_taken_back(session: Session, staff: tuple[User, User, User]) -> None:
    (visit_id,) = assign_visits(add_people(session, ("1 Road", "CR2 1AA")), giving(staff)).visit_ids
    session.rollback()
    session.get_one(Visit, visit_id).status = VisitStatus.SUBMITTED
    session.commit()
    seen = [SeenVisit(visit_id, staff[0].id)]
    assert reassign_visits(seen, giving(staff, to=1)).left_out[0].why is NotAssigned.STATUS_FORBIDS
    assert take_back_visits(seen, reason="", by_id=staff[2].id, at=NOW).left_out[0].why is NotAssigned.STATUS_FORBIDS


def test_every_step_is_an_operation_of_the_one_log(session: Session, staff: tuple[User, User, User]) -> None:
    (visit_id,) = assign_visits(add_people(session, ("1 Road", "CR2 1AA")), giving(staff)).visit_ids
    reassign_visits([SeenVisit(visit_id, staff[0].id)], giving(staff, to=1))
    take_back_visits([SeenVisit(visit_id, staff[1].id)], reason="", by_id=staff[2].id, at=NOW)
    session.rollback()
    kinds = session.scalars(select(Operation.kind).where(Operation.entity_id == visit_id).order_by(Operation.seq))
    assert list(kinds) == ["visit.assign", "visit.assign", "visit.take_back"]


def test_the_list_is_by_priority_with_reasons_and_narrows_by_ward(
    session: Session, staff: tuple[User, User, User]
) -> None:
    young = add_people(session, ("1 Road", "CR2 1AA"), ward="North", date_of_birth=dt.date(1990, 1, 1))
    old = add_people(session, ("9 Road", "CR9 1AA"), date_of_birth=dt.date(1930, 1, 1), lives_alone=True)
    session.add(CallTurn(case_id=old[0], failed_calls=3, tried=[]))
    session.commit()
    found = list_assignable(session, AssignFilter(), today=TODAY)
    assert [one.case_id for one in found.cases] == [*old, *young]
    assert found.cases[0].priority.reasons == ("aged 96", "lives alone", "calls without an answer: 3", "no contact yet")
    assert found.by_ward == {"North": 1, "unknown": 1}
    assert [one.case_id for one in list_assignable(session, AssignFilter(ward="North"), today=TODAY).cases] == young
    assert [one.case_id for one in list_assignable(session, AssignFilter(ward="unknown"), today=TODAY).cases] == old
    assert [one.case_id for one in list_assignable(session, AssignFilter(least_points=5), today=TODAY).cases] == old
    assert [one.case_id for one in list_assignable(session, AssignFilter(least_age=96), today=TODAY).cases] == old
    second = list_assignable(session, AssignFilter(order=AssignOrder.AGE), today=TODAY, size=1, page=2)
    assert ([one.case_id for one in second.cases], second.count) == (young, 2)
    assert session.scalar(select(func.count()).select_from(Visit)) == 0


def test_what_is_overdue_is_part_of_an_officers_day_and_what_a_revoked_phone_said_is_not(
    session: Session, staff: tuple[User, User, User]
) -> None:
    add_visit(session, staff[0], planned_on=TODAY - dt.timedelta(days=1))
    device = session.get_one(Device, add_phone(session, staff[0]).device_id)
    device.unsent_count, device.revoked_at = 3, NOW
    session.commit()
    load = list_day_loads(session, [staff[0].id], [TODAY, TOMORROW], TODAY)
    assert {day: one.count for (_, day), one in load.items()} == {TODAY: 1}
    olu = list_officer_days(session, TODAY)[0]
    assert (olu.name, olu.overdue, olu.undone, olu.unsent) == ("Olu", 1, 0, 0)


def test_a_priority_rule_that_cannot_be_read_is_an_error_and_never_a_silent_nought() -> None:
    for rule in (
        {"field": "shoe_size", "points": 1, "reason": "big"},
        {"field": "age"},
        {"field": "age", "points": 1, "reason": "{x}"},
    ):
        with pytest.raises(PriorityRuleError, match="Priority rule 1"):
            read_priority_rules([rule])
    assert find_priority({"age": None}, read_priority_rules(None)).points == 0
