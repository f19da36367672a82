"""A page session ends on the server: no copy of its cookie outlives sign-out, a working day, a block or a restore."""

from __future__ import annotations

import dataclasses
import datetime as dt
import time

import pytest
from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from flask.testing import FlaskClient
from itsdangerous import TimestampSigner
from sqlalchemy import event
from sqlalchemy.orm import Session

from server.app import create_app
from server.cli import end_sessions_command
from server.config import Settings
from server.domain.page_session import IDLE_LIMIT, LONGEST
from server.domain.password import hash_password
from server.domain.words import Role
from server.store.database import db
from server.store.tables import AuditEntry, PageSession, User
from server.use_cases.open_byte_store import open_byte_store
from server.use_cases.renew_epoch import renew_epoch
from tests.factories.borough import add_user
from tests.server.office.conftest import SignIn

PASSWORD = "correct horse battery"
COOKIE = "doorstep_session"


@pytest.fixture
def supervisor(session: Session) -> User:
    user = add_user(
        session, "Sam Super", Role.SUPERVISOR, email="sam@example.org", password_hash=hash_password(PASSWORD)
    )
    session.commit()
    return user


def enter(client: FlaskClient) -> str:
    """Sign in; the cookie as a thief would copy it."""
    client.post("/office/sign-in", data={"email": "sam@example.org", "password": PASSWORD})
    cookie = client.get_cookie(COOKIE)
    assert cookie is not None
    return cookie.value


def opens(app: Flask, cookie: str) -> bool:
    """Whether a browser that carries just this cookie sees a page."""
    reply = app.test_client(use_cookies=False).get("/office/", headers={"Cookie": f"{COOKIE}={cookie}"})
    return reply.status_code == 200


def test_a_copied_cookie_opens_nothing_after_sign_out(app: Flask, session: Session, supervisor: User) -> None:
    client = app.test_client()
    copy = enter(client)
    assert opens(app, copy)
    client.post("/office/sign-out")
    assert not opens(app, copy)
    assert session.query(AuditEntry).filter_by(action="page_session.end", user_id=supervisor.id).count() == 1


def test_signing_in_again_is_another_session_and_ends_the_one_before(app: Flask, supervisor: User) -> None:
    client = app.test_client()
    first = enter(client)
    second = enter(client)
    assert (opens(app, first), opens(app, second)) == (False, True)


def test_two_browsers_are_two_sessions(app: Flask, supervisor: User) -> None:
    here, there = app.test_client(), app.test_client()
    enter(here)
    enter(there)
    here.post("/office/sign-out")
    assert there.get("/office/").status_code == 200


def test_no_session_outlives_a_working_day_and_its_row_goes(app: Flask, session: Session, supervisor: User) -> None:
    client = app.test_client()
    enter(client)
    began = session.query(PageSession).one()
    began.started_at = dt.datetime.now(dt.UTC) - LONGEST
    session.commit()
    assert client.get("/office/").status_code == 303
    enter(app.test_client())
    session.rollback()
    assert session.query(PageSession).count() == 1


