"""Administrators look after accounts: a first password that must be replaced, changes that two can make at once, and leaving."""

from __future__ import annotations

import re
import uuid
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from server.domain.words import Role
from server.store.tables import AuditEntry, Team, User
from tests.factories.borough import add_referral, add_server_device, add_team, add_user
from tests.server.office.conftest import SignIn

HERE = "/office/users"
WHO = {"name": "Nia New", "email": "Nia.New@example.org", "role": "officer", "team": "", "telephone": "07700 900123"}
CHOSEN = "quartz lantern meadow 41"


@pytest.fixture
def admin(session: Session) -> User:
    add_server_device(session)
    return add_user(session, "Ada Admin", Role.ADMINISTRATOR)


@pytest.fixture
def client(admin: User, sign_in: SignIn) -> FlaskClient:
    return sign_in(admin)


def found(session: Session, email: str = "nia.new@example.org") -> User | None:
    session.rollback()
    session.expire_all()
    user = session.scalar(select(User).where(User.email == email))
    session.rollback()
    return user


def add(client: FlaskClient, **values: str) -> Any:
    [page_id] = re.findall(r'name="page_id" value="([\w-]+)"', client.get(f"{HERE}/new").text)
    return client.post(f"{HERE}/new", data=WHO | {"page_id": page_id} | values)


def password_on(page: str) -> str:
    [password] = re.findall(r'class="doorstep-password">([\w-]+)<', page)
    return str(password)


def press(client: FlaskClient, user: User, step: str = "", **values: str) -> Any:
    return client.post(
        f"{HERE}/{user.id}{step}", data={"seen_version": str(user.version)} | values, follow_redirects=True
    )


def test_a_first_password_opens_one_page_until_its_owner_has_chosen_another(
    app: Flask, client: FlaskClient, session: Session
) -> None:
    password = password_on(add(client).text)
    user = found(session)
    assert user is not None
    page = client.get(f"{HERE}/{user.id}").text
    assert password not in page
    assert re.search(r"Added an account .*, by Ada Admin", page)
    phone = {"email": WHO["email"], "password": password}
    registering = {"device": {"device_id": None, "label": "a", "app_version": "1", "schema": 3}}
    assert app.test_client().post("/api/v1/session", json=phone | registering).status_code == 403
    own = app.test_client()
    assert own.post("/office/sign-in", data=phone).status_code == 303
    assert own.get("/office/visits").headers["Location"] == "/office/password"
    refused = own.post("/office/password", data={"old": password, "new": "doorstep", "again": "doorstep"})
    assert (refused.status_code, "at least 12" in refused.text) == (422, True)
    assert own.post("/office/password", data={"old": password, "new": CHOSEN, "again": CHOSEN}).status_code == 303
    assert own.get("/office/visits").status_code == 200
    assert app.test_client().post("/office/sign-in", data=phone).status_code == 401


def test_of_two_administrators_the_second_is_told_and_nothing_is_lost(client: FlaskClient, session: Session) -> None:
    add(client)
    user = found(session)
    assert user is not None
    changed = press(client, user, **WHO | {"role": "supervisor"})
    assert "Role: “officer” became “supervisor”" in changed.text
    late = press(client, user, **WHO | {"name": "Nora New"})
    assert (late.status_code, "Somebody changed this account" in late.text) == (409, True)
    assert 'value="Nia New"' in late.text
    assert press(client, user, "/end").status_code == 409


def test_the_last_administrator_stays_one(client: FlaskClient, session: Session, admin: User) -> None:
    own = {"name": admin.name, "email": admin.email, "role": "officer", "team": "", "telephone": ""}
    reply = press(client, admin, **own)
    assert (reply.status_code, "last administrator" in reply.text) == (422, True)
    reply = press(client, admin, "/end")
    assert (reply.status_code, "last administrator" in reply.text) == (409, True)
    other = add_user(session, "Abe Admin", Role.ADMINISTRATOR)
    session.commit()
    assert press(client, other, "/end").status_code == 200
    assert press(client, admin, "/end").status_code == 409


