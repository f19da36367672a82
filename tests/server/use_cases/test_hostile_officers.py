"""What an officer with a phone's token may try with the ids of others: nothing of theirs is learnt, lost or written over."""

from __future__ import annotations

import uuid

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from server.domain.review import ReviewAction
from server.domain.words import Role, SettlementDecision
from server.store.server_epoch_writes import save_first_server_epoch
from server.store.tables import (
    Attachment,
    Case,
    ConflictSide,
    OperationClash,
    OperationSettlement,
    User,
    VisitAssignment,
    VisitProposal,
)
from server.use_cases.mark_repeat import mark_repeat
from server.use_cases.offer_work import offer_work
from server.use_cases.review_submission import ReviewStep, review_submission
from server.use_cases.settle_review import Settling, settle_review
from tests.factories.borough import NOW, Phone, add_phone, add_user, add_visit
from tests.factories.filled_forms import SEEN_NO_NEEDS
from tests.factories.operations import edit, make_operation
from tests.factories.pushing import pull, push, standing
from tests.factories.submission_line import SubmissionLine, lay_line

EPOCH = uuid.uuid4()


@pytest.fixture
def line(context: None, session: Session) -> SubmissionLine:
    line = lay_line(session)
    save_first_server_epoch(session)
    session.commit()
    return line


@pytest.fixture
def other(line: SubmissionLine, session: Session) -> Phone:
    phone = add_phone(session, add_user(session, "Ned Newman"))
    session.commit()
    return phone


@pytest.fixture
def supervisor_id(line: SubmissionLine, session: Session) -> uuid.UUID:
    user_id = add_user(session, "Sue Supervisor", Role.SUPERVISOR).id
    session.commit()
    return user_id


def note(phone: Phone, visit_id: uuid.UUID, text: str, **values: str) -> dict[str, object]:
    return make_operation(phone, "note.add", "visit", visit_id, payload={"text": text}, **values)


def settle(by_id: uuid.UUID, decision: SettlementDecision, *op_ids: str) -> None:
    settle_review(Settling(op_ids=tuple(map(uuid.UUID, op_ids)), decision=decision, note="So."), by_id=by_id, at=NOW)


def test_work_whose_id_somebody_else_used_is_still_wanted_and_kept(
    line: SubmissionLine, session: Session, other: Phone
) -> None:
    mine = note(line.phone, line.visit_id, "The dog is gone.")
    op_id = str(mine["op_id"])
    push(other, note(other, line.visit_id, "Nothing.", op_id=op_id))
    wanted = offer_work(standing(line.phone), [op_id], [], epoch=EPOCH, now=NOW)
    assert wanted.op_ids == (op_id,)
    assert (push(line.phone, mine)[0].verdict, push(line.phone, mine)[0].reason) == ("review", "other_content")
    assert session.scalars(select(OperationClash)).one().envelope["payload"] == {"text": "The dog is gone."}


def test_an_offer_tells_nothing_of_what_others_have_sent(line: SubmissionLine, other: Phone, session: Session) -> None:
    mine = note(line.phone, line.visit_id, "x")
    push(line.phone, mine)
    asked = [str(mine["op_id"]), str(uuid.uuid4())]
    assert list(offer_work(standing(other), asked, [], epoch=EPOCH, now=NOW).op_ids) == asked
    newer = add_phone(session, session.get_one(User, line.phone.user_id))
    session.commit()
    assert list(offer_work(standing(newer), asked, [], epoch=EPOCH, now=NOW).op_ids) == asked[1:]


@pytest.mark.parametrize(
    ("status", "sha256", "is_wanted"),
    [("received", "a" * 64, False), ("received", "b" * 64, True), ("receiving", "a" * 64, True)],
)
def test_bytes_are_wanted_unless_these_very_ones_are_here_whole(
    line: SubmissionLine, session: Session, status: str, sha256: str, is_wanted: bool
) -> None:
    photo = Attachment(
        id=uuid.uuid4(), device_id=line.phone.device_id, name="photo.jpg", content_type="image/jpeg", size=9,
        sha256="a" * 64, status=status, created_at=NOW,
    )  # fmt: skip
    session.add(photo)
    session.commit()
    asked = [{"attachment_id": str(photo.id), "sha256": sha256}]
    wanted = offer_work(standing(line.phone), [], asked, epoch=EPOCH, now=NOW)
    assert wanted.attachment_ids == ((str(photo.id),) if is_wanted else ())


