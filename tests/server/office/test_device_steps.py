"""Locking, wiping, losing and calling back as pages: asked first, with words, audited, and by whom the table allows."""

from __future__ import annotations

import datetime as dt
import threading
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from server.domain.password import hash_password
from server.domain.words import DeviceOrder, Role
from server.store.tables import AuditEntry, Device, OrderToDevice, User
from server.use_cases.order_device import order_device
from server.use_cases.revoke_device import DeviceRefusedError
from tests.factories.borough import Phone, add_phone, add_server_device, add_user, add_visit
from tests.server.office.conftest import SignIn

STEPS = ("/lock", "/wipe", "/lost", "/revoke", "/end-ticket", "/call-back/lock", "/call-back/wipe")
ORDERING = {Role.ADMINISTRATOR, Role.SUPERVISOR, Role.DUTY_MANAGER}


@pytest.fixture
def phone(session: Session) -> Phone:
    add_server_device(session)
    phone = add_phone(session, add_user(session, "Olive Officer", telephone="07700 900123"))
    device = session.get_one(Device, phone.device_id)
    device.schema, device.registered_at = 3, dt.datetime.now(dt.UTC) - dt.timedelta(days=9)
    session.commit()
    return phone


@pytest.fixture
def desk(session: Session, sign_in: SignIn) -> Callable[[Role], FlaskClient]:
    def make(role: Role = Role.SUPERVISOR) -> FlaskClient:
        user = add_user(session, f"Some {role}", role)
        session.commit()
        browser = sign_in(user)
        session.rollback()  # SQLite lets nobody write who began to read before another wrote
        return browser

    return make


def where(phone: Phone, step: str = "") -> str:
    return f"/office/devices/{phone.device_id}{step}"


def push(client: FlaskClient, phone: Phone, **state: Any) -> list[str]:
    headers = {"Authorization": f"Bearer {phone.upload_ticket}"}
    body = {"schema": 3, "operations": [], "state": state}
    orders: list[str] = client.post("/api/v1/sync/push", json=body, headers=headers).get_json()["orders"]
    return orders


def list_audited(session: Session) -> list[str]:
    session.rollback()
    found = session.scalars(select(AuditEntry.action).where(AuditEntry.action != "device.view").order_by(AuditEntry.id))
    actions = list(found)
    session.rollback()
    return actions


def just_now(**values: str) -> dict[str, str]:
    yesterday = dt.datetime.now(dt.UTC) - dt.timedelta(days=1)
    return {"reason": "On the bus", "lost_on": f"{yesterday:%d/%m/%Y}", "lost_time": "12:00"} | values


def test_the_question_says_what_is_only_on_the_phone_and_of_which_visits(
    client: FlaskClient, session: Session, phone: Phone, desk: Any
) -> None:
    visit_id = str(add_visit(session, session.get_one(User, phone.user_id)).id)
    session.commit()
    supervisor = desk()
    assert "never been in contact" in supervisor.get(where(phone, "/lock")).text
    push(client, phone, unsent_count=3, oldest_unsent_at="2026-11-20T09:00:00Z", unsent_visit_ids=[visit_id])
    for step in STEPS[:4]:
        page = supervisor.get(where(phone, step)).text
        for words in ("3 not sent, the oldest", f"/office/visits/{visit_id}", "What will not happen", "07700 900123"):
            assert words in page, step
        assert "72 hours after its last contact" in page
    session.get_one(Device, phone.device_id).schema = 2
    session.commit()
    page = supervisor.get(where(phone, "/lock")).text
    assert ("would stay readable" in page, "At its next contact it locks" in page) == (True, False)


@pytest.mark.parametrize(("step", "is_for_good"), [("/wipe", False), ("/lost", True), ("/revoke", True)])
def test_the_question_says_what_becomes_of_a_form_that_was_begun(
    phone: Phone, desk: Any, step: str, is_for_good: bool
) -> None:
    page = desk().get(where(phone, step)).text
    assert "A form that was begun and not saved is not sent" in page
    assert ("can never be opened again" in page) == is_for_good


