"""The second officer of a pair has the visit in hand as the first has: on the wire, on lists, in loads and before the clock."""

from __future__ import annotations

import datetime as dt
import uuid
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy.orm import Session

from server.domain.assignment import Giving
from server.domain.sharing import Measure
from server.domain.words import Role, SettlementDecision
from server.store.day_loads import list_day_loads
from server.store.lone_working import find_planned_visit
from server.store.office_visit_filter import VisitFilter
from server.store.office_visits import Place, list_office_visits
from server.store.officer_lists import list_officer_days
from server.store.only_on_phones import list_only_on_phones
from server.store.review_queue import QueueFilter, count_items
from server.store.staff_list import find_load
from server.store.tables import Alert, Device, User, Visit, VisitAssignment
from server.use_cases.plan_split import plan_split
from server.use_cases.reassign_visits import SeenVisit, reassign_visits
from server.use_cases.settle_review import Settling, settle_review
from server.use_cases.split_list import split_list
from server.use_cases.undo_giving import undo_giving
from server.use_cases.watch_lone_workers import watch_lone_workers
from tests.factories.borough import NOW, TODAY, Phone, add_phone, add_user
from tests.factories.filled_forms import SEEN_NEEDS, SEEN_NO_NEEDS
from tests.factories.markers import add_marker
from tests.factories.pushing import pull
from tests.factories.submission_line import SubmissionLine, lay_line

LATER = NOW + dt.timedelta(minutes=5)


@pytest.fixture
def line(context: None, session: Session) -> SubmissionLine:
    """The first officer, whose visit is to be made in pairs."""
    line = lay_line(session)
    add_marker(session, resident_id=line.visit().resident_id, needs_pair=True)
    session.commit()
    return line


@pytest.fixture
def giving(line: SubmissionLine, session: Session) -> Giving:
    """A supervisor has given the visit to the first officer, and a second goes along."""
    supervisor, second = add_user(session, "Sue Supervisor", Role.SUPERVISOR), add_user(session, "Orla Second")
    given = Giving(officer_id=line.phone.user_id, second_id=second.id, planned_on=TODAY, by_id=supervisor.id, at=NOW)
    session.commit()
    reassign_visits([SeenVisit(line.visit_id, line.phone.user_id)], given)
    session.expire_all()
    return given


@pytest.fixture
def second(giving: Giving, session: Session) -> Phone:
    """The phone of whoever goes along."""
    assert giving.second_id is not None
    phone = add_phone(session, session.get_one(User, giving.second_id))
    session.commit()
    return phone


def test_whoever_of_a_pair_submits_has_closed_it_and_the_others_own_report_is_lost_nowhere(
    line: SubmissionLine, giving: Giving, second: Phone
) -> None:
    views = {phone.device_id: pull(phone).view or 0 for phone in (line.phone, second)}
    sent = line.report(views[second.device_id], SEEN_NEEDS, phone=second)
    assert [receipt.verdict for receipt in line.push(*sent, phone=second)] == ["applied"] * 3
    own = line.report(views[line.phone.device_id], SEEN_NO_NEEDS)  # written before she knew
    receipts = line.push(*own)
    assert {(receipt.verdict, receipt.reason) for receipt in receipts} == {("review", "late_report")}
    visit = line.visit()
    assert (visit.status, visit.outcome, visit.officer_id) == ("submitted", "seen_needs", line.phone.user_id)
    assert [one.corrects_id for one in line.submissions()] == [None, None]
    assert [(referral.type, referral.status) for referral in line.referrals()] == [("food", "to_do")]
    assert count_items(line.session, QueueFilter(user_id=line.phone.user_id)) == 1
    line.session.rollback()
    held = next(row["fields"] for row in pull(line.phone).rows if row["type"] == "visit")
    assert (held["status"], [late["who"] for late in held["late_reports"]]) == ("submitted", ["Olive Officer"])
    op_ids = tuple(uuid.UUID(operation["op_id"]) for operation in own)
    accepting = Settling(op_ids=op_ids, decision=SettlementDecision.ACCEPTED)
    settled = settle_review(accepting, by_id=giving.by_id, at=LATER)
    assert (set(settled.op_ids), settled.left) == (set(op_ids), ())
    line.session.expire_all()
    assert (line.visit().outcome, line.referrals()[0].status) == ("seen_needs", "to_do")


def test_a_visit_in_pairs_is_counted_and_listed_for_both_officers(
    line: SubmissionLine, giving: Giving, second: Phone, session: Session
) -> None:
    for device_id in (line.phone.device_id, second.device_id):
        session.get_one(Device, device_id).last_contact_at = NOW
    session.commit()
    officers = [line.phone.user_id, second.user_id]
    loads = list_day_loads(session, officers, [TODAY], TODAY)
    assert [loads[one, TODAY].count for one in officers] == [1, 1]
    assert {one.officer_id: one.undone for one in list_officer_days(session, TODAY)} == dict.fromkeys(officers, 1)
    for officer_id in officers:
        found = list_office_visits(session, VisitFilter(officer_id=officer_id), Place())
        assert [one.visit_id for one in found.lines] == [line.visit_id]
        assert find_load(session, officer_id, NOW).visits == 1
        planned = find_planned_visit(session, officer_id, TODAY)
        assert planned is not None
        assert planned.id == line.visit_id
    maybe = list_only_on_phones(session, today=TODAY, silent_since=LATER)
    assert [(one.visit_id, one.is_certain) for one in maybe] == [(line.visit_id, False)] * 2
    assert {one.device_id for one in maybe} == {line.phone.device_id, second.device_id}


def test_the_list_of_a_second_officer_who_is_ill_is_split_and_nobody_goes_alone_for_it(
    line: SubmissionLine, giving: Giving, second: Phone, session: Session
) -> None:
    other = add_user(session, "Oz Other")
    session.commit()
    act = Giving(officer_id=giving.by_id, planned_on=TODAY, by_id=giving.by_id, at=LATER)
    plan = plan_split(second.user_id, [other.id], only_today=True, giving=act, measure=Measure.VISITS)
    assert (plan.days, [visit_id for visit_id, _ in plan.in_pairs]) == ((), [line.visit_id])
    assert split_list(second.user_id, {}, [line.visit_id], act).waiting == 1
    for phone in (line.phone, second):
        assert [row for row in pull(phone).rows if row["type"] == "visit"] == []
    assert undo_giving(LATER, by_id=giving.by_id, at=LATER + dt.timedelta(minutes=1)) == 1
    session.expire_all()
    parts = session.query(VisitAssignment).filter(VisitAssignment.ended_at.is_(None))
    assert {part.part: part.user_id for part in parts} == {"lead": line.phone.user_id, "second": second.user_id}


def test_each_of_a_pair_has_a_clock_before_a_marked_door(
    line: SubmissionLine, giving: Giving, second: Phone, session: Session
) -> None:
    session.get_one(Visit, line.visit_id).window_to = "10:00"
    session.commit()
    at, zone = NOW + dt.timedelta(hours=1), ZoneInfo("Europe/London")
    assert [watch_lone_workers(at, zone) for _ in range(2)] == [2, 0]
    session.rollback()
    assert {alarm.officer_id for alarm in session.query(Alert)} == {line.phone.user_id, second.user_id}
