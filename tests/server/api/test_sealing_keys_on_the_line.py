"""Keys on the line: who is told which key and when, at what cost, and to whom a data key is given back."""

from __future__ import annotations

import base64
import os
import uuid
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, func, select
from sqlalchemy.orm import Session

from server.domain.password import hash_password
from server.domain.words import Role
from server.store.database import db
from server.store.tables import AuditEntry, Device, RefusedTries
from server.use_cases.open_keyring import open_keyring
from tests.factories.borough import NOW, Phone, add_phone, add_server_device, add_user, add_visit
from tests.factories.sealed import Sealer

PASSWORD = "a password of hers"
EMAIL = "olive@example.org"


@pytest.fixture
def phone(session: Session) -> Phone:
    add_server_device(session)
    add_user(session, "Dora Duty", Role.DUTY_MANAGER)
    officer = add_user(session, email=EMAIL, password_hash=hash_password(PASSWORD))
    add_visit(session, officer)
    phone = add_phone(session, officer)
    session.commit()
    return phone


@pytest.fixture
def sealer(app: Flask, phone: Phone) -> Sealer:
    return Sealer.of(open_keyring(app.config).find_current(), phone.device_id)


def sign_in(client: FlaskClient, device_id: str | None, data_key: Any = None, **more: Any) -> Any:
    device = {"device_id": device_id, "label": "Pixel", "app_version": "1", "schema": 3, "data_key": data_key} | more
    reply = client.post("/api/v1/session", json={"email": EMAIL, "password": PASSWORD, "device": device})
    assert reply.status_code == 201, reply.get_data(as_text=True)
    return reply.get_json()


def wrap(sealer: Sealer, key: bytes, user_id: uuid.UUID) -> dict[str, str]:
    data_key_id = str(uuid.uuid4())
    wrapped_key = sealer.wrap(key, f"data_key:{user_id}:{data_key_id}")
    return {"data_key_id": data_key_id, "sealing_key_id": sealer.key_id, "wrapped_key": wrapped_key}


def pull(client: FlaskClient, phone: Phone, **body: Any) -> Any:
    headers = {"Authorization": f"Bearer {phone.device_token}"}
    return client.post("/api/v1/sync/pull", json={"schema": 3} | body, headers=headers)


def test_a_rotation_is_told_with_the_next_reply_of_each_kind_and_both_keys_open(
    app: Flask, client: FlaskClient, phone: Phone, sealer: Sealer
) -> None:
    assert sign_in(client, None)["sealing_key"]["key_id"] == sealer.key_id
    assert "sealing_key" not in pull(client, phone, sealing_key_id=sealer.key_id).get_json()
    new = open_keyring(app.config).rotate()
    told = pull(client, phone, sealing_key_id=sealer.key_id).get_json()["sealing_key"]
    assert (told["key_id"], sign_in(client, None)["sealing_key"]) == (new, told)
    for one in (sealer, Sealer.from_wire(told, phone.device_id)):
        key = os.urandom(32)
        given = sign_in(client, phone.device_id, wrap(one, key, phone.user_id))["data_key"]
        assert base64.b64decode(given) == key


def test_the_quiet_pull_costs_no_question_more_and_stays_small(
    app: Flask, client: FlaskClient, phone: Phone, sealer: Sealer
) -> None:
    view = pull(client, phone, sealing_key_id=sealer.key_id).get_json()["view"]
    pull(client, phone, sealing_key_id=sealer.key_id, view=view)
    asked: list[str] = []
    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", lambda _c, _cursor, statement, *_: asked.append(statement))
    counts, sizes = [], []
    for body in ({"schema": 2}, {"sealing_key_id": sealer.key_id}, {"sealing_key_id": "of before"}):
        asked.clear()
        sizes.append(len(pull(client, phone, view=view, **body).data))
        counts.append(len(asked))
    assert len(set(counts)) == 1
    assert max(sizes) < 600


def test_a_forgotten_pin_gives_the_data_key_back_once_it_is_signed_in_and_keeps_nothing(
    client: FlaskClient, session: Session, phone: Phone, sealer: Sealer
) -> None:
    key = os.urandom(32)
    assert base64.b64decode(sign_in(client, phone.device_id, wrap(sealer, key, phone.user_id))["data_key"]) == key
    assert session.scalar(select(func.count()).where(AuditEntry.action == "device.data_key")) == 1
    kept = [str(value) for row in session.execute(select(Device.__table__)) for value in row]
    assert all(base64.b64encode(key).decode() not in value for value in kept)


