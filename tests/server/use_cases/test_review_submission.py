"""Settling a submission: what each step does to submission, visit, log and history, and what it refuses."""

from __future__ import annotations

import uuid

import pytest
from sqlalchemy.orm import Session

from server.domain.review import ReviewAction
from server.domain.words import ReviewState, Role, VisitStatus
from server.store.database import new_id
from server.store.tables import AuditEntry, Case, Operation, Submission, SubmissionReview, User, Visit
from server.use_cases.review_submission import ReviewRefusedError, ReviewStep, review_submission
from tests.factories.borough import NOW, add_phone, add_server_device, add_user, add_visit

pytestmark = pytest.mark.usefixtures("context")


@pytest.fixture
def visit(session: Session) -> Visit:
    """A visit that came back."""
    add_server_device(session)
    officer = add_user(session)
    return add_visit(
        session, officer, status=VisitStatus.SUBMITTED, review_state=ReviewState.RECEIVED, submitted_at=NOW
    )


@pytest.fixture
def reviewer(session: Session) -> User:
    """Who settles it."""
    return add_user(session, "Ben Back", Role.BACK_OFFICE)


@pytest.fixture
def submission(session: Session, visit: Visit, reviewer: User) -> Submission:
    """Its submission."""
    found = _submission(session, visit)
    session.commit()
    return found


def _submission(session: Session, visit: Visit) -> Submission:
    officer = session.get_one(User, visit.officer_id)
    found = Submission(
        id=new_id(),
        instance_id=f"uuid:{new_id()}",
        op_id=new_id(),
        visit_id=visit.id,
        device_id=add_phone(session, officer).device_id,
        received_at=NOW,
        xml="<data/>",
        review_state=ReviewState.RECEIVED,
    )
    session.add(found)
    session.flush()
    return found


def _take(submission_id: uuid.UUID, action: ReviewAction, by: User, seen: str = "received", **values: object) -> None:
    step = ReviewStep(submission_id=submission_id, action=action, seen_state=seen, **values)  # type: ignore[arg-type]
    review_submission(step, by_id=by.id, at=NOW)


@pytest.mark.parametrize(
    ("action", "values", "state", "status"),
    [
        (ReviewAction.APPROVE, {}, "approved", "reviewed"),
        (ReviewAction.SEND_BACK, {"words": "Which chemist?"}, "sent_back", "sent_back"),
        (ReviewAction.REJECT, {"words": "A test"}, "rejected", "reviewed"),
    ],
)
def test_a_step_moves_submission_and_visit_together(
    session: Session,
    visit: Visit,
    submission: Submission,
    reviewer: User,
    action: ReviewAction,
    values: dict[str, str],
    state: str,
    status: str,
) -> None:
    visit_id, submission_id, version = visit.id, submission.id, visit.version
    _take(submission_id, action, reviewer, **values)
    session.rollback()
    moved = session.get_one(Visit, visit_id)
    assert (moved.status, moved.review_state, moved.version) == (status, state, version + 1)
    assert moved.sent_back_words == (values["words"] if action is ReviewAction.SEND_BACK else None)
    assert session.get_one(Submission, submission_id).review_state == state
    history = session.query(SubmissionReview).filter_by(submission_id=submission_id).one()
    assert (history.review_state, history.note, history.reviewed_by_id) == (state, values.get("words"), reviewer.id)
    logged = session.query(Operation).filter_by(entity_id=visit_id, device_id="server").one()
    assert logged.envelope["fields"]["review_state"]["value"] == state
    assert session.query(AuditEntry).filter_by(action="submission.review").count() == 1


def test_has_issues_keeps_the_visit_open_with_an_owner_and_tells_the_officer_nothing(
    session: Session, visit: Visit, submission: Submission, reviewer: User
) -> None:
    visit_id, submission_id = visit.id, submission.id
    _take(submission_id, ReviewAction.HAS_ISSUES, reviewer, words="Two surnames", owner_id=reviewer.id)
    session.rollback()
    moved = session.get_one(Visit, visit_id)
    assert (moved.status, moved.review_state, moved.sent_back_words) == ("submitted", "has_issues", None)
    assert session.get_one(Submission, submission_id).review_owner_id == reviewer.id