def test_a_desk_that_nobody_touched_is_signed_out(
    app: Flask, supervisor: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = app.test_client()
    long_ago = int(time.time() - IDLE_LIMIT.total_seconds()) - 1
    with monkeypatch.context() as then:
        then.setattr(TimestampSigner, "get_timestamp", lambda _signer: long_ago)
        left_lying = enter(client)
    assert not opens(app, left_lying)
    assert opens(app, enter(client))


def test_every_page_renews_the_time_of_a_desk_that_is_used(
    app: Flask, supervisor: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = app.test_client()
    nearly = int(time.time() - IDLE_LIMIT.total_seconds()) + 600
    with monkeypatch.context() as then:
        then.setattr(TimestampSigner, "get_timestamp", lambda _signer: nearly)
        before = enter(client)
    client.get("/office/")
    after = client.get_cookie(COOKIE)
    assert after is not None
    assert after.value != before


def test_a_forged_session_opens_nothing(app: Flask, session: Session, supervisor: User) -> None:
    token = "x" * 43
    other = Flask("other")
    other.secret_key = "another secret"
    for signed_by in (app, other):
        signer = SecureCookieSessionInterface.get_signing_serializer(app.session_interface, signed_by)  # type: ignore[arg-type]
        assert signer is not None
        for user_id in (token, str(supervisor.id), f"{supervisor.id}:0123456789abcdef", "", "y" * 5000):
            assert not opens(app, signer.dumps({"_user_id": user_id, "_fresh": True}))
    assert not opens(app, "A" * 8000)


def test_a_page_asks_once_who_somebody_is(app: Flask, supervisor: User, sign_in: SignIn) -> None:
    client = sign_in(supervisor)
    asked: list[str] = []
    with app.app_context():
        event.listen(db.engine, "before_cursor_execute", lambda *seen: asked.append(seen[2].split()[0]))
    assert client.get("/office/sign-in").status_code == 303
    assert [word for word in asked if word != "BEGIN"] == ["SELECT"]


def test_only_pages_read_and_renew_the_cookie(app: Flask, supervisor: User) -> None:
    client = app.test_client()
    enter(client)
    for address in ("/app/", "/assets/office.css", "/api/v1/openapi.json", "/healthz", "/files", "/"):
        reply = client.get(address)
        assert "Set-Cookie" not in reply.headers, address
        assert "Cookie" not in reply.headers.get("Vary", ""), address
    assert "Set-Cookie" in client.get("/office/").headers


def test_over_https_no_other_host_can_plant_or_read_the_cookies(
    app: Flask, settings: Settings, session: Session, supervisor: User
) -> None:
    secure = create_app(dataclasses.replace(settings, public_url="https://doorstep.example.org"))
    secure.config["WTF_CSRF_ENABLED"] = False
    reply = secure.test_client().post(
        "/office/sign-in",
        data={"email": "sam@example.org", "password": PASSWORD},
        base_url="https://doorstep.example.org",
    )
    cookies = {value.split("=", 1)[0]: value for value in reply.headers.getlist("Set-Cookie")}
    assert set(cookies) == {"__Host-doorstep_session", "__Host-doorstep_known_browser"}
    for value in cookies.values():
        parts = {part.strip() for part in value.split(";")[1:]}
        assert {"Secure", "HttpOnly", "Path=/"} <= parts
        assert not any(part.startswith("Domain") for part in parts)
    with secure.app_context():
        db.engine.dispose()


def test_a_maintainer_signs_one_person_out_everywhere(app: Flask, session: Session, supervisor: User) -> None:
    other = add_user(
        session, "Olga Other", Role.SUPERVISOR, email="o@example.org", password_hash=supervisor.password_hash
    )
    session.commit()
    mine = enter(app.test_client())
    client = app.test_client()
    client.post("/office/sign-in", data={"email": other.email, "password": PASSWORD})
    said = app.test_cli_runner().invoke(end_sessions_command, ["sam@example.org"])
    assert (said.exit_code, said.output) == (0, "1 page sessions ended.\n")
    assert not opens(app, mine)
    assert client.get("/office/").status_code == 200
    assert app.test_cli_runner().invoke(end_sessions_command, ["nobody@example.org"]).exit_code == 1
    assert app.test_cli_runner().invoke(end_sessions_command, []).exit_code == 2
    assert app.test_cli_runner().invoke(end_sessions_command, ["--everybody"]).output == "1 page sessions ended.\n"
    assert client.get("/office/").status_code == 303


def test_a_restored_database_has_nobody_signed_in(app: Flask, supervisor: User) -> None:
    cookie = enter(app.test_client())
    with app.app_context():
        renew_epoch(open_byte_store(app.config), now=dt.datetime.now(dt.UTC))
    assert not opens(app, cookie)
