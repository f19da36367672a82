"""Work on a visit that was given to somebody else meanwhile: kept beside the new officer's, settled by a person, once."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from server.domain.assignment import Giving
from server.domain.review import ReviewAction
from server.domain.words import Role, SettlementDecision
from server.store.tables import Attachment, Operation, OperationSettlement, Referral, Resident, Submission, User, Visit
from server.use_cases.reassign_visits import SeenVisit, reassign_visits
from server.use_cases.review_submission import ReviewStep, review_submission
from server.use_cases.settle_review import Settled, SettlementRefusedError, Settling, settle_review
from tests.factories.borough import NOW, TODAY, Phone, add_phone, add_user
from tests.factories.filled_forms import SEEN_NEEDS, SEEN_NO_NEEDS
from tests.factories.operations import make_operation
from tests.factories.pushing import pull
from tests.factories.submission_line import SubmissionLine, lay_line


@pytest.fixture
def line(context: None, session: Session) -> SubmissionLine:
    return lay_line(session)


@pytest.fixture
def supervisor(line: SubmissionLine, session: Session) -> User:
    return _add(session, "Sue Supervisor", Role.SUPERVISOR)


@pytest.fixture
def other(line: SubmissionLine, session: Session) -> Phone:
    phone = add_phone(session, add_user(session, "Ned Newman"))
    session.commit()
    return phone


def _add(session: Session, name: str, role: Role) -> User:
    user = add_user(session, name, role)
    session.commit()
    session.refresh(user)
    session.expunge(user)
    session.rollback()
    return user


def give_away(line: SubmissionLine, supervisor: User, other: Phone) -> int:
    """The officer holds the visit on her phone; then it is given to the other one. Returns the view she holds."""
    held = pull(line.phone)
    seen = SeenVisit(line.visit_id, line.phone.user_id)
    reassign_visits([seen], Giving(officer_id=other.user_id, planned_on=TODAY, by_id=supervisor.id, at=NOW))
    line.session.expire_all()
    return held.view or 0


def report(line: SubmissionLine, *what: Any, **values: Any) -> list[dict[str, Any]]:
    """A finished check: start, submission, submit."""
    return line.report(*what, **values)


def settle(
    line: SubmissionLine,
    supervisor: User,
    operations: Sequence[dict[str, Any]],
    decision: SettlementDecision = SettlementDecision.ACCEPTED,
    note: str = "",
) -> Settled:
    op_ids = tuple(uuid.UUID(operation["op_id"]) for operation in operations)
    line.session.rollback()
    settled = settle_review(Settling(op_ids=op_ids, decision=decision, note=note), by_id=supervisor.id, at=NOW)
    line.session.expire_all()
    return settled


def verdicts(line: SubmissionLine, operations: Sequence[dict[str, Any]]) -> list[str | None]:
    rows = {row.op_id: row.verdict for row in line.session.scalars(select(Operation))}
    return [rows[uuid.UUID(operation["op_id"])] for operation in operations]


def test_a_late_report_is_kept_beside_and_changes_nothing(line: SubmissionLine, supervisor: User, other: Phone) -> None:
    view = give_away(line, supervisor, other)
    sent = report(line, view, SEEN_NEEDS, bases=line.mobile_base())
    receipts = line.push(*sent)
    assert {(receipt.verdict, receipt.reason) for receipt in receipts} == {("review", "late_report")}
    assert (line.visit().status, line.visit().officer_id) == ("assigned", other.user_id)
    assert len(line.submissions()) == 1
    assert not line.referrals()


def test_both_officers_are_told_of_a_late_report(line: SubmissionLine, supervisor: User, other: Phone) -> None:
    view = give_away(line, supervisor, other)
    before = pull(other)
    line.push(*report(line, view, SEEN_NO_NEEDS))
    told = next(row for row in pull(other, before.view or 0).rows if row["type"] == "visit")
    assert [(late["who"], late["decision"]) for late in told["fields"]["late_reports"]] == [("Olive Officer", None)]
    own = pull(line.phone, view)
    assert {(answer.verdict, answer.reason) for answer in own.verdicts} == {("review", "late_report")}
    assert ("visit", str(line.visit_id)) in {key for key, reason in own.evicted if reason == "reassigned"}


def test_an_accepted_late_report_closes_the_visit_and_makes_its_referrals_once(
    line: SubmissionLine, supervisor: User, other: Phone
) -> None:
    view = give_away(line, supervisor, other)
    sent = report(line, view, SEEN_NEEDS, bases=line.mobile_base())
    line.push(*sent)
    settled = settle(line, supervisor, sent)
    assert not settled.left
    assert verdicts(line, sent) == ["agreed", "applied", "applied"]
    visit = line.visit()
    assert (visit.status, visit.outcome, visit.review_state) == ("submitted", "seen_needs", "received")
    assert visit.officer_id == other.user_id
    assert visit.late_reports[0]["decision"] == "accepted"
    assert [referral.type for referral in line.referrals()] == ["food"]


def test_an_accepted_late_correction_amends_what_its_writer_sent_first(
    line: SubmissionLine, supervisor: User, other: Phone
) -> None:
    line.push(*report(line, pull(line.phone).view or 0, SEEN_NEEDS))
    (first,) = line.submissions()
    first_id = first.id
    line.session.rollback()
    words = ReviewStep(
        submission_id=first_id, action=ReviewAction.SEND_BACK, seen_state="received", words="How many people?"
    )
    review_submission(words, by_id=supervisor.id, at=NOW)
    again = report(line, give_away(line, supervisor, other), SEEN_NEEDS)
    line.push(*again)
    assert {one.corrects_id for one in line.submissions()} == {None}
    settle(line, supervisor, again)
    assert {one.corrects_id for one in line.submissions()} == {None, first_id}
    assert [referral.type for referral in line.referrals()] == ["food"]


def test_the_late_officer_is_told_what_became_of_the_report(
    line: SubmissionLine, supervisor: User, other: Phone
) -> None:
    view = give_away(line, supervisor, other)
    sent = report(line, view, SEEN_NO_NEEDS)
    line.push(*sent)
    view = pull(line.phone, view).view or 0
    assert not pull(line.phone, view).verdicts
    settle(line, supervisor, sent, note="Thank you, this stands.")
    told = pull(line.phone, view).verdicts
    assert {str(answer.op_id) for answer in told} == {operation["op_id"] for operation in sent}
    assert told[1].detail is not None
    assert told[1].detail["settled"]["decision"] == "accepted"
    assert told[1].detail["settled"]["who"] == "Sue Supervisor"
    assert told[1].detail["settled"]["note"] == "Thank you, this stands."


def test_edits_of_an_accepted_late_report_go_through_the_merge(
    line: SubmissionLine, supervisor: User, other: Phone
) -> None:
    answers = SEEN_NO_NEEDS | {"finish": {"mobile": "07700 900077"}}
    view = give_away(line, supervisor, other)
    sent = report(line, view, answers, bases=line.mobile_base())
    line.push(*sent)
    assert line.resident().mobile == "07700 900001"
    settle(line, supervisor, sent)
    assert line.resident().mobile == "07700 900077"
    child = line.children(sent[1]["op_id"])["resident.edit"]
    assert (child.verdict, child.changed is not None) == ("applied", True)


def test_an_edit_that_somebody_overtook_becomes_a_conflict_on_acceptance(
    line: SubmissionLine, supervisor: User, other: Phone
) -> None:
    view = give_away(line, supervisor, other)
    sent = report(line, view, SEEN_NO_NEEDS | {"finish": {"mobile": "07700 900077"}}, bases=line.mobile_base())
    line.push(*sent)
    newer = {"mobile": {"base_version": 1, "base_value": "07700 900001", "value": "07700 900088"}}
    line.push(make_operation(other, "resident.edit", "resident", line.resident().id, fields=newer), phone=other)
    settle(line, supervisor, sent)
    assert line.resident().mobile == "07700 900088"
    assert verdicts(line, sent)[1] == "conflict"


def test_when_the_new_officer_was_there_too_both_reports_stand(
    line: SubmissionLine, supervisor: User, other: Phone
) -> None:
    view = give_away(line, supervisor, other)
    hers = report(line, 0, SEEN_NEEDS, other)
    line.push(*hers, phone=other)
    submitted_at = line.visit().submitted_at
    late = report(line, view, SEEN_NEEDS, bases=line.mobile_base())
    line.push(*late)
    settle(line, supervisor, late)
    assert len(line.submissions()) == 2
    assert line.visit().submitted_at == submitted_at
    assert [referral.type for referral in line.referrals()] == ["food"]
    states = {str(one.op_id): one.review_state for one in line.submissions()}
    assert states == {hers[1]["op_id"]: "received", late[1]["op_id"]: "approved"}


def test_merging_takes_the_edits_and_nothing_else(line: SubmissionLine, supervisor: User, other: Phone) -> None:
    view = give_away(line, supervisor, other)
    sent = report(line, view, SEEN_NEEDS | {"finish": {"mobile": "07700 900077"}}, bases=line.mobile_base())
    line.push(*sent)
    settle(line, supervisor, sent, SettlementDecision.MERGED)
    assert line.resident().mobile == "07700 900077"
    assert line.visit().status == "assigned"
    assert not line.referrals()
    assert verdicts(line, sent) == ["review", "merged", "review"]
    assert len(line.session.scalars(select(OperationSettlement.op_id)).all()) == 3


def test_keeping_as_a_note_needs_words_and_changes_nothing(
    line: SubmissionLine, supervisor: User, other: Phone
) -> None:
    view = give_away(line, supervisor, other)
    sent = report(line, view, SEEN_NEEDS | {"finish": {"mobile": "07700 900077"}}, bases=line.mobile_base())
    line.push(*sent)
    with pytest.raises(SettlementRefusedError, match="words_missing"):
        settle(line, supervisor, sent, SettlementDecision.KEPT_AS_NOTE, "  ")
    settle(line, supervisor, sent, SettlementDecision.KEPT_AS_NOTE, "The new officer saw her later.")
    assert line.resident().mobile == "07700 900001"
    assert set(verdicts(line, sent)) == {"review"}
    settled = line.session.scalars(select(OperationSettlement)).all()
    assert {one.decision for one in settled} == {"kept_as_note"}
    assert len(settled) == 4  # the edit it makes is off the queue too


def test_the_second_to_settle_is_told_and_changes_nothing(line: SubmissionLine, supervisor: User, other: Phone) -> None:
    view = give_away(line, supervisor, other)
    sent = report(line, view, SEEN_NEEDS, bases=line.mobile_base())
    line.push(*sent)
    settle(line, supervisor, sent, SettlementDecision.KEPT_AS_NOTE, "Not needed.")
    with pytest.raises(SettlementRefusedError, match="settled_meanwhile"):
        settle(line, supervisor, sent)
    assert line.visit().status == "assigned"
    with pytest.raises(SettlementRefusedError, match="not_found"):
        settle(line, supervisor, [{"op_id": str(uuid.uuid4())}])


def test_pushing_a_settled_report_again_gives_the_new_answer_and_changes_nothing(
    line: SubmissionLine, supervisor: User, other: Phone
) -> None:
    view = give_away(line, supervisor, other)
    sent = report(line, view, SEEN_NEEDS, bases=line.mobile_base())
    line.push(*sent)
    settle(line, supervisor, sent)
    again = line.push(*sent)
    assert [receipt.verdict for receipt in again] == ["agreed", "applied", "applied"]
    assert len(line.session.scalars(select(Referral.id)).all()) == 1
    assert len(line.session.scalars(select(Submission.id)).all()) == 1


def test_what_nobody_can_take_in_stays_in_the_queue(line: SubmissionLine, supervisor: User, session: Session) -> None:
    name = {"first_name": {"base_version": 1, "base_value": "Test", "value": "Best"}}
    edit = make_operation(line.phone, "resident.edit", "resident", line.resident().id, fields=name)
    line.push(edit)
    settled = settle(line, supervisor, [edit])
    assert settled.left == ((uuid.UUID(edit["op_id"]), "office_only"),)
    assert session.scalars(select(OperationSettlement)).all() == []
    assert session.get_one(Resident, line.visit().resident_id).first_name == "Test"


def test_photos_of_a_late_report_belong_to_it(line: SubmissionLine, supervisor: User, other: Phone) -> None:
    view = give_away(line, supervisor, other)
    photo = {
        "attachment_id": str(uuid.uuid4()), "name": "door.jpg", "content_type": "image/jpeg", "size": 3,
        "sha256": "ab" * 32, "captured_at": "2026-11-23T09:40:00Z", "node": None,
    }  # fmt: skip
    loose = make_operation(
        line.phone, "attachment.add", "visit", line.visit_id, payload={"attachment": photo}, view=view
    )
    sent = [*report(line, view, SEEN_NO_NEEDS), loose]
    line.push(*sent)
    assert not settle(line, supervisor, sent).left
    found = line.session.scalars(select(Attachment)).one()
    assert (found.visit_id, found.device_id) == (line.visit_id, line.phone.device_id)
    assert line.session.get_one(Visit, line.visit_id).status == "submitted"