@pytest.mark.parametrize("kind", list(DeviceOrder))
def test_an_order_is_given_in_words_followed_on_the_page_and_called_back_while_it_is_not_obeyed(
    client: FlaskClient, session: Session, phone: Phone, desk: Any, kind: DeviceOrder
) -> None:
    supervisor = desk()
    for words, status in (("  ", 422), ("x" * 100_000, 422), ("Left in the car", 303), ("again", 422)):
        assert supervisor.post(where(phone, f"/{kind}"), data={"reason": words}).status_code == status
    page = supervisor.get(where(phone)).text
    for words in (f"{kind.capitalize()} ordered today", "not yet obeyed", "Left in the car", "has not been told"):
        assert words in page
    assert "not yet obeyed" in supervisor.get("/office/devices").text
    assert push(client, phone) == [kind]
    assert "The phone was told today" in supervisor.get(where(phone, f"/call-back/{kind}")).text
    assert supervisor.post(where(phone, f"/call-back/{kind}"), data={"reason": ""}).status_code == 422
    assert supervisor.post(where(phone, f"/call-back/{kind}"), data={"reason": "She has it"}).status_code == 303
    assert push(client, phone) == []
    assert "She has it" in supervisor.get(where(phone)).text
    supervisor.post(where(phone, f"/{kind}"), data={"reason": "Gone again"})
    push(client, phone)
    push(client, phone, obeyed=[kind])
    done = {"lock": "Locked today", "wipe": "Wiped today"}[kind]
    assert done in supervisor.get("/office/devices").text
    too_late = supervisor.post(where(phone, f"/call-back/{kind}"), data={"reason": "No"})
    assert (too_late.status_code, "nothing to call back" in too_late.text) == (422, True)
    audited = [action for action in list_audited(session) if action.startswith("device.")]
    assert audited == [f"device.{kind}", f"device.{kind}_called_back", f"device.{kind}", f"device.{kind}_obeyed"]


def test_a_phone_that_was_signed_out_over_unsent_work_is_shown_by_its_word_and_may_still_be_ordered(
    client: FlaskClient, session: Session, phone: Phone, desk: Any
) -> None:
    supervisor = desk()
    push(client, phone, unsent_count=2, oldest_unsent_at="2026-11-20T09:00:00Z")
    headers = {"Authorization": f"Bearer {phone.upload_ticket}"}
    assert client.delete("/api/v1/session", headers=headers).status_code == 204
    assert "Signed out, may still send" in supervisor.get("/office/devices").text
    page = supervisor.get(where(phone)).text
    assert "Ended: the phone said today" in page
    assert "2 not sent, the oldest" in page
    breach = supervisor.get(where(phone, "/breach")).text
    assert "as the phone says: it reported then that it was signed out" in breach
    for step in STEPS[:4]:
        assert "If that is so, nothing can be read on it" in supervisor.get(where(phone, step)).text
    assert supervisor.post(where(phone, "/wipe"), data={"reason": "To be sure"}).status_code == 303
    assert push(client, phone) == ["wipe"]
    headers = {"Authorization": f"Bearer {phone.device_token}"}
    assert client.post("/api/v1/sync/pull", json={"view": 0}, headers=headers).status_code == 401


@pytest.mark.parametrize("kind", list(DeviceOrder))
def test_an_order_that_the_sign_in_confirmed_is_told_as_obeyed(
    client: FlaskClient, session: Session, phone: Phone, desk: Any, kind: DeviceOrder
) -> None:
    supervisor = desk()
    session.get_one(User, phone.user_id).password_hash = hash_password("a password of hers")
    email = session.get_one(User, phone.user_id).email
    session.commit()
    supervisor.post(where(phone, f"/{kind}"), data={"reason": "On the bus"})
    push(client, phone)
    device = {"device_id": phone.device_id, "user_id": str(phone.user_id), "schema": 3, "obeyed": [kind]}
    body = {"email": email, "password": "a password of hers", "device": device}
    assert client.post("/api/v1/session", json=body).status_code == 201
    done = {"lock": "the phone had locked", "wipe": "the phone had wiped"}[kind]
    page = supervisor.get(where(phone)).text
    assert done in page
    assert "It has not said that it obeyed" not in page


def test_a_lost_phone_is_wiped_and_revoked_in_one_step_that_leads_to_the_breach_list(
    client: FlaskClient, session: Session, phone: Phone, desk: Any
) -> None:
    supervisor = desk()
    tomorrow, long_ago = (dt.datetime.now(dt.UTC) + dt.timedelta(days=days) for days in (1, -30))
    wrong_days = [{"lost_on": day} for day in (f"{tomorrow:%d/%m/%Y}", f"{long_ago:%d/%m/%Y}", "1/1/0001", "")]
    for odd in (*wrong_days, {"lost_time": "noon"}, {"reason": ""}):
        assert supervisor.post(where(phone, "/lost"), data=just_now(**odd)).status_code == 422
    done = supervisor.post(where(phone, "/lost"), data=just_now())
    assert (done.status_code, done.headers["Location"]) == (303, where(phone, "/breach"))
    assert "Last in its officer" in supervisor.get(where(phone)).text
    assert "Marked as lost" in supervisor.get("/office/devices").text
    assert supervisor.post(where(phone, "/lost"), data=just_now()).status_code == 422
    for step in ("/lock", "/wipe", "/call-back/wipe"):
        assert supervisor.post(where(phone, step), data={"reason": "x"}).status_code == 422
    assert push(client, phone, obeyed=["wipe"]) == ["wipe"]
    assert push(client, phone, obeyed=["wipe"]) == ["wipe"]
    assert "The phone said today" in supervisor.get(where(phone)).text
    audited = [action for action in list_audited(session) if action.startswith("device.")]
    assert audited == ["device.mark_lost", "device.revoke", "device.wipe_obeyed"]


