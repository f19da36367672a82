"""A form from ODK Collect is stored and decided in one transaction: what breaks it is kept, what kills the server leaves nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from server.store.database import db, new_id
from server.store.tables import Operation, Submission
from server.use_cases.decide_operation import decide_operation
from tests.factories.borough import Phone
from tests.factories.operations import make_operation
from tests.factories.pushing import push
from tests.factories.sync_line import count

pytestmark = pytest.mark.usefixtures("context")
ANSWERED = ("review", "unreadable_submission")
NEEDS_A_PERSON = ("review", "could_not_be_decided")


class Killed(BaseException):
    """What no code of ours survives."""


def make_form(phone: Phone) -> dict[str, Any]:
    op_id = str(new_id())
    return make_operation(phone, "submission.create", "submission", op_id, op_id=op_id, device_seq=None)


def push_at_once(phone: Phone, *forms: dict[str, Any]) -> list[tuple[str, str | None]]:
    return [(one.verdict, one.reason) for one in push(phone, *forms, at_once=True)]


def break_off(monkeypatch: pytest.MonkeyPatch, when: Callable[[str], bool], error: BaseException) -> None:
    """Once what an operation writes is written."""

    def fail(session: Session, ground: Any, stored: Operation, *given: Any) -> Any:
        decided = decide_operation(session, ground, stored, *given)
        session.flush()
        if when(str(stored.op_id)):
            raise error
        return decided

    monkeypatch.setattr("server.use_cases.decide_operations.decide_operation", fail)


def test_a_form_costs_one_commit(phone: Phone, session: Session) -> None:
    commits: list[object] = []
    event.listen(db.engine, "commit", commits.append)
    assert push_at_once(phone, make_form(phone)) == [ANSWERED]
    assert len(commits) == 1
    assert (count(session, Operation), count(session, Submission)) == (1, 1)


def test_a_form_that_breaks_what_decides_it_stays_stored_for_a_person_and_the_others_are_decided(
    phone: Phone, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    sound, poison = make_form(phone), make_form(phone)
    break_off(monkeypatch, lambda op_id: op_id == poison["op_id"], ArithmeticError())
    assert push_at_once(phone, sound, poison) == [ANSWERED, NEEDS_A_PERSON]
    kept = session.scalars(select(Operation).where(Operation.verdict_reason == "could_not_be_decided")).one()
    assert kept.envelope == poison
    assert (count(session, Operation), count(session, Submission)) == (2, 1)


def test_a_server_that_dies_while_it_decides_leaves_nothing_and_the_form_sent_again_is_taken_in_once(
    phone: Phone, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    form = make_form(phone)
    break_off(monkeypatch, lambda _: True, Killed())
    with pytest.raises(Killed):
        push_at_once(phone, form)
    assert (count(session, Operation), count(session, Submission)) == (0, 0)
    monkeypatch.undo()
    assert push_at_once(phone, form) == push_at_once(phone, form) == [ANSWERED]
    assert (count(session, Operation), count(session, Submission)) == (1, 1)
