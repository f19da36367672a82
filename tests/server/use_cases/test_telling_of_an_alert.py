"""Whom the officer rang is noted on their own alert, and on nobody else's."""

from __future__ import annotations

import uuid

import pytest
from sqlalchemy.orm import Session

from server.domain.words import Role
from server.store.tables import Alert
from tests.factories.borough import add_phone, add_server_device, add_user, add_visit
from tests.factories.operations import make_operation
from tests.factories.pushing import push_verdicts


@pytest.mark.usefixtures("context")
def test_only_who_raised_an_alert_says_whom_they_told(session: Session) -> None:
    add_server_device(session)
    add_user(session, "Dora Duty", Role.DUTY_MANAGER)
    olive, oscar = add_user(session), add_user(session, "Oscar Other")
    hers, his = add_phone(session, olive), add_phone(session, oscar)
    visit, other_visit = add_visit(session, olive), add_visit(session, oscar)
    session.commit()
    alert_id = str(uuid.uuid4())
    raised = [{"alert_id": alert_id, "kind": "safeguarding", "node": "/data/x"}]
    telling = {"alert_id": alert_id, "told_whom": "Nobody at all", "told_at": "2026-11-23T10:00:00Z"}
    assert push_verdicts(hers, make_operation(hers, "alert.raise", "visit", visit.id, alerts=raised)) == ["applied"]
    assert push_verdicts(his, make_operation(his, "alert.told", "visit", other_visit.id, payload=telling)) == ["review"]
    session.rollback()  # look anew
    assert session.get_one(Alert, uuid.UUID(alert_id)).told_whom is None
    told = telling | {"told_whom": "The duty line"}
    assert push_verdicts(hers, make_operation(hers, "alert.told", "visit", visit.id, payload=told)) == ["applied"]
    session.rollback()  # look anew
    assert session.get_one(Alert, uuid.UUID(alert_id)).told_whom == "The duty line"


@pytest.mark.usefixtures("context")
def test_whom_an_officer_told_of_an_alert_from_a_locked_phone_is_noted_though_it_names_no_visit(
    session: Session,
) -> None:
    add_server_device(session)
    add_user(session, "Dora Duty", Role.DUTY_MANAGER)
    hers, his = add_phone(session, add_user(session)), add_phone(session, add_user(session, "Oscar Other"))
    session.commit()
    alert_id, nowhere = uuid.uuid4(), uuid.uuid4()
    raised = [{"alert_id": str(alert_id), "kind": "unsafe_withdrew", "node": "/locked_phone"}]
    told = {"alert_id": str(alert_id), "told_whom": "The duty line", "told_at": "2026-11-23T10:00:00Z"}
    assert push_verdicts(hers, make_operation(hers, "alert.raise", "visit", nowhere, alerts=raised)) == ["review"]
    assert push_verdicts(his, make_operation(his, "alert.told", "visit", nowhere, payload=told)) == ["review"]
    assert push_verdicts(hers, make_operation(hers, "alert.told", "visit", nowhere, payload=told)) == ["applied"]
    session.rollback()  # look anew
    alert = session.get_one(Alert, alert_id)
    assert (alert.visit_id, alert.told_whom) == (None, "The duty line")
