"""What a device is told of its operations: every verdict once, and the newer one when it changes while an answer is under way."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from server.domain.words import Role
from server.store.tables import Operation, User
from server.use_cases.decide_undecided_operations import decide_undecided_operations
from tests.factories.borough import NOW, Phone, add_phone, add_server_device, add_user, add_visit
from tests.factories.operations import make_operation
from tests.factories.pushing import pull, push


@pytest.fixture
def phone(context: None, session: Session) -> Phone:
    add_server_device(session)
    add_user(session, "Dora Duty", Role.DUTY_MANAGER)
    phone = add_phone(session, add_user(session))
    session.commit()
    return phone


def test_a_verdict_that_changes_while_its_answer_is_under_way_is_told_again(phone: Phone, session: Session) -> None:
    visit_id = add_visit(session, session.get_one(User, phone.user_id)).id
    session.commit()
    start = make_operation(phone, "visit.start", "visit", visit_id, after=[str(uuid.uuid4())])
    assert push(phone, start)[0].verdict == "waiting"
    first = pull(phone)
    assert [answer.verdict for answer in first.verdicts] == ["waiting"]
    assert first.view is not None
    decide_undecided_operations(NOW + dt.timedelta(days=8))  # before the phone says that it has the answer
    second = pull(phone, first.view)
    assert [(answer.verdict, answer.reason) for answer in second.verdicts] == [("review", "waited_too_long")]
    assert second.view is not None
    assert pull(phone, second.view).verdicts == []
    session.rollback()
    assert session.scalars(select(Operation.told_at).where(Operation.op_id == uuid.UUID(start["op_id"]))).one()
