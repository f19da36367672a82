"""Wrong tries, by whom and from where: what a guesser meets, and that no stranger keeps anybody out of where they work."""

from __future__ import annotations

import dataclasses
import datetime as dt
import threading
import time
import uuid
from collections import Counter
from collections.abc import Iterator
from typing import Any

import argon2
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from server.app import create_app
from server.config import Settings
from server.domain.change_refusal import ChangeRefusedError
from server.domain.password import hash_password, is_outdated, is_password
from server.domain.tries import SIGN_INS_OF_ADDRESS
from server.domain.words import Role
from server.store.database import db
from server.store.tables import AuditEntry, RefusedTries, User
from server.use_cases.choose_password import choose_password
from tests.factories.borough import Phone, add_phone, add_user

PASSWORD = "correct horse battery"
MOST = SIGN_INS_OF_ADDRESS.most
ELSEWHERE = "198.51.100.7"


@pytest.fixture
def officer(session: Session) -> User:
    user = add_user(session, "Olive Officer", email="olive@example.org", password_hash=hash_password(PASSWORD))
    session.commit()
    return user


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fifty wrong passwords without fifty slow hashes; the right one is still checked."""
    monkeypatch.setattr(
        "server.use_cases.sign_in.is_password", lambda kept, typed: typed == PASSWORD and is_password(kept, typed)
    )


def enter(client: FlaskClient, password: str = PASSWORD, email: str = "olive@example.org", **more: Any) -> TestResponse:
    return client.post("/office/sign-in", data={"email": email, "password": password}, **more)


def from_address(address: str) -> dict[str, Any]:
    return {"environ_overrides": {"REMOTE_ADDR": address}}


def try_on_phone(
    client: FlaskClient, password: str, device_id: str | None = None, email: str = "olive@example.org", **more: Any
) -> TestResponse:
    body = {"email": email, "password": password, "device": {"device_id": device_id}}
    return client.post("/api/v1/session", json=body, **more)


def guess(client: FlaskClient, count: int, email: str = "", **more: Any) -> list[int]:
    return [
        enter(client, "wrong", email or f"nobody.{number}@example.org", **more).status_code for number in range(count)
    ]


def test_one_network_may_try_fifty_times_whatever_the_accounts(app: Flask, session: Session, officer: User) -> None:
    assert guess(app.test_client(), MOST) == [401] * MOST
    refused = enter(app.test_client())
    assert refused.status_code == 429
    assert 890 <= int(refused.headers["Retry-After"]) <= 901
    assert "Wait 15 minutes, or sign in on a computer or phone that you have signed in on before" in refused.text
    assert enter(app.test_client(), **from_address(ELSEWHERE)).status_code == 303
    audited = session.query(AuditEntry).filter_by(action="session.too_many_tries").one()
    assert audited.entity_id == "sign_in:127.0.0.1/32"


def test_a_phone_of_that_network_is_told_when_to_come_again(app: Flask, officer: User) -> None:
    client = app.test_client()
    for _ in range(MOST):
        assert try_on_phone(client, "wrong", email="nobody@example.org", **from_address(ELSEWHERE)).status_code == 401
    refused = try_on_phone(client, PASSWORD, **from_address(ELSEWHERE))
    assert refused.status_code == 429
    assert int(refused.headers["Retry-After"]) > 800
    assert "nothing on the phone is lost" in refused.get_json()["message"]
    assert try_on_phone(client, PASSWORD).status_code == 201


def test_the_wait_ends_by_itself(app: Flask, session: Session, officer: User) -> None:
    guess(app.test_client(), MOST)
    row = session.query(RefusedTries).one()
    row.blocked_until_at = dt.datetime.now(dt.UTC)
    session.commit()
    assert enter(app.test_client()).status_code == 303


def test_strangers_keep_nobody_out_of_a_browser_they_have_signed_in_on(app: Flask, officer: User) -> None:
    browser = app.test_client()
    assert enter(browser).status_code == 303
    browser.post("/office/sign-out")
    guess(app.test_client(), MOST, "olive@example.org")  # locks the account and stops the network
    assert enter(app.test_client(), **from_address(ELSEWHERE)).status_code == 401
    assert enter(app.test_client()).status_code == 429
    assert enter(browser).status_code == 303


def test_strangers_keep_nobody_out_of_a_phone_they_have_signed_in_on(
    app: Flask, session: Session, officer: User
) -> None:
    phone = add_phone(session, officer)
    session.commit()
    guess(app.test_client(), MOST, "olive@example.org")
    client = app.test_client()
    assert try_on_phone(client, PASSWORD).status_code == 429
    assert try_on_phone(client, PASSWORD, str(uuid.uuid4())).status_code == 429
    assert try_on_phone(client, PASSWORD, phone.device_id).status_code == 201


def test_a_known_browser_gives_a_guesser_five_tries_and_no_more(app: Flask, session: Session, officer: User) -> None:
    browser = app.test_client()
    enter(browser)
    browser.post("/office/sign-out")
    assert guess(browser, 5, "olive@example.org") == [401] * 5
    assert enter(browser).status_code == 401
    assert enter(app.test_client()).status_code == 303  # and its owner is not kept out elsewhere
    session.rollback()
    assert session.get_one(User, officer.id).failed_sign_ins == 0
    assert session.query(AuditEntry).filter_by(action="session.locked_out").count() == 1


def test_a_browser_is_known_to_those_who_signed_in_on_it_and_to_nobody_else(
    app: Flask, session: Session, officer: User
) -> None:
    add_user(session, "Vic Victim", email="vic@example.org", password_hash=officer.password_hash)
    session.commit()
    browser = app.test_client()
    enter(browser)
    browser.post("/office/sign-out")
    assert guess(browser, 5, "vic@example.org") == [401] * 5
    assert enter(app.test_client(), email="vic@example.org").status_code == 401  # counted as a stranger's tries


def test_no_answer_at_a_known_browser_or_phone_tells_whose_it_is_or_who_works_here(
    app: Flask, session: Session, officer: User
) -> None:
    add_user(session, "Vic Victim", email="vic@example.org", password_hash=officer.password_hash)
    phone = add_phone(session, officer)
    session.commit()
    browser = app.test_client()
    assert enter(browser).status_code == 303
    browser.post("/office/sign-out")
    guess(app.test_client(), MOST)  # the guesser stops their own network
    assert enter(app.test_client(), "wrong").status_code == 429
    emails = ("olive@example.org", "vic@example.org", "nobody@example.org")
    assert [enter(browser, "wrong", email).status_code for email in emails] == [401] * 3
    on_phone = [try_on_phone(app.test_client(), "wrong", phone.device_id, email) for email in emails]
    assert [reply.status_code for reply in on_phone] == [401] * 3
    assert len({reply.get_data() for reply in on_phone}) == 1
    assert enter(browser).status_code == 303  # and who works there is not kept out
    assert try_on_phone(app.test_client(), PASSWORD, phone.device_id).status_code == 201


def test_a_known_browser_gives_no_more_than_five_tries_at_all_other_accounts_together(
    app: Flask, session: Session, officer: User
) -> None:
    add_user(session, "Vic Victim", email="vic@example.org", password_hash=officer.password_hash)
    session.commit()
    browser = app.test_client()
    enter(browser)
    browser.post("/office/sign-out")
    assert guess(browser, 20) == [401] * 20
    assert session.query(RefusedTries).filter(RefusedTries.source.like("sign_in:%")).one().count == 5
    session.rollback()
    assert enter(browser, email="vic@example.org").status_code == 401
    assert enter(app.test_client(), email="vic@example.org").status_code == 303
    assert enter(browser).status_code == 303


def test_a_revoked_phone_is_a_strangers(app: Flask, session: Session, officer: User) -> None:
    phone = add_phone(session, officer)
    session.commit()
    revoke(session, phone)
    guess(app.test_client(), 5, "olive@example.org")
    assert try_on_phone(app.test_client(), PASSWORD, phone.device_id).status_code == 401


def revoke(session: Session, phone: Phone) -> None:
    from server.store.tables import Device

    session.get_one(Device, phone.device_id).revoked_at = dt.datetime.now(dt.UTC)
    session.commit()


def test_each_wrong_try_at_an_account_is_in_the_audit_trail_until_it_is_locked(
    app: Flask, session: Session, officer: User
) -> None:
    guess(app.test_client(), 9, "olive@example.org")
    guess(app.test_client(), 2)
    tried = session.query(AuditEntry).filter_by(entity_id=str(officer.id)).order_by(AuditEntry.id)
    assert [entry.action for entry in tried] == ["session.refused"] * 5 + ["session.locked_out"]


@pytest.mark.parametrize("cookie", ["x", "x" * 8000, "W10.aaaa.bbbb", "..", "%00"])
def test_a_forged_cookie_of_a_known_browser_knows_nobody(app: Flask, officer: User, cookie: str) -> None:
    guess(app.test_client(), 5, "olive@example.org")
    headers = {"Cookie": f"doorstep_known_browser={cookie}"}
    assert enter(app.test_client(use_cookies=False), headers=headers).status_code == 401


@pytest.fixture
def behind_a_proxy(settings: Settings) -> Iterator[Flask]:
    """One proxy in front, as in earnest."""
    app = create_app(dataclasses.replace(settings, trusted_proxies=1))
    app.config["WTF_CSRF_ENABLED"] = False
    yield app
    with app.app_context():
        db.engine.dispose()


def forwarded(*addresses: str) -> dict[str, Any]:
    return {"headers": {"X-Forwarded-For": ", ".join(addresses)}}


def test_a_spoofed_address_is_not_counted_for_another(behind_a_proxy: Flask, officer: User) -> None:
    client = behind_a_proxy.test_client()
    for number in range(MOST):
        assert (
            enter(client, "wrong", f"n{number}@example.org", **forwarded(f"10.0.0.{number}", ELSEWHERE)).status_code
            == 401
        )
    assert enter(client, **forwarded("10.9.9.9", ELSEWHERE)).status_code == 429
    assert enter(client, **forwarded(ELSEWHERE, "192.0.2.44")).status_code == 303


def test_without_a_proxy_nobody_names_their_own_address(app: Flask, officer: User) -> None:
    client = app.test_client()
    for number in range(MOST):
        assert enter(client, "wrong", f"n{number}@example.org", **forwarded(f"10.0.0.{number}")).status_code == 401
    assert enter(client, **forwarded("10.9.9.9")).status_code == 429


def test_a_hash_of_older_parameters_is_made_anew_and_open_sessions_go_on(
    app: Flask, session: Session, officer: User
) -> None:
    officer = session.get_one(User, officer.id)
    officer.password_hash = argon2.PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
    officer.role = Role.SUPERVISOR
    session.commit()
    from server.use_cases.start_page_session import start_page_session

    with app.app_context():
        token = start_page_session(officer, dt.datetime.now(dt.UTC))
    before = app.test_client()
    with before.session_transaction("/office/") as cookie:
        cookie["_user_id"] = token
    assert before.get("/office/").status_code == 200
    assert enter(app.test_client()).status_code == 303
    session.rollback()
    kept = session.get_one(User, officer.id).password_hash
    assert kept is not None
    assert not is_outdated(kept)
    assert before.get("/office/").status_code == 200
    assert enter(app.test_client()).status_code == 303


def test_of_eight_guesses_at_once_at_a_desk_left_open_five_are_looked_at(
    app: Flask, session: Session, officer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked_at: list[str] = []
    said: list[tuple[str, str]] = []

    def look(_kept: str | None, typed: str) -> bool:
        looked_at.append(typed)
        time.sleep(0.1)  # as long as a hash may take: the others have begun by then
        return typed == PASSWORD

    monkeypatch.setattr("server.use_cases.choose_password.is_password", look)

    def guess(old: str) -> None:
        with app.app_context(), pytest.raises(ChangeRefusedError) as refused:
            choose_password(officer.id, old=old, new="quartz", again="", at=dt.datetime.now(dt.UTC))
        said.append(*refused.value.mistakes.items())

    guess(PASSWORD)  # whoever is right has no try counted, though the new one is too short
    guesses = [threading.Thread(target=guess, args=[f"guess {number}"]) for number in range(8)]
    for one in guesses:
        one.start()
    for one in guesses:
        one.join()
    guess(PASSWORD)
    assert len(looked_at) == 6
    assert Counter(said) == {("new", "too_short"): 1, ("old", "wrong"): 5, ("old", "too_many_tries"): 4}
