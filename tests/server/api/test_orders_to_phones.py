"""Orders to lock and to wipe, as a phone meets them: told at each contact until it says that it obeyed, over with a sign-in."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from server.domain.password import hash_password
from server.domain.words import DeviceOrder, Role
from server.store.tables import AuditEntry, Device, OrderToDevice, User
from server.use_cases.order_device import call_back, order_device
from server.use_cases.revoke_device import DeviceRefusedError, revoke_device
from tests.factories.borough import Phone, add_phone, add_server_device, add_user, add_visit
from tests.factories.operations import make_operation

PASSWORD = "a password of hers"
EMAIL = "olive@example.org"


@pytest.fixture
def phone(session: Session) -> Phone:
    add_server_device(session)
    add_user(session, "Dora Duty", Role.DUTY_MANAGER)
    phone = add_phone(session, add_user(session, email=EMAIL, password_hash=hash_password(PASSWORD)))
    session.get_one(Device, phone.device_id).schema = 3
    session.commit()
    return phone


@pytest.fixture
def boss_id(session: Session) -> uuid.UUID:
    user_id = add_user(session, "Sue Supervisor", Role.SUPERVISOR).id
    session.commit()
    return user_id


class Line:
    """The phone's requests, whole answers."""

    def __init__(self, client: FlaskClient, phone: Phone) -> None:
        self.client, self.phone, self.schema = client, phone, 3

    def push(self, *operations: Any, **state: Any) -> Any:
        body = {"schema": self.schema, "operations": operations, "state": state}
        return self._post("push", body, self.phone.upload_ticket)

    def pull(self, **state: Any) -> Any:
        return self._post("pull", {"schema": self.schema, "view": 0, "state": state}, self.phone.device_token)

    def offer(self) -> Any:
        return self._post("offer", {"schema": self.schema}, self.phone.upload_ticket)

    def sign_in(self, **more: Any) -> Any:
        device = {"device_id": self.phone.device_id, "user_id": str(self.phone.user_id), "schema": self.schema} | more
        reply = self.client.post("/api/v1/session", json={"email": EMAIL, "password": PASSWORD, "device": device})
        assert reply.status_code == 201
        words = reply.get_json()
        self.phone = Phone(words["device_id"], words["device_token"], words["upload_ticket"], self.phone.user_id)
        return words

    def _post(self, path: str, body: Any, token: str) -> Any:
        return self.client.post(f"/api/v1/sync/{path}", json=body, headers={"Authorization": f"Bearer {token}"})


@pytest.fixture
def line(client: FlaskClient, phone: Phone) -> Line:
    return Line(client, phone)


@pytest.fixture
def order(context: None, phone: Phone, boss_id: uuid.UUID) -> Any:
    """Gives one."""

    def give(kind: DeviceOrder) -> None:
        order_device(phone.device_id, kind, "left on the bus", by_id=boss_id, at=dt.datetime.now(dt.UTC))

    return give


def find_order(session: Session, kind: DeviceOrder) -> OrderToDevice:
    session.rollback()
    found = session.scalars(select(OrderToDevice).where(OrderToDevice.kind == kind)).one()
    session.expunge_all()
    session.rollback()
    return found


@pytest.mark.parametrize("kind", list(DeviceOrder))
def test_an_order_ends_reading_and_is_told_until_the_phone_says_that_it_obeyed(
    line: Line, session: Session, order: Any, kind: DeviceOrder
) -> None:
    assert line.pull().status_code == 200
    order(kind)
    refused = line.pull()
    assert (refused.status_code, refused.get_json()["orders"]) == (403, [kind])
    assert set(refused.get_json()) == {"code", "status", "message", "errors", "orders"}
    assert line.offer().get_json()["orders"] == [kind]
    assert line.push().get_json()["orders"] == [kind]
    assert find_order(session, kind).obeyed_at is None
    assert line.push(obeyed=[kind]).get_json()["orders"] == []
    assert line.push().get_json()["orders"] == []
    assert find_order(session, kind).obeyed_at is not None
    assert session.query(AuditEntry).filter_by(action=f"device.{kind}_obeyed").count() == 1
    session.rollback()
    # What it says gives no reading back: only a sign-in does.
    assert line.pull(obeyed=[kind]).get_json()["orders"] == [kind]


