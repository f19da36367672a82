"""An approved visit leads where its programme says: nobody is named as waiting before the day, and nobody is forgotten after it."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from server.domain.case_step import CaseAction, CaseOrder, read_closing
from server.domain.review import ReviewAction
from server.domain.words import Role, VisitStatus
from server.store.call_list import CallFilter, count_calls
from server.store.database import new_id
from server.store.follow_ups import list_next_contacts
from server.store.nobody_has import list_nobody_has_by_ward
from server.store.tables import (
    AuditEntry,
    Case,
    Contact,
    ContactPreference,
    Programme,
    Referral,
    Submission,
    User,
    Visit,
    VisitFollowUp,
)
from server.use_cases.change_case import change_case
from server.use_cases.follow_up_call import count_calls as count_calls_of
from server.use_cases.follow_up_visit import count_visits_again
from server.use_cases.mark_repeat import mark_repeat, unmark_repeat
from server.use_cases.review_submission import ReviewStep, review_submission
from tests.factories.borough import (
    NOW,
    TODAY,
    add_phone,
    add_referral,
    add_server_device,
    add_team,
    add_user,
    add_visit,
)
from tests.factories.filled_forms import SEEN_NO_NEEDS
from tests.factories.operations import make_operation
from tests.factories.submission_line import lay_line

pytestmark = pytest.mark.usefixtures("context")
DAY = dt.timedelta(days=1)


class Council:
    """One person, a visit that came back, and who reviews it."""

    def __init__(self, session: Session, rules: dict[str, Any], outcome: str = "seen_no_needs") -> None:
        self.session = session
        add_server_device(session)
        officer, self.by = add_user(session), add_user(session, "Ben Back", Role.BACK_OFFICE)
        self.visit = add_visit(
            session, officer, status="submitted", review_state="received", submitted_at=NOW, outcome=outcome
        )
        self.submission = Submission(
            id=new_id(), instance_id="uuid:1", op_id=new_id(), visit_id=self.visit.id, xml="<data/>",
            device_id=add_phone(session, officer).device_id, received_at=NOW, review_state="received",
        )  # fmt: skip
        self.case = session.get_one(Case, self.visit.case_id)
        programme = session.get_one(Programme, self.case.programme_id)
        programme.settings = programme.settings | {"visit_rules": rules}
        session.add(self.submission)
        session.commit()
        self.case_id, self.submission_id = self.case.id, self.submission.id

    def review(self, action: ReviewAction, seen: str) -> None:
        self.session.rollback()
        step = ReviewStep(submission_id=self.submission_id, action=action, seen_state=seen)
        review_submission(step, by_id=self.by.id, at=NOW)
        self.session.rollback()

    def ring(self, at: dt.datetime) -> None:
        self.session.add(
            Contact(id=new_id(), case_id=self.case_id, channel="call", outcome="callback_complete", contacted_at=at)
        )
        self.session.flush()
        count_calls_of(self.session, self.session.get_one(Case, self.case_id), None)

    def ask(self, day: dt.date | None) -> None:
        """The office sets the day of the next contact, an hour after the visit."""
        self.session.rollback()
        version = self.session.get_one(Case, self.case_id).version
        self.session.rollback()
        order = CaseOrder(CaseAction.NEXT_CONTACT, day=day)
        change_case(self.case_id, order, seen_version=version, by_id=self.by.id, at=NOW + DAY / 24)

    def want_no_calls(self) -> None:
        self.session.rollback()
        resident_id = self.session.get_one(Case, self.case_id).resident_id
        self.session.add(ContactPreference(resident_id=resident_id, call=False, changed_at=NOW))
        self.session.commit()

    def waits(self, days: int) -> tuple[int, int]:
        """So many days on: among those whom nobody has, and on the call list."""
        self.session.rollback()
        nobody = sum(number for _, number in list_nobody_has_by_ward(self.session, TODAY + days * DAY))
        return nobody, count_calls(self.session, CallFilter(), at=NOW + days * DAY)

    def says(self) -> str | None:
        self.session.rollback()
        found = list_next_contacts(self.session, [self.case_id]).get(self.case_id)
        return found.code if found is not None else None


def test_a_call_is_due_on_its_day_until_somebody_rings_and_goes_with_the_approval(session: Session) -> None:
    council = Council(session, {"seen_well": {"step": "call", "days": 28}})
    assert (council.waits(1), council.says()) == ((1, 1), "review"), "today’s way, and a word for it"
    council.review(ReviewAction.APPROVE, "received")
    assert ([council.waits(days) for days in (0, 27, 28, 29)], council.says()) == (
        [(0, 0), (0, 0), (0, 1), (1, 1)],
        "call",
    )
    council.review(ReviewAction.REOPEN, "approved")
    assert (council.waits(1), council.says()) == ((1, 1), "review")
    council.review(ReviewAction.APPROVE, "received")
    council.ring(NOW + DAY)
    session.commit()
    assert [council.waits(days) for days in (14, 15, 16)] == [(0, 0), (0, 1), (1, 1)], "the call’s own 14 days"
    for action, seen in (
        (ReviewAction.REOPEN, "approved"),
        (ReviewAction.APPROVE, "received"),
        (ReviewAction.REOPEN, "approved"),
    ):
        council.review(action, seen)  # after a call an approval leads nowhere, and is not said to
    assert council.waits(14) == (0, 0), "what was acted on stays"
    told = session.scalars(select(AuditEntry).where(AuditEntry.action.like("case.follow%")).order_by(AuditEntry.id))
    assert [(one.action, one.fields["due_on"]["new"]) for one in told] == [
        (action, "2026-12-21") for action in ("case.follow_up", "case.follow_up_taken_back") * 2
    ]


@pytest.mark.parametrize("closes", [False, True])
def test_what_a_person_decides_outranks_the_rule_and_no_case_closes_by_itself(session: Session, closes: bool) -> None:
    council = Council(
        session, {"seen_well": {"step": "propose_close" if closes else "visit", "days": 0 if closes else 9}}
    )
    need = add_referral(session, add_team(session), session.get_one(Case, council.case_id))
    if not closes:
        council.ring(NOW - DAY)  # by the rule of calls the next is in 14 days
    session.commit()
    council.review(ReviewAction.APPROVE, "received")
    if closes:
        assert (council.waits(1), council.says()) == ((1, 1), "open"), "a need is open: nothing is proposed"
        session.get_one(Referral, need.id).status = "complete"
        session.commit()
        council.review(ReviewAction.REOPEN, "approved")
        council.review(ReviewAction.APPROVE, "received")
        assert ([council.waits(days) for days in (1, 7)], council.says()) == ([(1, 0), (1, 1)], "propose_close")
        session.get_one(Referral, need.id).status = "to_do"
        session.commit()
        assert council.says() == "open", "opened since: no page proposes to close"
        order = read_closing("nothing_needed", "")
    else:
        assert [council.waits(days) for days in (8, 9, 10)] == [(0, 0), (1, 0), (1, 1)]
        order = CaseOrder(CaseAction.NEXT_CONTACT, day=TODAY + 3 * DAY)
    session.rollback()
    case = session.get_one(Case, council.case_id)
    assert case.status == "open"
    change_case(case.id, order, seen_version=case.version, by_id=council.by.id, at=NOW)
    session.rollback()
    assert session.scalars(select(VisitFollowUp.kept_by)).all() == ([] if closes else ["asked"])
    assert [council.waits(days) for days in (2, 3, 4)] == ([(0, 0)] * 3 if closes else [(0, 0), (0, 1), (1, 1)])
    assert session.get_one(Visit, council.visit.id).status == VisitStatus.REVIEWED


def test_a_day_asked_for_before_the_approval_stands_and_who_wants_no_calls_is_visited(session: Session) -> None:
    council = Council(session, {"seen_well": {"step": "call", "days": 28}})

    council.ask(TODAY)
    council.review(ReviewAction.APPROVE, "received")
    assert ([council.waits(days) for days in (0, 1)], council.says()) == ([(0, 1), (1, 1)], "asked")
    council.review(ReviewAction.REOPEN, "approved")
    council.ask(None)
    council.want_no_calls()
    council.review(ReviewAction.APPROVE, "received")
    assert ([council.waits(days)[0] for days in (27, 28)], council.says()) == ([0, 1], "visit")


@pytest.mark.parametrize("rung_at", [NOW - DAY, NOW + DAY / 48], ids=["and a visit since", "newest"])
def test_no_wait_after_a_call_stands_before_a_day_that_was_asked_for_since(
    session: Session, rung_at: dt.datetime
) -> None:
    council = Council(session, {})
    council.ring(rung_at)  # the next is in 14 days
    session.commit()

    def ask(day: dt.date | None) -> list[tuple[int, int]]:
        council.ask(day)
        return [council.waits(days) for days in (2, 3, 4)]

    assert (ask(TODAY + 3 * DAY), council.says()) == ([(0, 0), (0, 1), (1, 1)], "asked")
    assert ask(TODAY)[0] == (1, 1), "for the contact’s own day, but after it"
    assert (ask(None), council.waits(14)) == ([(0, 0)] * 3, (0, 1) if rung_at > NOW else (1, 1)), "as the calls say"
    assert ask(TODAY - DAY)[0] == (0, 0), "a day before the last contact asks for nothing"
    council.want_no_calls()
    assert ask(TODAY + 3 * DAY) == [(0, 0), (1, 0), (1, 0)], "nobody rings: an officer is wanted on the day itself"
    council.ask(None)
    assert council.waits(14) == (1, 0), "and on that of the wait"


def test_a_newer_visit_is_never_hidden_behind_the_rule_of_an_older_one(session: Session) -> None:
    line = lay_line(session)
    by_id, visit = add_user(session, "Ben Back", Role.BACK_OFFICE).id, line.visit()
    case = session.get_one(Case, visit.case_id)
    older = add_visit(
        session, session.get_one(User, line.phone.user_id), case, planned_on=visit.planned_on,
        status="reviewed", review_state="approved", submitted_at=NOW - 3 * DAY,
    )  # fmt: skip
    session.add(VisitFollowUp(visit_id=older.id, step="call", due_on=TODAY + 25 * DAY, made_at=NOW))
    count_visits_again(session, case)
    session.commit()
    older_id, case_id = older.id, case.id

    def stands() -> tuple[int, str]:
        session.rollback()
        return count_calls(session, CallFilter(), at=NOW), list_next_contacts(session, [case_id])[case_id].code

    def review(action: ReviewAction, seen: str) -> None:
        step = ReviewStep(
            submission_id=line.submissions()[0].id, action=action, seen_state=seen, words="No visit.", owner_id=None
        )
        session.rollback()
        review_submission(step, by_id=by_id, at=NOW)

    report = line.make(SEEN_NO_NEEDS, bases=line.mobile_base())
    payload = {"submission_op_id": report["op_id"], "instance_id": report["payload"]["instance_id"]}
    line.push(report, make_operation(line.phone, "visit.submit", "visit", line.visit_id, payload=payload))
    assert stands() == (1, "review")
    mark_repeat(line.visit_id, older_id, by_id=by_id, at=NOW)
    assert stands() == (0, "call"), "a repeat is no visit of its own"
    unmark_repeat(line.visit_id, by_id=by_id, at=NOW)
    assert stands() == (1, "review")
    review(ReviewAction.REJECT, "received")
    assert stands() == (0, "call")
    review(ReviewAction.REOPEN, "rejected")
    assert stands() == (1, "review")