@pytest.mark.parametrize(
    "who", ["revoked", "ended", "somebody else's", "unknown here", "named for another user", "new"]
)
def test_nobody_else_is_given_it(client: FlaskClient, session: Session, phone: Phone, sealer: Sealer, who: str) -> None:
    device_id: str | None = phone.device_id
    more: dict[str, Any] = {}
    if who == "revoked":
        session.get_one(Device, phone.device_id).revoked_at = NOW
    elif who == "ended":
        session.get_one(Device, phone.device_id).ticket_ended_at = NOW
    elif who == "somebody else's":
        device_id = add_phone(session, add_user(session, "Sten Stranger")).device_id
    elif who == "unknown here":
        device_id = str(uuid.uuid4())
    elif who == "named for another user":
        more = {"user_id": str(add_user(session, "Nina").id)}
    else:
        device_id = None
    session.commit()
    theirs = Sealer(sealer.key_id, sealer.public_key, device_id or phone.device_id)
    assert sign_in(client, device_id, wrap(theirs, os.urandom(32), phone.user_id), **more)["data_key"] is None


def test_an_id_that_a_stranger_took_over_after_a_restore_opens_nothing_of_whose_it_was(
    client: FlaskClient, session: Session, phone: Phone, sealer: Sealer
) -> None:
    lost = str(uuid.uuid4())  # of a phone that the backup did not know
    key_of_another = Sealer(sealer.key_id, sealer.public_key, lost)
    victim = add_user(session, "Nina Victim")
    session.commit()
    taken = wrap(key_of_another, os.urandom(32), victim.id)
    assert [sign_in(client, lost, taken)["data_key"] for _ in range(2)] == [None, None]


def test_the_key_of_a_piece_of_work_is_no_data_key(client: FlaskClient, phone: Phone, sealer: Sealer) -> None:
    op_id = str(uuid.uuid4())
    named = {"data_key_id": op_id, "sealing_key_id": sealer.key_id, "wrapped_key": sealer.wrap(os.urandom(32), op_id)}
    assert sign_in(client, phone.device_id, named)["data_key"] is None


def test_a_data_key_that_cannot_be_opened_costs_nobody_the_sign_in(
    app: Flask, client: FlaskClient, phone: Phone, sealer: Sealer
) -> None:
    good = wrap(sealer, os.urandom(32), phone.user_id)
    strangers = Sealer(sealer.key_id, sealer.public_key, str(uuid.uuid4()))
    odd: list[Any] = [
        "text", [], 7, {}, good | {"wrapped_key": "é"}, good | {"wrapped_key": None}, good | {"data_key_id": "\ud800"},
        good | {"data_key_id": "x" * 1000}, good | {"data_key_id": None}, good | {"data_key_id": str(uuid.uuid4())},
        good | {"sealing_key_id": "0011223344556677"}, wrap(strangers, os.urandom(32), phone.user_id), wrap(sealer, b"too short", phone.user_id),
        wrap(Sealer.stranger(phone.device_id), os.urandom(32), phone.user_id),
    ]  # fmt: skip
    assert [sign_in(client, phone.device_id, one)["data_key"] for one in odd] == [None] * len(odd)
    assert sign_in(client, phone.device_id, good)["data_key"] is not None


def test_a_wrong_password_gives_no_data_key(
    client: FlaskClient, session: Session, phone: Phone, sealer: Sealer
) -> None:
    device = {"device_id": phone.device_id, "schema": 3, "data_key": wrap(sealer, os.urandom(32), phone.user_id)}
    reply = client.post("/api/v1/session", json={"email": EMAIL, "password": "a guess", "device": device})
    assert (reply.status_code, "data_key" in reply.get_data(as_text=True)) == (401, False)
    assert session.scalars(select(RefusedTries.source)).all()


def test_without_any_key_the_server_still_answers(
    app: Flask, client: FlaskClient, phone: Phone, sealer: Sealer
) -> None:
    for path in open_keyring(app.config).list_paths():
        path.unlink()
    assert sign_in(client, phone.device_id)["sealing_key"] is None
    phone_now = pull(client, phone)
    assert phone_now.status_code in (200, 401)