def test_a_locked_phone_delivers_as_ever(line: Line, session: Session, phone: Phone, order: Any) -> None:
    visit_id = add_visit(session, session.get_one(User, phone.user_id)).id
    session.commit()
    order(DeviceOrder.LOCK)
    operation = make_operation(phone, "visit.start", "visit", visit_id)
    answer = line.push(operation, unsent_count=4).get_json()
    assert (answer["receipts"][0]["verdict"], answer["orders"]) == ("applied", ["lock"])
    session.rollback()
    assert session.get_one(Device, phone.device_id).unsent_count == 4
    files = {"Authorization": f"Bearer {phone.upload_ticket}", "Tus-Resumable": "1.0.0"}
    assert line.client.post("/files", headers=files).status_code == 400  # its headers are looked at, it is not refused


@pytest.mark.parametrize("kind", list(DeviceOrder))
def test_a_sign_in_on_that_phone_ends_an_order_and_gives_reading_back(
    line: Line, session: Session, order: Any, kind: DeviceOrder
) -> None:
    order(kind)
    line.push()
    assert line.sign_in()["device_id"] == line.phone.device_id
    assert line.pull().status_code == 200
    ended = find_order(session, kind)
    assert (ended.ended_how, ended.obeyed_at, ended.ended_at is None) == ("signed_in", None, False)
    order(kind)
    assert line.pull().get_json()["orders"] == [kind]


def test_an_app_without_a_lock_confirms_a_wipe_by_signing_in_again(
    line: Line, session: Session, phone: Phone, order: Any
) -> None:
    session.get_one(Device, phone.device_id).schema = line.schema = 2
    session.commit()
    order(DeviceOrder.WIPE)
    line.sign_in()  # it was never told: nothing is known of a wipe
    assert find_order(session, DeviceOrder.WIPE).obeyed_at is None
    session.query(OrderToDevice).delete()
    session.commit()
    order(DeviceOrder.WIPE)
    assert line.push().get_json()["orders"] == ["wipe"]
    line.sign_in()
    ended = find_order(session, DeviceOrder.WIPE)
    assert ended.obeyed_at == ended.ended_at is not None


def test_a_phone_that_claims_to_obey_whatever_comes_is_not_believed_of_what_it_was_not_told(
    line: Line, session: Session, order: Any
) -> None:
    claims = {"obeyed": ["wipe", "lock"]}
    assert line.push(**claims).get_json()["orders"] == []  # for an order that nobody gave
    assert session.query(OrderToDevice).count() == 0
    session.rollback()
    order(DeviceOrder.WIPE)
    assert line.push(**claims).get_json()["orders"] == ["wipe"]
    assert find_order(session, DeviceOrder.WIPE).obeyed_at is None
    assert line.push(**claims).get_json()["orders"] == []


@pytest.mark.parametrize("odd", ["wipe", {"wipe": True}, [["wipe"], 7, None, "burn"], None, ["WIPE"]])
def test_odd_words_about_obeying_say_nothing(line: Line, session: Session, order: Any, odd: Any) -> None:
    order(DeviceOrder.WIPE)
    line.push()
    answer = line.push(obeyed=odd, unsent_count=2)
    assert (answer.status_code, answer.get_json()["orders"]) == (200, ["wipe"])
    assert find_order(session, DeviceOrder.WIPE).obeyed_at is None


def test_a_wipe_after_a_lock_is_told_first_and_a_lock_after_a_wipe_is_refused(line: Line, order: Any) -> None:
    order(DeviceOrder.LOCK)
    order(DeviceOrder.WIPE)
    assert line.push().get_json()["orders"] == ["wipe", "lock"]
    assert line.pull().get_json()["orders"] == ["wipe", "lock"]
    line.sign_in()
    order(DeviceOrder.WIPE)
    with pytest.raises(DeviceRefusedError, match="already_wiping"):
        order(DeviceOrder.LOCK)


