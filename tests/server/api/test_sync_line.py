"""The line through HTTP: sign in, pull, push, pull again. Every request as a phone sends it."""

from __future__ import annotations

import gzip
import json
import uuid
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from server.domain.password import hash_password
from server.domain.words import Role
from server.store.tables import Alert, Device, Operation, Resident, User, Visit
from tests.factories.borough import Phone, add_phone, add_server_device, add_user, add_visit
from tests.factories.operations import edit, make_operation


@pytest.fixture
def officer_phone(session: Session) -> Phone:
    add_server_device(session)
    add_user(session, "Dora Duty", Role.DUTY_MANAGER)
    phone = add_phone(session, add_user(session))
    session.commit()
    return phone


def push(client: FlaskClient, phone: Phone, operations: list[Any], *, ticket: bool = False) -> Any:
    token = phone.upload_ticket if ticket else phone.device_token
    body = {"device_id": phone.device_id, "schema": 1, "operations": operations}
    reply = client.post("/api/v1/sync/push", json=body, headers={"Authorization": f"Bearer {token}"})
    assert reply.status_code == 200, reply.get_data(as_text=True)
    return reply.get_json()["receipts"]


def pull(client: FlaskClient, phone: Phone, view: int = 0, **more: Any) -> Any:
    body = {"device_id": phone.device_id, "schema": 1, "view": view, "page": None, "full": False} | more
    reply = client.post("/api/v1/sync/pull", json=body, headers={"Authorization": f"Bearer {phone.device_token}"})
    assert reply.status_code == 200, reply.get_data(as_text=True)
    return reply.get_json()


def test_a_phone_signs_in_and_gets_two_tokens_that_are_kept_only_as_hashes(
    client: FlaskClient, session: Session
) -> None:
    add_user(session, email="olive@example.org", password_hash=hash_password("a password of hers"))
    session.commit()
    body = {
        "email": "olive@example.org",
        "password": "a password of hers",
        "device": {"device_id": None, "label": "Pixel", "app_version": "1", "schema": 1},
    }
    reply = client.post("/api/v1/session", json=body)
    assert reply.status_code == 201
    session_words = reply.get_json()
    device = session.get_one(Device, session_words["device_id"])
    stored = {device.device_token_hash, device.upload_ticket_hash}
    assert stored.isdisjoint({session_words["device_token"], session_words["upload_ticket"]})
    assert session_words["user"]["role"] == "officer"
    assert client.get_cookie("doorstep_session") is None


def test_the_first_pull_brings_todays_visits_and_the_next_one_nothing(
    client: FlaskClient, session: Session, officer_phone: Phone
) -> None:
    visit = add_visit(session, session.get_one(User, officer_phone.user_id))
    session.commit()
    first = pull(client, officer_phone)
    by_type = {row["type"]: row for row in first["rows"] if row["type"] in ("visit", "resident", "case")}
    assert by_type["visit"]["id"] == str(visit.id)
    assert by_type["resident"]["fields"]["mobile"] == "07700 900001"
    again = pull(client, officer_phone, first["view"])
    assert (again["rows"], again["evicted"], again["digest"]) == ([], [], first["digest"])
    idle = client.post(
        "/api/v1/sync/pull",
        json={"view": first["view"]},
        headers={"Authorization": f"Bearer {officer_phone.device_token}"},
    )
    assert len(idle.data) < 600


def test_pushing_the_same_operation_twice_changes_nothing(
    client: FlaskClient, session: Session, officer_phone: Phone
) -> None:
    visit = add_visit(session, session.get_one(User, officer_phone.user_id))
    session.commit()
    operation = make_operation(
        officer_phone, "resident.edit", "resident", visit.resident_id,
        fields={"mobile": edit("07700 900001", "07700 900002")},
    )  # fmt: skip
    first = push(client, officer_phone, [operation])
    second = push(client, officer_phone, [operation], ticket=True)
    assert first == second
    assert first[0]["verdict"] == "applied"
    session.rollback()
    resident = session.get_one(Resident, visit.resident_id)
    assert (resident.mobile, resident.version) == ("07700 900002", 2)
    assert session.scalar(select(func.count()).select_from(Operation)) == 1


