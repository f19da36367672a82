"""Signing in and out of the pages, with wrong tries, locks and tricks."""

from __future__ import annotations

import datetime as dt

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from server.domain.password import hash_password
from server.domain.words import Role
from server.store.tables import AuditEntry, User
from tests.factories.borough import add_user

PASSWORD = "correct horse battery"


@pytest.fixture
def supervisor(session: Session) -> User:
    """Somebody with a password."""
    user = add_user(
        session, "Sam Super", Role.SUPERVISOR, email="sam@example.org", password_hash=hash_password(PASSWORD)
    )
    session.commit()
    return user


def _try(client: FlaskClient, password: str = PASSWORD, email: str = "sam@example.org", where: str = "") -> int:
    return client.post(f"/office/sign-in{where}", data={"email": email, "password": password}).status_code


def test_a_page_asks_for_sign_in_and_leads_back_to_itself(client: FlaskClient, supervisor: User) -> None:
    asked = client.get("/office/visits?status=assigned")
    assert asked.status_code == 303
    reply = client.post(asked.headers["Location"], data={"email": " SAM@example.org ", "password": PASSWORD})
    assert reply.headers["Location"] == "/office/visits?status=assigned"
    assert client.get(reply.headers["Location"]).status_code == 200


@pytest.mark.parametrize(
    "elsewhere",
    ["https://evil.example/office/", "//evil.example/office/", "/office/\\evil.example", "/app/", "javascript:1"],
)
def test_signing_in_never_leads_to_another_site(client: FlaskClient, supervisor: User, elsewhere: str) -> None:
    reply = client.post(
        "/office/sign-in", query_string={"next": elsewhere}, data={"email": "sam@example.org", "password": PASSWORD}
    )
    assert reply.headers["Location"] == "/office/"


def test_every_failure_reads_the_same(client: FlaskClient, session: Session, supervisor: User) -> None:
    session.get_one(User, supervisor.id)
    blocked = add_user(session, email="gone@example.org", active=False, password_hash=hash_password(PASSWORD))
    nobody = add_user(session, email="sso@example.org", password_hash=None)
    session.commit()
    pages = set()
    for email, password in (
        ("sam@example.org", "wrong"),
        ("stranger@example.org", PASSWORD),
        (blocked.email, PASSWORD),
        (nobody.email, PASSWORD),
        ("sam@example.org", "x" * 5000),
    ):
        reply = client.post("/office/sign-in", data={"email": email, "password": password})
        assert reply.status_code == 401
        pages.add(reply.text.replace(email, "").split("<main")[1].split("</main")[0].split("csrf_token")[0])
    assert len(pages) == 1


def test_five_wrong_tries_lock_even_the_right_password_out_for_a_quarter_of_an_hour(
    client: FlaskClient, session: Session, supervisor: User
) -> None:
    assert [_try(client, "wrong") for _ in range(5)] == [401] * 5
    assert _try(client) == 401
    session.rollback()
    locked = session.get_one(User, supervisor.id)
    assert locked.locked_until_at is not None
    locked.locked_until_at = dt.datetime.now(dt.UTC) - dt.timedelta(seconds=1)
    session.commit()
    assert _try(client) == 303


def test_a_sign_in_that_works_forgets_the_wrong_tries_and_is_audited(
    client: FlaskClient, session: Session, supervisor: User
) -> None:
    assert [_try(client, "wrong") for _ in range(4)] + [_try(client)] == [401] * 4 + [303]
    session.rollback()
    assert session.get_one(User, supervisor.id).failed_sign_ins == 0
    assert session.query(AuditEntry).filter_by(action="session.start", user_id=supervisor.id).count() == 1


def test_signing_out_ends_the_session(client: FlaskClient, supervisor: User) -> None:
    _try(client)
    assert client.get("/office/").status_code == 200
    client.post("/office/sign-out")
    assert client.get("/office/").status_code == 303


def test_a_new_password_or_a_block_ends_sessions_that_are_open(app: Flask, session: Session, supervisor: User) -> None:
    first, second = app.test_client(), app.test_client()
    _try(first)
    session.get_one(User, supervisor.id).password_hash = hash_password("another")
    session.commit()
    assert first.get("/office/").status_code == 303
    _try(second, "another")
    session.get_one(User, supervisor.id).active = False
    session.commit()
    assert second.get("/office/").status_code == 303


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(client: FlaskClient, supervisor: User) -> None:
    reply = client.post("/office/sign-in", data={"email": "sam@example.org", "password": PASSWORD})
    cookie = next(value for value in reply.headers.getlist("Set-Cookie") if value.startswith("doorstep_session"))
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


def test_a_form_without_its_token_changes_nothing(app: Flask, supervisor: User) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    client = app.test_client()
    reply = client.post("/office/sign-in", data={"email": "sam@example.org", "password": PASSWORD})
    assert reply.status_code == 400
    assert "open too long" in reply.text
    assert client.get("/office/").status_code == 303


def test_empty_fields_are_named(client: FlaskClient) -> None:
    reply = client.post("/office/sign-in", data={})
    assert reply.status_code == 422
    assert 'href="#email"' in reply.text
    assert 'href="#password"' in reply.text
    assert "<title>Error:" in reply.text


def test_a_phone_does_not_learn_whose_address_is_locked(client: FlaskClient, supervisor: User) -> None:
    def try_on_a_phone(email: str) -> tuple[int, str]:
        reply = client.post("/api/v1/session", json={"email": email, "password": "wrong", "device": {}})
        return reply.status_code, reply.get_json()["message"]

    tries = [try_on_a_phone(email) for email in (supervisor.email, "nobody@example.org") for _ in range(6)]
    assert len(set(tries)) == 1
    assert tries[0][0] == 401