def test_a_revoked_phone_is_told_to_wipe_for_ever_and_its_word_is_noted_once(
    context: None, line: Line, session: Session, phone: Phone, boss_id: uuid.UUID
) -> None:
    revoke_device(phone.device_id, "stolen", by_id=boss_id, at=dt.datetime.now(dt.UTC))
    assert line.push().get_json()["orders"] == ["wipe"]
    assert line.push(obeyed=["wipe"]).get_json()["orders"] == ["wipe"]
    obeyed = find_order(session, DeviceOrder.WIPE)
    assert (obeyed.obeyed_at is None, obeyed.ended_at) == (False, None)
    assert line.pull().get_json()["orders"] == ["wipe"]
    old = phone.device_id
    assert line.sign_in()["device_id"] != old
    assert line.pull().status_code == 200
    with pytest.raises(DeviceRefusedError, match="revoked"):
        call_back(old, DeviceOrder.WIPE, "found", by_id=boss_id, at=dt.datetime.now(dt.UTC))


@pytest.mark.parametrize("kind", list(DeviceOrder))
def test_a_sign_in_says_what_the_phone_has_obeyed_and_could_not_say_before(
    line: Line, session: Session, order: Any, kind: DeviceOrder
) -> None:
    order(kind)
    assert line.pull().get_json()["orders"] == [kind]
    line.sign_in(obeyed=[kind])
    ended = find_order(session, kind)
    assert (ended.obeyed_at == ended.ended_at is not None, ended.ended_how) == (True, "signed_in")
    assert session.query(AuditEntry).filter_by(action=f"device.{kind}_obeyed").count() == 1
    assert line.pull().status_code == 200


def test_a_lost_phone_that_wiped_and_goes_on_as_another_registration_has_confirmed_the_wipe_of_the_first(
    context: None, line: Line, session: Session, phone: Phone, boss_id: uuid.UUID
) -> None:
    revoke_device(phone.device_id, "stolen", by_id=boss_id, at=dt.datetime.now(dt.UTC))
    assert line.pull().get_json()["orders"] == ["wipe"]
    assert line.sign_in(obeyed=["wipe"])["device_id"] != phone.device_id
    order = find_order(session, DeviceOrder.WIPE)
    assert (order.device_id, order.obeyed_at is None, order.ended_at) == (phone.device_id, False, None)
    line.phone = phone
    assert line.push().get_json()["orders"] == ["wipe"], "a revoked phone is told for ever"


@pytest.mark.parametrize("said", [["wipe"], "wipe", {"wipe": 1}, [["wipe"], 7, None], None, 7])
def test_a_sign_in_is_not_believed_of_what_the_phone_was_not_told_and_odd_words_cost_it_nothing(
    line: Line, session: Session, order: Any, said: Any
) -> None:
    order(DeviceOrder.WIPE)
    if said != ["wipe"]:
        line.push()
    line.sign_in(obeyed=said)
    assert find_order(session, DeviceOrder.WIPE).obeyed_at is None


def test_nobody_confirms_the_order_of_a_colleagues_phone(
    client: FlaskClient, line: Line, session: Session, phone: Phone, order: Any
) -> None:
    add_user(session, "Nina New", email="nina@example.org", password_hash=hash_password(PASSWORD))
    session.commit()
    order(DeviceOrder.WIPE)
    line.push()
    for user_id in (str(phone.user_id), None):
        device = {"device_id": phone.device_id, "user_id": user_id, "schema": 3, "obeyed": ["wipe"]}
        body = {"email": "nina@example.org", "password": PASSWORD, "device": device}
        assert client.post("/api/v1/session", json=body).status_code == 201
    assert find_order(session, DeviceOrder.WIPE).obeyed_at is None


def sign_out(client: FlaskClient, token: str) -> int:
    return client.delete("/api/v1/session", headers={"Authorization": f"Bearer {token}"}).status_code


