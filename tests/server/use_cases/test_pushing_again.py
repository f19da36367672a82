"""What a push must bear: repeats, other content under one id, a crash in the middle, two at once, a revoked phone."""

from __future__ import annotations

import datetime as dt
import threading
import uuid
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from server.store.tables import Alert, AuditEntry, Device, Operation, OperationClash, Resident, User, Visit
from server.use_cases import push_operations as pushing
from server.use_cases.decide_undecided_operations import decide_undecided_operations
from tests.factories.borough import NOW, Phone, add_phone, add_user
from tests.factories.operations import edit, make_operation
from tests.factories.pushing import pull, push, push_verdicts
from tests.factories.sync_line import count

pytestmark = pytest.mark.usefixtures("context")


def test_other_content_under_a_known_id_is_kept_apart_and_changes_nothing(
    phone: Phone, visit_id: uuid.UUID, session: Session
) -> None:
    first = make_operation(phone, "note.add", "visit", visit_id, payload={"text": "one"})
    assert push_verdicts(phone, first) == ["applied"]
    other = first | {"payload": {"text": "two"}}
    again = [push(phone, other)[0], push(phone, other)[0]]
    assert {(receipt.verdict, receipt.reason) for receipt in again} == {("review", "other_content")}
    assert push_verdicts(phone, first) == ["applied"]
    assert (count(session, Operation), count(session, OperationClash)) == (1, 1)


def test_a_device_cannot_learn_the_verdict_on_anothers_operation(
    phone: Phone, visit_id: uuid.UUID, session: Session
) -> None:
    other = add_phone(session, add_user(session, "Oscar Other"))
    session.commit()
    operation = make_operation(phone, "visit.start", "visit", visit_id)
    push(phone, operation)
    assert push(other, operation)[0].reason == "other_content"


def test_work_stored_in_a_crash_and_sent_again_after_a_new_sign_in_is_one_operation(
    phone: Phone, visit_id: uuid.UUID, session: Session
) -> None:
    """Found by the proof: the phone was revoked, its receipt lost, and its officer signed in on it again."""
    operation = make_operation(phone, "note.add", "visit", visit_id, payload={"text": "one"})
    session.get_one(Device, phone.device_id).revoked_at = NOW
    session.commit()
    (lost,) = push(phone, operation)
    anew = add_phone(session, session.get_one(User, phone.user_id))
    session.commit()
    assert push(anew, operation) == [lost]
    assert (count(session, Operation), count(session, OperationClash)) == (1, 0)


def test_a_second_operation_under_one_device_seq_goes_to_review(phone: Phone, visit_id: uuid.UUID) -> None:
    first = make_operation(phone, "note.add", "visit", visit_id, payload={"text": "one"})
    second = make_operation(
        phone, "note.add", "visit", visit_id, payload={"text": "two"}, device_seq=first["device_seq"]
    )
    assert push_verdicts(phone, first, second) == ["applied", "review"]


