"""An officer hands a visit back with a reason, or reopens one to correct it; a correction amends and never doubles."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from server.domain.assignment import Giving
from server.domain.review import ReviewAction
from server.domain.words import Role
from server.store.tables import User, Visit, VisitAssignment
from server.use_cases.reassign_visits import SeenVisit, reassign_visits
from server.use_cases.review_submission import ReviewRefusedError, ReviewStep, review_submission
from tests.factories.borough import NOW, TODAY, add_phone, add_user
from tests.factories.filled_forms import SEEN_NEEDS, SEEN_NO_NEEDS
from tests.factories.operations import make_operation
from tests.factories.submission_line import SubmissionLine, lay_line


@pytest.fixture
def line(context: None, session: Session) -> SubmissionLine:
    return lay_line(session)


def command(line: SubmissionLine, kind: str, **payload: Any) -> dict[str, Any]:
    return make_operation(line.phone, kind, "visit", line.visit_id, payload=payload)


def finish(line: SubmissionLine, answers: dict[str, Any]) -> list[dict[str, Any]]:
    submission = line.make(answers, bases=line.mobile_base(line.resident().mobile or ""))
    payload = {"submission_op_id": submission["op_id"], "instance_id": submission["payload"]["instance_id"]}
    return [submission, make_operation(line.phone, "visit.submit", "visit", line.visit_id, payload=payload)]


def verdicts(line: SubmissionLine, *operations: dict[str, Any]) -> list[tuple[str, str | None]]:
    return [(receipt.verdict, receipt.reason) for receipt in line.push(*operations)]


def test_a_visit_handed_back_is_planned_and_nobodys_with_the_officers_words(line: SubmissionLine) -> None:
    line.session.add(
        VisitAssignment(id=uuid.uuid4(), visit_id=line.visit_id, user_id=line.phone.user_id, assigned_at=NOW)
    )
    line.session.commit()
    back = command(line, "visit.cannot_complete", reason="no_access", note="The gate is locked.")
    assert verdicts(line, back) == [("applied", None)]
    visit = line.visit()
    assert (visit.status, visit.officer_id) == ("planned", None)
    assert visit.handed_back_words == "no_access: The gate is locked."
    assert line.session.scalars(select(VisitAssignment.ended_reason)).all() == ["no_access"]


def test_the_words_go_when_the_visit_is_given_again(line: SubmissionLine, session: Session) -> None:
    officer = add_user(session, "Ned Newman")
    session.commit()
    officer_id = officer.id
    line.push(command(line, "visit.cannot_complete", reason="ill", note=None))
    line.session.rollback()
    giving = Giving(officer_id=officer_id, planned_on=TODAY, by_id=officer_id, at=NOW)
    assert reassign_visits([SeenVisit(line.visit_id, None)], giving).visit_ids == (line.visit_id,)
    line.session.expire_all()
    assert line.visit().handed_back_words is None


@pytest.mark.parametrize(
    "payload",
    [{}, {"reason": "tired"}, {"reason": 3}, {"reason": "ill", "note": 5}, {"reason": "ill", "note": "x" * 2001},
     {"reason": "ill", "note": "a\x00b"}, {"reason": ["ill"]}],
    ids=str,
)  # fmt: skip
def test_a_reason_that_is_none_goes_to_a_person(line: SubmissionLine, payload: dict[str, Any]) -> None:
    assert verdicts(line, command(line, "visit.cannot_complete", **payload)) == [("review", "wrong_type")]
    assert line.visit().status == "assigned"


def test_a_finished_visit_cannot_be_handed_back(line: SubmissionLine) -> None:
    line.push(*finish(line, SEEN_NO_NEEDS))
    back = command(line, "visit.cannot_complete", reason="no_time")
    assert verdicts(line, back) == [("review", "illegal_step")]
    assert line.visit().status == "submitted"


def test_a_reopened_visit_is_corrected_and_its_referrals_amended(line: SubmissionLine) -> None:
    first = finish(line, SEEN_NEEDS)
    line.push(*first)
    assert len(line.referrals()) == 1
    assert verdicts(line, command(line, "visit.reopen", why="Three people, not two")) == [("applied", None)]
    assert (line.visit().status, line.visit().review_state) == ("started", None)
    assert line.resident().recent_outcomes == []
    answers = SEEN_NEEDS | {"food": SEEN_NEEDS["food"] | {"food_people": "3"}}
    second = finish(line, answers)
    line.push(*second)
    assert (line.visit().status, line.visit().review_state) == ("submitted", "received")
    corrections = {str(one.op_id): one.corrects_id is not None for one in line.submissions()}
    assert corrections == {first[0]["op_id"]: False, second[0]["op_id"]: True}
    assert [str(referral.details).count("3") > 0 for referral in line.referrals()] == [True]


def test_a_need_that_a_correction_takes_back_is_cancelled(line: SubmissionLine) -> None:
    line.push(*finish(line, SEEN_NEEDS))
    line.push(command(line, "visit.reopen", why=""))
    line.push(*finish(line, SEEN_NO_NEEDS))
    assert [referral.status for referral in line.referrals()] == ["cancelled"]


def test_a_correction_that_somebody_answered_drops_the_visit_planned_for_the_letter(
    line: SubmissionLine, session: Session
) -> None:
    submission, submit = finish(line, SEEN_NO_NEEDS)
    line.push(submission)
    line.submissions()[0].outcome = "no_reply_letter"
    session.commit()
    line.push(submit)
    planned = select(Visit.status).where(Visit.id != line.visit_id)
    assert session.scalars(planned).all() == ["planned"]
    line.push(command(line, "visit.reopen", why="She rang back"), *finish(line, SEEN_NO_NEEDS))
    assert session.scalars(planned).all() == ["cancelled"]


def test_whoever_gets_a_visit_that_was_sent_back_corrects_what_the_first_one_made(
    line: SubmissionLine, session: Session
) -> None:
    line.push(*finish(line, SEEN_NEEDS))
    other = add_phone(session, add_user(session, "Ned Newman"))
    reviewer = add_user(session, "Ben Back", Role.BACK_OFFICE)
    session.commit()
    reviewer_id, submission_id = reviewer.id, line.submissions()[0].id
    line.session.rollback()
    step = ReviewStep(
        submission_id=submission_id, action=ReviewAction.SEND_BACK, seen_state="received", words="How many people?"
    )
    review_submission(step, by_id=reviewer_id, at=NOW)
    giving = Giving(officer_id=other.user_id, planned_on=TODAY, by_id=reviewer_id, at=NOW)
    reassign_visits([SeenVisit(line.visit_id, line.phone.user_id)], giving)
    line.session.expire_all()
    line.phone = other
    line.push(*finish(line, SEEN_NEEDS))
    assert line.visit().status == "submitted"
    assert len(line.referrals()) == 1


def test_only_what_nobody_has_reviewed_can_be_reopened(line: SubmissionLine, session: Session) -> None:
    assert verdicts(line, command(line, "visit.reopen", why="early")) == [("review", "illegal_step")]
    line.push(*finish(line, SEEN_NO_NEEDS))
    reviewer = add_user(session, "Ben Back", Role.BACK_OFFICE)
    session.commit()
    reviewer_id, submission_id = reviewer.id, line.submissions()[0].id
    line.session.rollback()
    step = ReviewStep(submission_id=submission_id, action=ReviewAction.APPROVE, seen_state="received")
    review_submission(step, by_id=reviewer_id, at=NOW)
    line.session.expire_all()
    assert verdicts(line, command(line, "visit.reopen", why="late")) == [("review", "illegal_step")]
    assert line.visit().status == "reviewed"


def test_a_reviewer_cannot_settle_what_its_officer_has_reopened(line: SubmissionLine, session: Session) -> None:
    line.push(*finish(line, SEEN_NO_NEEDS))
    line.push(command(line, "visit.reopen", why="wrong door"))
    reviewer: User = add_user(session, "Ben Back", Role.BACK_OFFICE)
    session.commit()
    reviewer_id, submission_id = reviewer.id, line.submissions()[0].id
    line.session.rollback()
    step = ReviewStep(submission_id=submission_id, action=ReviewAction.APPROVE, seen_state="received")
    with pytest.raises(ReviewRefusedError, match="not_from_here"):
        review_submission(step, by_id=reviewer_id, at=NOW)
