"""Two people settle at once; and work of a phone that was revoked, or that nobody can prove, is taken in when accepted."""

from __future__ import annotations

import threading
import uuid
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from server.domain.words import Role, SettlementDecision
from server.store.tables import Device, Hold, Operation, OperationSettlement
from server.use_cases.settle_review import Settled, SettlementRefusedError, Settling, settle_review
from tests.factories.borough import NOW, add_user
from tests.factories.filled_forms import SEEN_NEEDS
from tests.factories.operations import make_operation
from tests.factories.submission_line import SubmissionLine, lay_line


@pytest.fixture
def line(context: None, session: Session) -> SubmissionLine:
    return lay_line(session)


@pytest.fixture
def supervisor_id(line: SubmissionLine, session: Session) -> uuid.UUID:
    user_id = add_user(session, "Sue Supervisor", Role.SUPERVISOR).id
    session.commit()
    return user_id


def finish(line: SubmissionLine, **values: Any) -> list[dict[str, Any]]:
    submission = line.make(SEEN_NEEDS, **values)
    payload = {"submission_op_id": submission["op_id"], "instance_id": submission["payload"]["instance_id"]}
    return [submission, make_operation(line.phone, "visit.submit", "visit", line.visit_id, payload=payload)]


def accept(line: SubmissionLine, supervisor_id: uuid.UUID, operations: list[dict[str, Any]]) -> Settled:
    line.session.rollback()
    op_ids = tuple(uuid.UUID(operation["op_id"]) for operation in operations)
    settled = settle_review(Settling(op_ids=op_ids, decision=SettlementDecision.ACCEPTED), by_id=supervisor_id, at=NOW)
    line.session.expire_all()
    return settled


def revoke(line: SubmissionLine) -> None:
    line.session.get_one(Device, line.phone.device_id).revoked_at = NOW
    line.session.commit()


def test_work_of_a_revoked_phone_is_taken_in_whole_when_accepted(
    line: SubmissionLine, supervisor_id: uuid.UUID
) -> None:
    revoke(line)
    sent = finish(line, bases=line.mobile_base())
    assert {receipt.reason for receipt in line.push(*sent)} == {"revoked_device"}
    assert not line.submissions()
    assert not accept(line, supervisor_id, sent).left
    assert (line.visit().status, line.resident().mobile) == ("submitted", "07700 900002")
    assert [referral.type for referral in line.referrals()] == ["food"]


def test_a_death_that_a_revoked_phone_reports_holds_the_person_when_accepted(
    line: SubmissionLine, supervisor_id: uuid.UUID
) -> None:
    revoke(line)
    alert = {"alert_id": str(uuid.uuid4()), "kind": "deceased", "node": "/data/outcome"}
    raised = make_operation(line.phone, "alert.raise", "visit", line.visit_id, alerts=[alert])
    line.push(raised)
    assert [str(one.id) for one in line.alerts()] == [alert["alert_id"]]
    assert line.session.scalars(select(Hold.id)).all() == []
    accept(line, supervisor_id, [raised])
    assert line.session.scalars(select(Hold.resident_id)).all() == [line.visit().resident_id]
    assert len(line.alerts()) == 1


def test_what_nobody_can_prove_is_taken_in_when_accepted(line: SubmissionLine, supervisor_id: uuid.UUID) -> None:
    line.visit().officer_id = supervisor_id
    line.session.commit()
    sent = finish(line, bases=line.mobile_base())
    assert {receipt.reason for receipt in line.push(*sent)} == {"not_yours"}
    assert not line.submissions()
    accept(line, supervisor_id, sent)
    assert (line.visit().status, line.visit().officer_id) == ("submitted", supervisor_id)


def test_merging_what_was_never_stored_takes_its_edits_only(line: SubmissionLine, supervisor_id: uuid.UUID) -> None:
    revoke(line)
    sent = finish(line, bases=line.mobile_base())
    line.push(*sent)
    line.session.rollback()
    op_ids = tuple(uuid.UUID(operation["op_id"]) for operation in sent)
    settle_review(Settling(op_ids=op_ids, decision=SettlementDecision.MERGED), by_id=supervisor_id, at=NOW)
    line.session.expire_all()
    assert line.resident().mobile == "07700 900002"
    assert (line.visit().status, len(line.referrals())) == ("assigned", 0)
    left = line.session.scalars(select(Operation.verdict).where(Operation.verdict == "review")).all()
    assert left == ["review"]  # the command, kept as it was


def test_of_two_who_settle_at_once_one_wins(app: Flask, line: SubmissionLine, supervisor_id: uuid.UUID) -> None:
    revoke(line)
    sent = finish(line, bases=line.mobile_base())
    line.push(*sent)
    line.session.rollback()
    op_ids = tuple(uuid.UUID(operation["op_id"]) for operation in sent)
    outcomes: list[str] = []

    def settle(decision: SettlementDecision) -> None:
        with app.app_context():
            try:
                settle_review(Settling(op_ids=op_ids, decision=decision, note="so"), by_id=supervisor_id, at=NOW)
                outcomes.append("settled")
            except SettlementRefusedError as refusal:
                outcomes.append(refusal.reason)

    threads = [
        threading.Thread(target=settle, args=[decision])
        for decision in (SettlementDecision.ACCEPTED, SettlementDecision.KEPT_AS_NOTE)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["settled", "settled_meanwhile"]
    decisions = set(line.session.scalars(select(OperationSettlement.decision)))
    assert len(decisions) == 1
    assert (line.visit().status == "submitted") == (decisions == {"accepted"})