def test_what_a_crash_left_without_a_verdict_is_decided_by_the_worker(
    phone: Phone, visit_id: uuid.UUID, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    operation = make_operation(
        phone, "visit.start", "visit", visit_id,
        alerts=[{"alert_id": str(uuid.uuid4()), "kind": "unsafe_withdrew", "node": None}],
    )  # fmt: skip

    def crash(*_: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(pushing, "decide_operations", crash)
        with pytest.raises(KeyboardInterrupt):
            push(phone, operation)
    assert session.scalars(select(Operation.verdict)).one() is None
    assert count(session, Alert) == 1
    assert decide_undecided_operations(NOW + dt.timedelta(minutes=1)) == 1
    assert push_verdicts(phone, operation) == ["applied"]
    session.rollback()
    assert session.get_one(Visit, visit_id).status == "started"


def test_what_a_crash_left_without_a_verdict_is_decided_when_it_is_pushed_again(
    phone: Phone, visit_id: uuid.UUID, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    operation = make_operation(phone, "visit.start", "visit", visit_id)
    with monkeypatch.context() as patched:
        patched.setattr(pushing, "decide_operations", lambda *_: {})
        assert push(phone, operation)[0].reason == "not_yet_decided"
    assert push_verdicts(phone, operation) == ["applied"]
    assert count(session, Operation) == 1


def test_an_operation_that_breaks_the_deciding_goes_alone_to_review(
    phone: Phone, visit_id: uuid.UUID, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    from server.use_cases import decide_operation

    def break_down(*_: Any, **__: Any) -> None:
        session.execute(select(func.no_such_function()))

    bad = make_operation(phone, "note.add", "visit", visit_id, payload={"text": "x"})
    good = make_operation(phone, "visit.start", "visit", visit_id)
    monkeypatch.setattr(decide_operation, "add_note", break_down)
    assert push_verdicts(phone, good, bad) == ["applied", "review"]
    session.rollback()
    assert session.get_one(Visit, visit_id).status == "started"
    assert len(session.scalars(select(AuditEntry.id).where(AuditEntry.action == "visit.start")).all()) == 1


def test_two_pushes_of_the_same_at_once_apply_it_once(
    app: Flask, phone: Phone, visit_id: uuid.UUID, session: Session
) -> None:
    resident_id = session.get_one(Visit, visit_id).resident_id
    session.rollback()
    operations = [
        make_operation(phone, "resident.edit", "resident", resident_id, fields={"language": edit(None, "Welsh")}),
        make_operation(phone, "visit.start", "visit", visit_id),
    ]
    verdicts: list[list[str]] = []

    def one() -> None:
        with app.app_context():
            verdicts.append(push_verdicts(phone, *operations))

    threads = [threading.Thread(target=one) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert verdicts == [["applied", "applied"]] * 4
    session.rollback()
    assert session.get_one(Resident, resident_id).version == 2
    assert count(session, Operation) == 2


def test_a_revoked_phone_still_delivers_into_review_and_its_alert_is_open(
    phone: Phone, visit_id: uuid.UUID, session: Session
) -> None:
    session.get_one(Device, phone.device_id).revoked_at = NOW
    session.commit()
    alert = {"alert_id": str(uuid.uuid4()), "kind": "no_reply_concern", "node": "/data/outcome"}
    receipt = push(phone, make_operation(phone, "visit.start", "visit", visit_id, alerts=[alert]))[0]
    assert (receipt.verdict, receipt.reason) == ("review", "revoked_device")
    assert count(session, Alert) == 1
    assert session.get_one(Visit, visit_id).status == "assigned"


def test_work_on_a_visit_that_was_mine_when_i_did_it_is_a_late_report(
    phone: Phone, visit_id: uuid.UUID, session: Session
) -> None:
    view = pull(phone).view
    assert view is not None
    visit = session.get_one(Visit, visit_id)
    visit.officer_id = add_user(session, "Nina New").id
    visit.version += 1
    session.commit()
    late = push(phone, make_operation(phone, "visit.start", "visit", visit_id, view=view))[0]
    unproved = push(phone, make_operation(phone, "visit.start", "visit", visit_id, view=view - 1))[0]
    assert [(late.verdict, late.reason), (unproved.verdict, unproved.reason)] == [
        ("review", "late_report"),
        ("review", "not_yours"),
    ]


def test_what_waits_for_an_operation_that_never_comes_goes_to_a_person_after_a_week(
    phone: Phone, visit_id: uuid.UUID, session: Session
) -> None:
    operation = make_operation(phone, "visit.start", "visit", visit_id, after=[str(uuid.uuid4())])
    assert push_verdicts(phone, operation) == ["waiting"]
    decide_undecided_operations(NOW + dt.timedelta(days=6))
    assert session.scalars(select(Operation.verdict)).one() == "waiting"
    session.rollback()
    decide_undecided_operations(NOW + dt.timedelta(days=8))
    assert session.scalars(select(Operation.verdict_reason)).one() == "waited_too_long"
