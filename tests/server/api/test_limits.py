"""Limits of the phone's interface: what floods is told to wait, and a known phone's work is never in the way of it."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from server.domain.tries import UNKNOWN_TOKENS
from server.domain.upload import MOST_OPEN_UPLOADS
from server.store.database import db
from server.store.tables import Attachment, RefusedTries, Upload
from tests.factories.borough import Phone, add_phone, add_user
from tests.factories.sent_files import SentFile

MOST = UNKNOWN_TOKENS.most


@pytest.fixture
def phone(session: Session) -> Phone:
    phone = add_phone(session, add_user(session))
    session.commit()
    return phone


@pytest.fixture
def flood(monkeypatch: pytest.MonkeyPatch, session: Session) -> None:
    """All but one of the refusals that an address has, made already."""
    session.add(RefusedTries(source="token:127.0.0.1/32", count=MOST - 1, since_at=dt.datetime.now(dt.UTC)))
    session.commit()


def push(client: FlaskClient, token: str, **more: Any) -> TestResponse:
    body = {"schema": 2, "operations": []}
    return client.post("/api/v1/sync/push", json=body, headers={"Authorization": f"Bearer {token}"}, **more)


def test_a_flood_of_unknown_tokens_is_told_to_wait(app: Flask, session: Session, flood: None) -> None:
    assert push(app.test_client(), "unknown").status_code == 429
    refused = push(app.test_client(), "unknown")
    assert refused.status_code == 429
    assert 1 <= int(refused.headers["Retry-After"]) <= 61
    assert "nothing on the phone is lost" in refused.get_json()["message"]
    elsewhere = push(app.test_client(), "unknown", environ_overrides={"REMOTE_ADDR": "198.51.100.7"})
    assert elsewhere.status_code == 401


def test_a_known_phone_is_served_from_an_address_that_floods(app: Flask, phone: Phone, flood: None) -> None:
    assert push(app.test_client(), "unknown").status_code == 429
    for token in (phone.device_token, phone.upload_ticket):
        assert push(app.test_client(), token).status_code == 200


def test_a_flood_costs_no_write_once_it_was_told_to_wait(app: Flask, flood: None) -> None:
    assert push(app.test_client(), "unknown").status_code == 429
    asked: list[str] = []
    with app.app_context():
        event.listen(db.engine, "before_cursor_execute", lambda *seen: asked.append(seen[2].split()[0]))
    assert push(app.test_client(), "another").status_code == 429
    assert set(asked) <= {"BEGIN", "SELECT"}


def test_work_of_a_known_phone_meets_no_counter(app: Flask, phone: Phone) -> None:
    asked: list[str] = []
    with app.app_context():
        event.listen(db.engine, "before_cursor_execute", lambda *seen: asked.append(seen[2]))
    assert push(app.test_client(), phone.device_token).status_code == 200
    assert asked
    assert not any("refused_tries" in words for words in asked)


def test_an_unknown_token_among_few_is_told_to_sign_in_again(app: Flask) -> None:
    refused = push(app.test_client(), "unknown")
    assert refused.status_code == 401
    assert refused.headers["WWW-Authenticate"] == "Bearer"


def announce(client: FlaskClient, phone: Phone, number: int, **metadata: str) -> TestResponse:
    file = SentFile(phone, f"photo {number}".encode())
    return client.post("/files", headers=file.announcement(**metadata))


def test_a_phone_that_begins_files_and_finishes_none_is_told_to_finish_some(
    app: Flask, session: Session, phone: Phone
) -> None:
    client = app.test_client()
    assert {announce(client, phone, number).status_code for number in range(MOST_OPEN_UPLOADS)} == {201}
    refused = announce(client, phone, MOST_OPEN_UPLOADS)
    assert (refused.status_code, refused.headers["Retry-After"]) == (429, "60")
    assert "send the rest of those first" in refused.get_json()["message"]
    assert session.query(Attachment).count() == MOST_OPEN_UPLOADS
    other = add_phone(session, add_user(session, "Otto Other"))
    session.commit()
    assert announce(client, other, 0).status_code == 201


def test_a_file_that_was_begun_goes_on_and_makes_room_for_another(app: Flask, session: Session, phone: Phone) -> None:
    client = app.test_client()
    begun = SentFile(phone, b"begun first")
    assert client.post("/files", headers=begun.announcement()).status_code == 201
    for number in range(MOST_OPEN_UPLOADS - 1):
        announce(client, phone, number)
    assert announce(client, phone, 200).status_code == 429
    assert client.post("/files", headers=begun.announcement()).status_code == 201
    session.query(Upload).filter_by(attachment_id=begun.attachment_id).update({"expires_at": dt.datetime.now(dt.UTC)})
    session.commit()
    assert announce(client, phone, 201).status_code == 201


def test_many_open_photos_never_hold_back_a_piece_of_work(app: Flask, phone: Phone) -> None:
    client = app.test_client()
    for number in range(MOST_OPEN_UPLOADS):
        announce(client, phone, number)
    file = SentFile(phone, b"{}")
    metadata = {"purpose": "operation", "op_id": str(file.attachment_id)}
    assert client.post("/files", headers=file.announcement(**metadata)).status_code == 201
    assert push(client, phone.upload_ticket).status_code == 200
