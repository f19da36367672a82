"""Odd but honest pushes: old work, wrong clocks, numbers of another server. Each gets a lasting verdict, and none costs another."""

from __future__ import annotations

import datetime as dt
import gzip
import json
import uuid
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from server.store.tables import Operation, User
from tests.factories.borough import Phone, add_phone, add_user
from tests.factories.operations import make_operation
from tests.factories.sync_line import note, push


@pytest.mark.parametrize(
    "device_time",
    [
        "2026-01-02T10:00:00Z",
        "1970-01-01T00:00:00Z",
        "2099-12-31T23:59:59+14:00",
        "0001-01-01T00:00:00+14:00",
        "soon",
        None,
        7,
    ],
)
def test_a_clock_that_is_days_or_years_off_changes_no_verdict(
    client: FlaskClient, phone: Phone, visit_id: uuid.UUID, device_time: Any
) -> None:
    assert push(client, phone, note(phone, visit_id, device_time=device_time)) == [("applied", None)]


def test_an_operation_whose_id_is_of_months_ago_is_taken_like_any_other(
    client: FlaskClient, phone: Phone, visit_id: uuid.UUID
) -> None:
    made = int(dt.datetime(2026, 9, 1, tzinfo=dt.UTC).timestamp() * 1000)
    old_id = str(uuid.UUID(int=(made << 80) | (7 << 76) | (2 << 62) | 12345))
    assert push(client, phone, note(phone, visit_id, op_id=old_id)) == [("applied", None)]


def test_a_view_that_this_server_never_gave_proves_nothing_and_refuses_nothing(
    client: FlaskClient, session: Session, phone: Phone, visit_id: uuid.UUID
) -> None:
    assert push(client, phone, note(phone, visit_id, view=2**31 - 1)) == [("applied", None)]
    stranger = add_phone(session, add_user(session, "Sten Stranger"))
    session.commit()
    assert push(client, stranger, note(stranger, visit_id, view=2**31 - 1)) == [("review", "not_yours")]


def test_gaps_in_the_numbers_hold_nothing_back_and_a_repeat_goes_to_review(
    client: FlaskClient, phone: Phone, visit_id: uuid.UUID
) -> None:
    numbered = [note(phone, visit_id, device_seq=seq) for seq in (1, 9, 4, 4)]
    assert push(client, phone, *numbered) == [("applied", None)] * 3 + [("review", "repeated_device_seq")]


def test_what_stands_on_an_unknown_waits_and_the_rest_of_the_batch_does_not(
    client: FlaskClient, phone: Phone, visit_id: uuid.UUID
) -> None:
    unknown = str(uuid.uuid4())
    verdicts = push(
        client, phone, note(phone, visit_id, after=[unknown]), note(phone, visit_id), note(phone, visit_id, after="x")
    )
    assert verdicts == [("waiting", "missing_after"), ("applied", None), ("review", "wrong_shape")]


def test_an_operation_of_another_device_is_kept_and_reviewed_alone(
    client: FlaskClient, session: Session, phone: Phone, visit_id: uuid.UUID
) -> None:
    other = add_phone(session, session.get_one(User, phone.user_id))
    session.commit()
    assert push(client, phone, note(other, visit_id), note(phone, visit_id)) == [
        ("review", "other_device"),
        ("applied", None),
    ]


@pytest.mark.parametrize("packed", [False, True])
def test_ten_megabytes_of_operations_at_once_are_refused_as_too_much_and_leave_no_trace(
    client: FlaskClient, session: Session, phone: Phone, visit_id: uuid.UUID, packed: bool
) -> None:
    operation = make_operation(phone, "note.add", "visit", visit_id, payload={"text": "x" * 1_000_000})
    body = json.dumps({"operations": [operation] * 10}).encode()
    headers = {"Authorization": f"Bearer {phone.upload_ticket}"} | ({"Content-Encoding": "gzip"} if packed else {})
    reply = client.post("/api/v1/sync/push", data=gzip.compress(body) if packed else body, headers=headers)
    assert (reply.status_code, bool(reply.get_json()["message"])) == (413, True)
    assert session.scalar(select(func.count()).select_from(Operation)) == 0


@pytest.mark.parametrize(
    "body",
    [
        {
            "operations": ["x", None, 7, {"op_id": 1}],
            "attachments": [None, {}, {"attachment_id": 3}, {"attachment_id": "x", "sha256": []}],
        },
        {"operations": []},
        {},
    ],
)
def test_whatever_stands_in_an_offer_it_is_answered(client: FlaskClient, phone: Phone, body: Any) -> None:
    headers = {"Authorization": f"Bearer {phone.upload_ticket}"}
    answer = client.post("/api/v1/sync/offer", json=body, headers=headers)
    assert answer.status_code == 200
    assert answer.get_json()["wanted_op_ids"] == [
        op_id for op_id in body.get("operations", []) if isinstance(op_id, str)
    ]


def test_an_offer_of_more_than_a_thousand_is_halved_by_the_phone(client: FlaskClient, phone: Phone) -> None:
    headers = {"Authorization": f"Bearer {phone.upload_ticket}"}
    for count, status in ((1000, 200), (1001, 413)):
        body = {"operations": [str(uuid.uuid4()) for _ in range(count)]}
        assert client.post("/api/v1/sync/offer", json=body, headers=headers).status_code == status


def test_an_app_too_old_to_read_may_still_push_and_is_told_to_update(
    client: FlaskClient, phone: Phone, visit_id: uuid.UUID
) -> None:
    headers = {"Authorization": f"Bearer {phone.device_token}"}
    pushed = client.post(
        "/api/v1/sync/push", json={"schema": 0, "operations": [note(phone, visit_id)]}, headers=headers
    )
    assert (pushed.get_json()["orders"], pushed.get_json()["receipts"][0]["verdict"]) == (["update"], "applied")
    pulled = client.post("/api/v1/sync/pull", json={"schema": 0, "view": 0}, headers=headers)
    assert (pulled.status_code, pulled.get_json()["orders"]) == (403, ["update"])
    assert client.post("/api/v1/sync/pull", json={"schema": 1, "view": 0}, headers=headers).status_code == 200


@pytest.mark.parametrize("instance_id", ["a\x00b", "\ud800", "x" * 5000, 7, ["uuid:1"], None])
def test_an_instance_id_that_no_database_holds_costs_no_other_operation_its_verdict(
    client: FlaskClient, phone: Phone, visit_id: uuid.UUID, instance_id: Any
) -> None:
    payload = {"instance_id": instance_id, "xml": "<data/>"}
    odd = make_operation(phone, "submission.create", "visit", visit_id, payload=payload)
    assert push(client, phone, odd, note(phone, visit_id)) == [("review", "unknown_form_version"), ("applied", None)]