@pytest.mark.parametrize(
    ("action", "values"),
    [(ReviewAction.APPROVE, {}), (ReviewAction.REJECT, {"words": "A test"}), (ReviewAction.HAS_ISSUES, {"words": "?"})],
)
def test_a_step_can_be_undone(
    session: Session,
    visit: Visit,
    submission: Submission,
    reviewer: User,
    action: ReviewAction,
    values: dict[str, str],
) -> None:
    visit_id, submission_id = visit.id, submission.id
    _take(submission_id, action, reviewer, **values, owner_id=reviewer.id)
    session.rollback()
    seen = session.get_one(Submission, submission_id).review_state
    session.rollback()
    _take(submission_id, ReviewAction.REOPEN, reviewer, seen=seen)
    session.rollback()
    back = session.get_one(Visit, visit_id)
    assert (back.status, back.review_state, back.reviewed_at) == ("submitted", "received", None)
    assert session.get_one(Submission, submission_id).review_owner_id is None


def test_words_sent_to_a_phone_cannot_be_unsaid(submission: Submission, reviewer: User) -> None:
    submission_id = submission.id
    _take(submission_id, ReviewAction.SEND_BACK, reviewer, words="Which chemist?")
    with pytest.raises(ReviewRefusedError, match="not_from_here"):
        _take(submission_id, ReviewAction.REOPEN, reviewer, seen="sent_back")


def test_an_earlier_submission_no_longer_moves_the_visit(
    session: Session, visit: Visit, submission: Submission, reviewer: User
) -> None:
    earlier, visit_id = submission.id, visit.id
    _submission(session, visit)
    session.commit()
    _take(earlier, ReviewAction.REJECT, reviewer, words="Replaced by the second one")
    session.rollback()
    assert session.get_one(Visit, visit_id).review_state == ReviewState.RECEIVED
    assert session.get_one(Submission, earlier).review_state == ReviewState.REJECTED


@pytest.mark.parametrize(
    ("action", "values", "seen", "reason"),
    [
        (ReviewAction.SEND_BACK, {"words": " "}, "received", "words_missing"),
        (ReviewAction.REJECT, {"words": "x" * 2001}, "received", "words_too_long"),
        (ReviewAction.HAS_ISSUES, {"words": "?"}, "received", "owner_missing"),
        (ReviewAction.HAS_ISSUES, {"words": "?", "owner_id": uuid.UUID(int=1)}, "received", "owner_missing"),
        (ReviewAction.APPROVE, {}, "has_issues", "changed_meanwhile"),
        (ReviewAction.REOPEN, {}, "received", "not_from_here"),
    ],
)
def test_a_refused_step_writes_nothing(
    session: Session,
    submission: Submission,
    reviewer: User,
    action: ReviewAction,
    values: dict[str, object],
    seen: str,
    reason: str,
) -> None:
    submission_id = submission.id
    with pytest.raises(ReviewRefusedError, match=reason):
        _take(submission_id, action, reviewer, seen=seen, **values)
    session.rollback()
    assert session.get_one(Submission, submission_id).review_state == ReviewState.RECEIVED
    assert session.query(SubmissionReview).count() == 0
    assert session.query(Operation).filter_by(device_id="server").count() == 0


def test_a_visit_that_left_the_queue_meanwhile_is_not_settled_behind_its_back(
    session: Session, visit: Visit, submission: Submission, reviewer: User
) -> None:
    visit.status = VisitStatus.STARTED
    session.commit()
    submission_id = submission.id
    with pytest.raises(ReviewRefusedError, match="not_from_here"):
        _take(submission_id, ReviewAction.APPROVE, reviewer)


def test_a_visit_is_not_sent_back_onto_the_day_of_another_one_to_the_same_person(
    session: Session, visit: Visit, submission: Submission, reviewer: User
) -> None:
    add_visit(session, None, session.get_one(Case, visit.case_id), planned_on=visit.planned_on)
    session.commit()
    with pytest.raises(ReviewRefusedError, match="planned_again"):
        _take(submission.id, ReviewAction.SEND_BACK, reviewer, words="Which chemist?")


def test_a_submission_that_is_not_there_is_refused(reviewer: User, submission: Submission) -> None:
    with pytest.raises(ReviewRefusedError, match="not_found"):
        _take(new_id(), ReviewAction.APPROVE, reviewer)