def test_a_phone_that_was_revoked_first_may_still_be_marked_as_lost(session: Session, phone: Phone, desk: Any) -> None:
    supervisor = desk()
    supervisor.post(where(phone, "/revoke"), data={"reason": "Returned"})
    assert supervisor.post(where(phone, "/lost"), data=just_now()).status_code == 303
    session.rollback()
    device = session.get_one(Device, phone.device_id)
    assert (device.lost_at is None, device.revoked_reason) == (False, "Returned")
    assert session.query(OrderToDevice).count() == 1


def test_of_two_who_order_at_once_one_is_told_that_it_is_done(app: Flask, session: Session, phone: Phone) -> None:
    by_ids = [add_user(session, f"Sue {number}", Role.SUPERVISOR).id for number in range(4)]
    session.commit()
    outcomes: list[str] = []
    start = threading.Barrier(len(by_ids))

    def order(by_id: uuid.UUID) -> None:
        with app.app_context():
            start.wait()
            try:
                order_device(phone.device_id, DeviceOrder.WIPE, "x", by_id=by_id, at=dt.datetime.now(dt.UTC))
                outcomes.append("done")
            except DeviceRefusedError as refused:
                outcomes.append(refused.reason)

    threads = [threading.Thread(target=order, args=(by_id,)) for by_id in by_ids]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["already", "already", "already", "done"]
    assert session.query(OrderToDevice).count() == 1


def test_what_is_no_phone_takes_no_order(context: None, session: Session, phone: Phone, desk: Any) -> None:
    supervisor = desk()
    for device_id in (str(uuid.uuid4()), "server", "x", "a" * 5000):
        for step in STEPS[:4]:
            data = just_now()
            assert supervisor.post(f"/office/devices/{device_id}{step}", data=data).status_code == 404
            assert supervisor.get(f"/office/devices/{device_id}{step}").status_code == 404
    with pytest.raises(DeviceRefusedError, match="not_found"):
        order_device("server", DeviceOrder.LOCK, "x", by_id=phone.user_id, at=dt.datetime.now(dt.UTC))
    assert supervisor.get(where(phone, "/call-back/update")).status_code == 404


@pytest.mark.parametrize("role", list(Role))
def test_who_may_take_which_step(phone: Phone, desk: Any, role: Role) -> None:
    browser = desk(role)
    may_revoke = role in (Role.ADMINISTRATOR, Role.SUPERVISOR)
    allowed = dict.fromkeys(STEPS, role in ORDERING) | {"/lost": may_revoke, "/revoke": may_revoke}
    allowed["/end-ticket"] = role == Role.ADMINISTRATOR
    for step, is_allowed in allowed.items():
        assert (browser.get(where(phone, step)).status_code == 200) is is_allowed, step
        assert (browser.post(where(phone, step), data={"reason": ""}).status_code == 422) is is_allowed, step
    page = browser.get(where(phone)).text
    shown = [
        words for words in ("Lock this phone", "Wipe this phone", "Mark as lost", "Revoke this phone") if words in page
    ]
    assert len(shown) == 2 * allowed["/lock"] + 2 * may_revoke


def test_a_phone_silent_for_longer_than_the_lapse_is_shown_as_lapsed_where_its_app_can_lapse(
    session: Session, phone: Phone, desk: Any
) -> None:
    device, supervisor = session.get_one(Device, phone.device_id), desk()
    for schema, hours, words in (
        (3, 71, "Lapses by itself"), (3, 73, "Reading lapsed"), (2, 73, "Never lapses: its app is too old"),
    ):  # fmt: skip
        device.schema, device.last_contact_at = schema, dt.datetime.now(dt.UTC) - dt.timedelta(hours=hours)
        session.commit()
        assert words in supervisor.get(where(phone)).text
        assert ("Reading lapsed" in supervisor.get("/office/devices").text) is (words == "Reading lapsed")
