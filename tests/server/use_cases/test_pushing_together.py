"""Forms that several devices push at the same time are taken in together, each as if it had come alone."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from server.store.database import new_id
from server.store.tables import Device, Operation
from server.use_cases import push_operations as pushing
from server.use_cases import push_together
from server.use_cases import store_pushes as storing
from server.use_cases.push_operations import Receipt, _write_receipt
from server.use_cases.store_pushes import Push, store_pushes
from tests.factories.borough import Phone, add_phone, add_user
from tests.factories.operations import make_operation
from tests.factories.pushing import push, push_verdicts
from tests.factories.sync_line import count

pytestmark = pytest.mark.usefixtures("context")
WITHIN = 3  # seconds; only a broken queue takes them


class Gate:
    """Holds the first push while it is stored, and knows how many wait behind it."""

    def __init__(self, app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
        self.app, self.sizes = app, list[int]()
        self.before_storing: Callable[[Sequence[Push]], None] = lambda _: None
        self._inside, self._open, self._asleep = threading.Event(), threading.Event(), threading.Semaphore(0)
        asleep = self._asleep

        class Counted(threading.Event):
            def wait(self, timeout: float | None = None) -> bool:
                asleep.release()
                return super().wait(timeout)

        monkeypatch.setattr(pushing, "store_pushes", self._store)
        monkeypatch.setattr(push_together, "Event", Counted)

    def _store(self, pushes: Sequence[Push]) -> Any:
        self.sizes.append(len(pushes))
        if len(self.sizes) == 1:
            self._inside.set()
            assert self._open.wait(WITHIN)
        self.before_storing(pushes)
        return store_pushes(pushes)

    def push_all(
        self, sent: Sequence[tuple[Phone, dict[str, Any]]], meanwhile: Callable[[], None] = lambda: None
    ) -> list[list[Receipt] | Exception]:
        """What comes of each; all but the first are pushed while that one is stored."""
        came: list[list[Receipt] | Exception] = [[] for _ in sent]

        def one(place: int) -> None:
            with self.app.app_context():
                try:
                    came[place] = push(*sent[place])
                except Exception as error:
                    came[place] = error

        threads = [threading.Thread(target=one, args=(place,)) for place in range(len(sent))]
        threads[0].start()
        assert self._inside.wait(WITHIN)
        for thread in threads[1:]:
            thread.start()
            assert self._asleep.acquire(timeout=WITHIN)
        meanwhile()
        self._open.set()
        for thread in threads:
            thread.join(WITHIN)
        return came


@pytest.fixture
def gate(core: Flask, monkeypatch: pytest.MonkeyPatch) -> Gate:
    return Gate(core, monkeypatch)


@pytest.fixture
def phones(session: Session) -> list[Phone]:
    added = [add_phone(session, add_user(session, f"Officer {number}")) for number in range(4)]
    session.commit()
    return added


def make_form(phone: Phone, **values: Any) -> dict[str, Any]:
    op_id = str(new_id())
    return make_operation(phone, "submission.create", "submission", op_id, op_id=op_id) | values


def list_problems(came: Sequence[list[Receipt] | Exception]) -> list[str | None]:
    return [str(one) if isinstance(one, Exception) else one[0].reason for one in came]


def test_forms_that_come_while_another_is_stored_are_stored_at_once(
    gate: Gate, phones: list[Phone], session: Session
) -> None:
    forms = [make_form(phone) for phone in phones]
    came = gate.push_all(list(zip(phones, forms, strict=True)))
    assert gate.sizes == [1, 3]
    assert [one[0].sent_op_id for one in came if isinstance(one, list)] == [form["op_id"] for form in forms]
    assert list_problems(came) == ["unreadable_submission"] * 4
    assert count(session, Operation) == 4


def test_the_same_form_sent_twice_at_once_is_stored_once(gate: Gate, phones: list[Phone], session: Session) -> None:
    held, form = make_form(phones[0]), make_form(phones[1])
    came = gate.push_all([(phones[0], held), (phones[1], form), (phones[1], form), (phones[2], make_form(phones[2]))])
    assert gate.sizes == [1, 2, 1]
    assert came[1] == came[2]
    assert count(session, Operation) == 3


def test_anothers_operation_id_at_the_same_moment_is_other_content(gate: Gate, phones: list[Phone]) -> None:
    form = make_form(phones[1])
    came = gate.push_all([(phones[0], make_form(phones[0])), (phones[1], form), (phones[2], form)])
    assert list_problems(came)[1:] == ["unreadable_submission", "other_content"]


def test_what_cannot_be_stored_fails_alone(gate: Gate, phones: list[Phone], session: Session) -> None:
    bad = make_form(phones[2])

    def refuse(pushes: Sequence[Push]) -> None:
        if any(uuid.UUID(bad["op_id"]) in one.op_ids for one in pushes):
            raise RuntimeError("the disk is full")

    gate.before_storing = refuse
    forms = [make_form(phones[0]), make_form(phones[1]), bad, make_form(phones[3])]
    came = gate.push_all(list(zip(phones, forms, strict=True)))
    read = "unreadable_submission"
    assert list_problems(came) == [read, read, "the disk is full", read]
    assert sorted(gate.sizes) == [1, 1, 1, 1, 3]
    assert count(session, Operation) == 3


def test_work_on_a_visit_waits_for_no_form(gate: Gate, phones: list[Phone], phone: Phone, visit_id: uuid.UUID) -> None:
    def start_visit() -> None:
        assert push_verdicts(phone, make_operation(phone, "visit.start", "visit", visit_id)) == ["applied"]

    gate.push_all([(phones[0], make_form(phones[0])), (phones[1], make_form(phones[1]))], meanwhile=start_visit)
    assert gate.sizes == [1, 1, 1]


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)  # SQLite locks no rows
def test_a_row_that_somebody_holds_keeps_only_the_push_that_needs_it(
    gate: Gate, phones: list[Phone], session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(storing, "LOCK_SECONDS", 0.05)
    answered = threading.Semaphore(0)

    def write_receipt(*given: Any) -> Receipt:
        answered.release()
        return _write_receipt(*given)

    monkeypatch.setattr(pushing, "_write_receipt", write_receipt)
    session.execute(select(Device).where(Device.id == phones[2].device_id).with_for_update(key_share=True))

    def let_go() -> None:
        assert all(answered.acquire(timeout=WITHIN) for _ in range(3))
        session.rollback()

    letting_go = threading.Thread(target=let_go)
    came = gate.push_all([(phone, make_form(phone)) for phone in phones], meanwhile=letting_go.start)
    letting_go.join()
    assert list_problems(came) == ["unreadable_submission"] * 4
    assert sorted(gate.sizes) == [1, 1, 1, 1, 3]
    assert count(session, Operation) == 4


def test_a_leader_that_fails_before_it_has_taken_anything_leaves_the_way_free(
    phones: list[Phone], core: Flask, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        monkeypatch.undo()
        raise MemoryError

    monkeypatch.setattr(push_together._Queue, "_take", fail)
    with pytest.raises(MemoryError):
        push(phones[0], make_form(phones[0]))
    came: list[Receipt] = []

    def push_next() -> None:
        with core.app_context():
            came.extend(push(phones[1], make_form(phones[1])))

    following = threading.Thread(target=push_next, daemon=True)  # which would wait for ever
    following.start()
    following.join(WITHIN)
    assert [one.reason for one in came] == ["unreadable_submission"]
    assert count(session, Operation) == 1