def test_a_start_makes_the_visit_started_and_the_pull_tells_it(
    client: FlaskClient, session: Session, officer_phone: Phone
) -> None:
    visit = add_visit(session, session.get_one(User, officer_phone.user_id))
    session.commit()
    view = pull(client, officer_phone)["view"]
    operation = make_operation(officer_phone, "visit.start", "visit", visit.id, view=view)
    assert push(client, officer_phone, [operation])[0]["verdict"] == "applied"
    told = pull(client, officer_phone, view)
    assert [verdict["op_id"] for verdict in told["verdicts"]] == [operation["op_id"]]
    assert [(row["type"], row["fields"]["status"]) for row in told["rows"]] == [("visit", "started")]
    assert pull(client, officer_phone, told["view"])["verdicts"] == []
    session.rollback()
    assert session.get_one(Visit, visit.id).status == "started"


def test_one_bad_operation_fails_no_batch_and_is_kept(
    client: FlaskClient, session: Session, officer_phone: Phone
) -> None:
    visit = add_visit(session, session.get_one(User, officer_phone.user_id))
    session.commit()
    good = make_operation(officer_phone, "visit.start", "visit", visit.id)
    poison: list[Any] = [
        "not an operation",
        None,
        {"op_id": "nonsense"},
        make_operation(officer_phone, "visit.fly", "visit", visit.id),
        make_operation(officer_phone, "visit.start", "visit", uuid.uuid4()),
        make_operation(officer_phone, "note.add", "visit", visit.id, payload={"text": "nul \x00 and \ud800"}),
        make_operation(officer_phone, "visit.start", "visit", visit.id, device_seq=[1]),
        make_operation(officer_phone, "visit.start", "visit", visit.id, device_id=str(uuid.uuid4())),
    ]
    receipts = push(client, officer_phone, [*poison, good])
    session.rollback()
    assert [receipt["verdict"] for receipt in receipts] == ["review"] * len(poison) + ["applied"]
    assert session.scalar(select(func.count()).select_from(Operation)) == len(poison) + 1


def test_an_alert_is_open_although_its_operation_cannot_be_read(
    client: FlaskClient, session: Session, officer_phone: Phone
) -> None:
    alert_id = str(uuid.uuid4())
    broken = {"op_id": "nonsense", "alerts": [{"alert_id": alert_id, "kind": "emergency_999", "node": None}]}
    assert push(client, officer_phone, [broken], ticket=True)[0]["verdict"] == "review"
    alert = session.scalars(select(Alert)).one()
    assert (str(alert.id), alert.kind, alert.acknowledged_at) == (alert_id, "emergency_999", None)


@pytest.mark.parametrize(
    ("body", "code"),
    [(b"{", 400), (b"[]", 400), (b"{}", 400), (b'{"operations": 3}', 400), (b'{"operations": [NaN]}', 400)],
)
def test_an_envelope_of_the_wrong_shape_is_refused_as_such(
    client: FlaskClient, officer_phone: Phone, body: bytes, code: int
) -> None:
    headers = {"Authorization": f"Bearer {officer_phone.device_token}"}
    reply = client.post("/api/v1/sync/push", data=body, headers=headers)
    assert (reply.status_code, reply.get_json()["code"]) == (code, code)


def test_a_gzip_bomb_is_refused_at_its_bound(client: FlaskClient, officer_phone: Phone) -> None:
    headers = {"Authorization": f"Bearer {officer_phone.device_token}", "Content-Encoding": "gzip"}
    bomb = gzip.compress(b'{"operations": ["' + b"0" * 50_000_000 + b'"]}')
    assert client.post("/api/v1/sync/push", data=bomb, headers=headers).status_code == 413


def test_gzip_is_accepted(client: FlaskClient, officer_phone: Phone) -> None:
    headers = {"Authorization": f"Bearer {officer_phone.device_token}", "Content-Encoding": "gzip"}
    body = gzip.compress(json.dumps({"operations": []}).encode())
    assert client.post("/api/v1/sync/push", data=body, headers=headers).get_json()["receipts"] == []
