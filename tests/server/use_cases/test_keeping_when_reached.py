"""When a visit last found somebody stands beside the case, and is what the visits say after whatever was done with them."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from flask_migrate import downgrade, upgrade
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from server.domain.review import ReviewAction
from server.store.tables import Case, Submission, Visit
from server.use_cases.count_reached_again import count_reached_again
from server.use_cases.merge_residents import MergeOrder, merge_residents, undo_merge
from server.use_cases.review_submission import ReviewStep, review_submission
from tests.factories.borough import NOW, add_case, add_resident, add_user, add_visit
from tests.factories.operations import make_operation
from tests.factories.submission_line import lay_line
from tests.proof.invariants import check_when_reached

HOUR = dt.timedelta(hours=1)
CHOSEN = {"address_id": "kept"}


@pytest.mark.usefixtures("context")
def test_when_somebody_was_last_reached_is_kept_true_by_whoever_writes_or_moves_visits(session: Session) -> None:
    line = lay_line(session)
    case = line.case()
    before = add_visit(session, None, case, status="reviewed", outcome="seen_needs", submitted_at=NOW - 9 * HOUR)
    theirs = add_case(session, add_resident(session))
    add_visit(session, None, theirs, status="reviewed", outcome="refused_safe", submitted_at=NOW + 9 * HOUR)
    by_id, case_id, their_id, first_at = add_user(session).id, case.id, theirs.id, before.submitted_at
    order = MergeOrder(kept_id=case.resident_id, merged_id=theirs.resident_id, chosen=CHOSEN, by_id=by_id)
    session.commit()

    def kept() -> Any:
        session.rollback()
        check_when_reached(session)
        return session.scalar(select(Case.seen_at).where(Case.id == case_id))

    def reopen() -> dict[str, Any]:
        return make_operation(line.phone, "visit.reopen", "visit", line.visit_id, payload={"why": "Another street"})

    def report(outcome: str, *first: dict[str, Any], at: dt.datetime) -> None:
        submission = line.make({"outcome_page": {"outcome": outcome, "note": "Said at the door"}})
        payload = {"submission_op_id": submission["op_id"], "instance_id": submission["payload"]["instance_id"]}
        submit = make_operation(line.phone, "visit.submit", "visit", line.visit_id, payload=payload)
        assert {one.verdict for one in line.push(*first, submission, submit, now=at)} == {"applied"}

    def review(action: ReviewAction, seen_state: str) -> None:
        newest = session.scalars(select(Submission.id).order_by(Submission.received_at.desc())).first()
        assert newest is not None
        session.rollback()
        step = ReviewStep(submission_id=newest, action=action, seen_state=seen_state, words="Another door")
        review_submission(step, by_id=order.by_id, at=NOW + 3 * HOUR)

    assert kept() == first_at
    report("seen_no_needs", at=NOW)
    assert kept() == NOW
    report("moved_or_wrong_address", reopen(), at=NOW + HOUR)
    assert kept() == first_at
    report("spoken_not_seen", reopen(), at=NOW + 2 * HOUR)
    assert kept() == NOW + 2 * HOUR
    review(ReviewAction.REJECT, "received")  # it was of somebody else: nobody has seen this person
    assert kept() == first_at
    review(ReviewAction.REOPEN, "rejected")
    assert kept() == NOW + 2 * HOUR
    merge_id = merge_residents(order, at=NOW + 4 * HOUR)
    assert kept() == NOW + 9 * HOUR
    undo_merge(merge_id, by_id=order.by_id, at=NOW + 5 * HOUR)
    assert kept() == NOW + 2 * HOUR
    # What a release wrote that keeps nothing is found and put right, once.
    session.execute(update(Visit).where(Visit.id == line.visit_id).values(outcome="deceased"))
    session.execute(update(Case).where(Case.id == their_id).values(seen_at=None))
    session.commit()
    assert (count_reached_again(), count_reached_again(), kept()) == (2, 0, first_at)


@pytest.mark.usefixtures("app", "context")
def test_the_migration_counts_what_was_there_before_it(session: Session) -> None:
    cases = [add_case(session, add_resident(session)) for _ in range(3)]
    for case, outcome, state in zip(
        cases, ("seen_needs", "seen_needs", "no_reply_letter"), (None, "rejected", None), strict=True
    ):
        add_visit(session, None, case, status="reviewed", outcome=outcome, review_state=state, submitted_at=NOW)
    ids = [case.id for case in cases]
    session.commit()
    session.close()
    downgrade(revision="0054")
    upgrade()
    kept = [session.scalar(select(Case.seen_at).where(Case.id == case_id)) for case_id in ids]
    assert kept == [NOW, None, None]