def test_whoever_has_left_is_signed_out_and_can_come_back_with_another_first_password(
    client: FlaskClient, session: Session, sign_in: SignIn
) -> None:
    team = add_team(session, "Food hub")
    officer = add_user(session, "Olive Officer", team_id=team.id)
    theirs = sign_in(officer)
    assert "is taken in for 30 days" in client.get(f"{HERE}/{officer.id}/end").text
    assert "The account is ended." in press(client, officer, "/end").text
    assert theirs.get("/office/visits").status_code == 303
    ended = found(session, officer.email)
    assert ended is not None
    assert ended.left_at is not None
    assert "Olive Officer" in client.post(HERE, data={"state": "left"}, follow_redirects=True).text
    assert "Olive Officer" not in client.get(HERE).text
    session.get_one(Team, team.id).active = False  # which a team with nobody in it can be meanwhile
    session.commit()
    assert password_on(press(client, ended, "/reopen").text)
    back = found(session, officer.email)
    assert back is not None
    assert (back.active, back.left_at, back.team_id) == (True, None, None)
    assert "Team: “Food hub” became “nothing”" in client.get(f"{HERE}/{officer.id}").text


def test_a_button_pressed_twice_adds_one_and_what_is_wrong_is_said_at_its_field(
    client: FlaskClient, session: Session
) -> None:
    page_id = str(uuid.uuid4())
    assert [client.post(f"{HERE}/new", data=WHO | {"page_id": page_id}).status_code for _ in range(2)] == [200, 303]
    for values, words in (
        ({"name": " "}, "Enter a name"),
        ({"email": "nia"}, "Enter an email address, like"),
        ({"role": "king"}, "Choose a role"),
        ({"telephone": "ring me"}, "Enter a telephone number"),
        ({"team": str(uuid.uuid4())}, "Choose a team"),
        ({"name": "Nia Two"}, "Another account has this email address"),
    ):
        fresh = {"email": "two@example.org"} if "team" in values else {}
        reply = add(client, **fresh, **values)
        assert (reply.status_code, words in reply.text) == (422, True), values


def test_a_team_is_retired_only_when_nobody_and_nothing_is_left_with_it(
    client: FlaskClient, session: Session, admin: User
) -> None:
    page_id = str(uuid.uuid4())
    for _ in range(2):
        client.post("/office/teams/new", data={"name": "Food hub", "referral_types": ["food"], "page_id": page_id})
    session.rollback()
    team = session.scalars(select(Team)).one()
    address = f"/office/teams/{team.id}"
    member = add_user(session, "Mia Member", team_id=team.id)
    referral = add_referral(session, team)
    session.commit()

    def retire(**values: str) -> Any:
        return client.post(f"{address}/retire", data={"seen_version": "1"} | values, follow_redirects=True)

    reply = retire()
    assert (reply.status_code, "Move them to another one first" in reply.text) == (409, True)
    press(client, member, **WHO | {"email": member.email})
    reply = retire()
    assert (reply.status_code, "Choose who gets its open referral" in reply.text) == (422, True)
    assert "and 1 referral is handed on" in retire(hand_to=f"person:{admin.id}").text
    session.rollback()
    session.refresh(referral)
    assert (referral.team_id, referral.user_id) == (None, admin.id)
    assert client.post(address, data={"name": "Food", "seen_version": "1"}).status_code == 409
    session.rollback()
    entry = session.scalars(select(AuditEntry).where(AuditEntry.action == "user.change")).one()
    assert entry.fields["team"] == {"old": "Food hub", "new": None}


def test_only_administrators_change_accounts(session: Session, sign_in: SignIn, admin: User) -> None:
    pages = (HERE, f"{HERE}/{admin.id}", "/office/teams", "/office/programmes", "/office/code-lists")
    for role in (Role.SUPERVISOR, Role.BACK_OFFICE):
        client = sign_in(add_user(session, f"A {role}", role))
        assert {client.get(page).status_code for page in pages} == {200 if role is Role.SUPERVISOR else 403}
        assert client.get(f"{HERE}/new").status_code == 403
        assert press(client, admin, "/end").status_code == 403