def test_a_proposal_names_only_a_visit_that_was_its_officers(
    line: SubmissionLine, session: Session, other: Phone
) -> None:
    was_hers = add_visit(session, session.get_one(User, line.phone.user_id)).id
    session.add(
        VisitAssignment(id=uuid.uuid4(), visit_id=was_hers, user_id=other.user_id, assigned_at=NOW, ended_at=NOW)
    )
    session.commit()
    for visit_id in (line.visit_id, was_hers):
        payload = {"basis": "same_address", "visit_id": str(visit_id), "first_name": "Una", "why": "Coughs."}
        push(other, make_operation(other, "visit.propose", "visit_proposal", uuid.uuid4(), payload=payload))
    found = session.scalars(select(VisitProposal.visit_id).order_by(VisitProposal.created_at, VisitProposal.visit_id))
    assert set(found) == {None, was_hers}


def test_an_accepted_operation_that_names_another_phone_is_its_senders_own(
    line: SubmissionLine, session: Session, supervisor_id: uuid.UUID
) -> None:
    resident_id = line.resident().id
    fields = {"mobile": edit("07700 900099", "07700 900066")}
    forged = make_operation(line.phone, "resident.edit", "resident", resident_id, fields=fields, device_id="nobodys")
    assert push(line.phone, forged)[0].reason == "other_device"
    session.rollback()
    settle(supervisor_id, SettlementDecision.ACCEPTED, forged["op_id"])
    assert session.scalars(select(ConflictSide.device_id)).all() == [line.phone.device_id]


def test_an_edit_that_was_kept_as_a_note_is_not_made_after_all_with_its_submission(
    line: SubmissionLine, session: Session, other: Phone, supervisor_id: uuid.UUID
) -> None:
    view = pull(line.phone).view
    line.visit().officer_id = other.user_id
    session.commit()
    answers = SEEN_NO_NEEDS | {"finish": {"mobile": "07700 900077"}}
    report = line.make(answers, bases=line.mobile_base(), view=view)
    assert line.push(report)[0].reason == "late_report"
    child = line.children(report["op_id"])["resident.edit"].op_id
    session.rollback()
    settle(supervisor_id, SettlementDecision.KEPT_AS_NOTE, str(child))
    settle(supervisor_id, SettlementDecision.ACCEPTED, report["op_id"])
    session.expire_all()
    assert line.resident().mobile == "07700 900001"
    decisions = {one.op_id: one.decision for one in session.scalars(select(OperationSettlement))}
    assert decisions == {child: "kept_as_note", uuid.UUID(report["op_id"]): "accepted"}


@pytest.mark.parametrize("by", ["officer", "office"])
def test_a_repeat_that_is_opened_again_is_counted_again(
    line: SubmissionLine, session: Session, supervisor_id: uuid.UUID, by: str
) -> None:
    submission = line.make(SEEN_NO_NEEDS, bases=line.mobile_base())
    payload = {"submission_op_id": submission["op_id"], "instance_id": submission["payload"]["instance_id"]}
    line.push(submission, make_operation(line.phone, "visit.submit", "visit", line.visit_id, payload=payload))
    visit = line.visit()
    same_day = add_visit(session, session.get_one(User, line.phone.user_id), session.get_one(Case, visit.case_id))
    same_day.status, same_day.planned_on = "submitted", visit.planned_on
    session.commit()
    of_id, submission_id = same_day.id, line.submissions()[0].id
    session.rollback()
    mark_repeat(line.visit_id, of_id, by_id=supervisor_id, at=NOW)
    if by == "officer":
        push(line.phone, make_operation(line.phone, "visit.reopen", "visit", line.visit_id, payload={"why": "Wrong."}))
    else:
        step = ReviewStep(
            submission_id=submission_id, action=ReviewAction.SEND_BACK, seen_state="received", words="Ask about food."
        )
        review_submission(step, by_id=supervisor_id, at=NOW)
    session.expire_all()
    assert (line.visit().status in ("started", "sent_back"), line.visit().repeat_of_id) == (True, None)