def test_the_upload_ticket_signs_out_of_reading_alone_and_goes_on_delivering_and_hearing_orders(
    client: FlaskClient, line: Line, session: Session, phone: Phone, order: Any
) -> None:
    visit_id = add_visit(session, session.get_one(User, phone.user_id)).id
    session.commit()
    assert [sign_out(client, phone.upload_ticket) for _ in range(2)] == [204, 204]
    device = session.get_one(Device, phone.device_id)
    first = device.signed_out_at
    assert (first is None, device.device_token_hash, device.upload_ticket_hash is None) == (False, None, False)
    session.rollback()
    assert line.pull().status_code == 401
    answer = line.push(make_operation(phone, "visit.start", "visit", visit_id)).get_json()
    assert answer["receipts"][0]["verdict"] == "applied"
    # Whoever copied the ticket has kept no order from the phone.
    order(DeviceOrder.WIPE)
    assert line.push().get_json()["orders"] == ["wipe"]
    assert sign_out(client, phone.upload_ticket) == 204
    assert line.push(obeyed=["wipe"]).get_json()["orders"] == []
    session.rollback()
    assert session.get_one(Device, phone.device_id).signed_out_at == first
    assert session.query(AuditEntry).filter_by(action="session.end_reading", user_id=None).count() == 1
    session.rollback()


def test_a_sign_out_that_comes_late_ends_no_session_that_was_begun_since(
    client: FlaskClient, line: Line, session: Session, phone: Phone
) -> None:
    line.sign_in()
    assert sign_out(client, phone.upload_ticket) == 401
    assert line.pull().status_code == 200


@pytest.mark.parametrize("token", ["upload_ticket", "device_token"])
def test_a_revoked_phone_that_signs_out_still_delivers_and_is_told_to_wipe(
    context: None, client: FlaskClient, line: Line, phone: Phone, boss_id: uuid.UUID, token: str
) -> None:
    revoke_device(phone.device_id, "stolen", by_id=boss_id, at=dt.datetime.now(dt.UTC))
    assert sign_out(client, getattr(phone, token)) == 204
    assert line.push().get_json()["orders"] == ["wipe"]


def test_signing_out_ends_what_can_no_longer_reach_the_phone(
    client: FlaskClient, line: Line, session: Session, phone: Phone, order: Any
) -> None:
    order(DeviceOrder.LOCK)
    headers = {"Authorization": f"Bearer {phone.device_token}"}
    assert client.delete("/api/v1/session", headers=headers).status_code == 204
    assert find_order(session, DeviceOrder.LOCK).ended_how == "signed_out"
    assert session.get_one(Device, phone.device_id).signed_out_at is not None
    session.rollback()
    with pytest.raises(DeviceRefusedError, match="signed_out"):
        order(DeviceOrder.LOCK)
    line.sign_in()
    assert session.get_one(Device, phone.device_id).signed_out_at is None


def test_the_session_says_after_how_many_hours_reading_lapses(line: Line) -> None:
    assert line.sign_in()["reading_lapses_after_hours"] == 72


def test_a_colleague_on_the_same_phone_has_a_registration_of_their_own_that_names_the_first(
    client: FlaskClient, session: Session, phone: Phone
) -> None:
    add_user(session, "Nina New", email="nina@example.org", password_hash=hash_password(PASSWORD))
    session.commit()

    def sign_in(user_id: uuid.UUID) -> Device:
        device = {"device_id": phone.device_id, "user_id": str(user_id), "schema": 3}
        body = {"email": "nina@example.org", "password": PASSWORD, "device": device}
        words = client.post("/api/v1/session", json=body).get_json()
        session.rollback()
        return session.get_one(Device, words["device_id"])

    beside = sign_in(phone.user_id)
    assert (beside.id != phone.device_id, beside.beside_device_id) == (True, phone.device_id)
    assert sign_in(uuid.uuid4()).beside_device_id is None  # it is not whom she says it is of
