"""An approved visit leads where its programme says: nobody is named as waiting before the day, and nobody is forgotten after it."""

from __future__ import annotations

import datetime as dt
import uuid
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
from server.store.tables import AuditEntry, Case, Contact, Programme, Referral, Submission, Visit, VisitFollowUp
from server.use_cases.change_case import change_case
from server.use_cases.follow_up_call import count_calls as count_calls_of
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
    session.add(Contact(id=uuid.uuid4(), case_id=council.case_id, channel="call", outcome="callback_complete", contacted_at=NOW + DAY))  # fmt: skip
    session.flush()
    count_calls_of(session, session.get_one(Case, council.case_id), None)
    session.commit()
    assert [council.waits(days) for days in (14, 15, 16)] == [(0, 0), (0, 1), (1, 1)], "the call’s own 14 days"
    council.review(ReviewAction.REOPEN, "approved")
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
    session.commit()
    council.review(ReviewAction.APPROVE, "received")
    if closes:
        assert (council.waits(1), council.says()) == ((1, 1), "open"), "a need is open: nothing is proposed"
        session.get_one(Referral, need.id).status = "complete"
        session.commit()
        council.review(ReviewAction.REOPEN, "approved")
        council.review(ReviewAction.APPROVE, "received")
        assert ([council.waits(days) for days in (1, 7)], council.says()) == ([(1, 0), (1, 1)], "propose_close")
        order = read_closing("nothing_needed", "")
    else:
        assert [council.waits(days) for days in (8, 9, 10)] == [(0, 0), (1, 0), (1, 1)]
        order = CaseOrder(CaseAction.NEXT_CONTACT, day=TODAY + 3 * DAY)
    session.rollback()
    case = session.get_one(Case, council.case_id)
    assert case.status == "open"
    change_case(case.id, order, seen_version=case.version, by_id=council.by.id, at=NOW)
    session.rollback()
    assert session.scalars(select(VisitFollowUp)).all() == []
    assert [council.waits(days) for days in (2, 3, 4)] == ([(0, 0)] * 3 if closes else [(0, 0), (0, 1), (1, 1)])
    assert session.get_one(Visit, council.visit.id).status == VisitStatus.REVIEWED
