"""What comes sealed and opens with no key costs few tries and one alert for a phone; no piece and no readable alert is lost in it."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from server.domain import sealing
from server.domain.sealers import MOST_VAIN_TRIES
from server.keyring import Keyring
from server.store import devices
from server.store.tables import Alert, AlertPiece, AuditEntry, Operation, User
from server.use_cases import find_sealers
from server.use_cases.acknowledge_alert import acknowledge_alert
from server.use_cases.open_byte_store import open_byte_store
from server.use_cases.open_kept_work import open_kept_work
from tests.factories.borough import NOW, Phone, add_phone
from tests.factories.sealed import Sealer, seal_file
from tests.factories.sent_files import SentFile
from tests.factories.sync_line import count, find, note, push

KEPT = ("review", "cannot_be_opened")


@pytest.fixture
def nobodys(keyring: Keyring) -> Sealer:
    """The council's true key, and a device that nobody has: its work opens at no registration."""
    return Sealer.of(keyring.find_current(), str(uuid.uuid4()))


@pytest.fixture
def tries(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was done so far: "key" for each try to open one, "devices" for each reading of an officer's registrations."""
    done: list[str] = []
    open_hpke, list_device_ids = sealing.open_hpke, devices.list_device_ids

    def open_one(*arguments: Any) -> bytes:
        done.append("key")
        return open_hpke(*arguments)

    def list_devices(*arguments: Any) -> list[str]:
        done.append("devices")
        return list_device_ids(*arguments)

    monkeypatch.setattr(sealing, "open_hpke", open_one)
    monkeypatch.setattr(find_sealers, "list_device_ids", list_devices)
    return done


def add_registrations(session: Session, phone: Phone, number: int = 19) -> list[Phone]:
    phones = [add_phone(session, session.get_one(User, phone.user_id)) for _ in range(number)]
    session.commit()
    return phones


def alerts(session: Session) -> list[tuple[str, int]]:
    """(kind, pieces it counts) of each, in the order in which they were raised."""
    session.rollback()
    counted = select(func.count()).where(AlertPiece.alert_id == Alert.id).scalar_subquery()
    return [(kind, pieces) for kind, pieces in session.execute(select(Alert.kind, counted).order_by(Alert.raised_at))]


def open_kept(app: Flask, keyring: Keyring) -> int:
    with app.app_context():
        return open_kept_work(open_byte_store(app.config), keyring, now=dt.datetime.now(dt.UTC)).operations


def test_a_hundred_that_open_at_none_of_twenty_registrations_cost_two_tries_each(
    client: FlaskClient, session: Session, phone: Phone, visit_id: uuid.UUID, nobodys: Sealer, tries: list[str]
) -> None:
    add_registrations(session, phone)
    assert push(client, phone, *(nobodys.seal(note(phone, visit_id)) for _ in range(100))) == [KEPT] * 100
    assert (tries.count("key"), tries.count("devices")) == (100 + MOST_VAIN_TRIES, 1)
    assert alerts(session) == [("unreadable", 100)]


def test_work_of_an_earlier_registration_costs_two_tries_each_once_it_is_known_which(
    client: FlaskClient, session: Session, phone: Phone, visit_id: uuid.UUID, keyring: Keyring, tries: list[str]
) -> None:
    earlier = Sealer.of(keyring.find_current(), add_registrations(session, phone)[0].device_id)
    verdicts = push(client, phone, *(earlier.seal(note(phone, visit_id)) for _ in range(50)))
    assert verdicts == [("applied", None)] * 50
    assert tries.count("key") <= 2 * 50 + 20
    assert tries.count("devices") == 1


def test_good_work_behind_junk_is_opened_by_the_worker_and_the_junk_is_given_up(
    app: Flask, client: FlaskClient, session: Session, phone: Phone, visit_id: uuid.UUID, keyring: Keyring,
    nobodys: Sealer,
) -> None:  # fmt: skip
    earlier = Sealer.of(keyring.find_current(), add_registrations(session, phone)[0].device_id)
    junk, good = [note(phone, visit_id) for _ in range(6)], note(phone, visit_id)
    assert push(client, phone, *map(nobodys.seal, junk), earlier.seal(good)) == [KEPT] * 7
    assert open_kept(app, keyring) == 1
    assert find(session, good).verdict == "applied"
    details = [find(session, one).verdict_detail for one in junk]
    assert details == [{"problem": "tampered"}] * 6
    assert count(session, Operation) == 7


def test_a_phone_whose_key_is_lost_raises_one_alert_that_counts_every_piece_once(
    client: FlaskClient, session: Session, phone: Phone, visit_id: uuid.UUID
) -> None:
    lost = Sealer.stranger(phone.device_id)
    first, second = [[lost.seal(note(phone, visit_id)) for _ in range(number)] for number in (3, 4)]
    push(client, phone, *first)
    push(client, phone, *first)
    assert alerts(session) == [("unreadable", 3)]
    push(client, phone, *first, *second)
    operation = note(phone, visit_id)
    as_file = seal_file(lost, phone, SentFile(phone, b"{}", uuid.UUID(operation["op_id"])))
    client.post("/files", headers=as_file.announcement(purpose="operation", op_id=operation["op_id"]))
    client.patch(as_file.sent.path, data=as_file.sent.content, headers=as_file.sent.patch_headers(0))
    assert alerts(session) == [("unreadable", 8)]
    counted = set(session.scalars(select(AlertPiece.op_id)))
    assert counted == {uuid.UUID(str(one["op_id"])) for one in (*first, *second, operation)}
    audited = select(AuditEntry.fields).where(AuditEntry.action == "alert.count").order_by(AuditEntry.id)
    assert [fields["pieces"]["new"] for fields in session.scalars(audited)] == [3, 4, 1]


def test_what_comes_after_somebody_has_acknowledged_it_or_a_day_later_or_from_another_phone_is_an_alert_anew(
    app: Flask, client: FlaskClient, session: Session, phone: Phone, visit_id: uuid.UUID
) -> None:
    def send(sender: Phone) -> None:
        push(client, sender, Sealer.stranger(sender.device_id).seal(note(sender, visit_id)))

    send(phone)
    alert_id = session.scalars(select(Alert.id)).one()
    session.rollback()
    with app.app_context():
        acknowledge_alert(alert_id, "Ringing her", by_id=phone.user_id, at=NOW)
    send(phone)
    send(phone)
    assert alerts(session) == [("unreadable", 1), ("unreadable", 2)]
    open_one = session.scalars(select(Alert).where(Alert.acknowledged_at.is_(None))).one()
    open_one.raised_at -= dt.timedelta(days=1)
    session.commit()
    send(phone)
    other = add_registrations(session, phone, 1)[0]
    send(other)
    assert sorted(alerts(session)) == [("unreadable", 1)] * 3 + [("unreadable", 2)]


@pytest.mark.parametrize("headers", [[{"kind": "deceased"}], {"kind": "deceased"}, [{"kind": "deceased"}, "nonsense"]])
def test_an_alert_that_can_be_read_beside_what_cannot_is_counted_in_none(
    client: FlaskClient, session: Session, phone: Phone, visit_id: uuid.UUID, headers: object
) -> None:
    lost = Sealer.stranger(phone.device_id)
    push(client, phone, lost.seal(note(phone, visit_id)))
    sealed = lost.seal(note(phone, visit_id), alerts=headers)
    push(client, phone, sealed, lost.seal(note(phone, visit_id)))
    session.rollback()
    alone = select(Alert.kind).where(Alert.op_id == uuid.UUID(str(sealed["op_id"])))
    assert "deceased" in set(session.scalars(alone))
    assert [pieces for _, pieces in alerts(session) if pieces] == [2]


def test_one_that_names_a_visit_outside_is_an_alert_of_that_visit(
    client: FlaskClient, session: Session, phone: Phone, visit_id: uuid.UUID
) -> None:
    lost = Sealer.stranger(phone.device_id)
    push(client, phone, lost.seal(note(phone, visit_id)))
    push(client, phone, lost.seal(note(phone, visit_id), entity={"type": "visit", "id": str(visit_id)}))
    session.rollback()
    assert set(session.scalars(select(Alert.visit_id))) == {None, visit_id}


def test_an_alert_inside_stands_alone_once_its_key_is_back(
    app: Flask, client: FlaskClient, session: Session, phone: Phone, visit_id: uuid.UUID, keyring: Keyring,
    sealer: Sealer,
) -> None:  # fmt: skip
    kept = keyring.list_kept()
    for path in keyring.list_paths():
        path.unlink()
    keyring.prepare()
    concern = {"alert_id": str(uuid.uuid4()), "kind": "safeguarding", "node": None}
    push(client, phone, sealer.seal(note(phone, visit_id)), sealer.seal(note(phone, visit_id, alerts=[concern])))
    assert alerts(session) == [("unreadable", 2)]
    for key in kept:
        keyring.add(key.pem)
    assert open_kept(app, keyring) == 2
    assert sorted(alerts(session)) == [("safeguarding", 0), ("unreadable", 2)]
