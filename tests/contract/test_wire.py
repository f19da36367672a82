"""The golden messages of tests/contract/wire: what a phone sends and the server's very answer. vitest reads the same files."""

from __future__ import annotations

import base64
import datetime as dt
import json
import uuid
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from server.domain.password import hash_password
from server.domain.token import hash_token
from server.domain.words import Role, VisitStatus
from server.store.tables import (
    Address,
    Alert,
    AlertPiece,
    Attachment,
    Case,
    Conflict,
    ConflictSide,
    Device,
    OrderToDevice,
    Resident,
    User,
    Visit,
)
from server.use_cases.open_keyring import open_keyring
from tests.factories.borough import (
    NOW,
    add_case,
    add_programme,
    add_resident,
    add_server_device,
    add_user,
    add_visit,
)
from tests.factories.sealed import Sealer

WIRE = Path(__file__).parent / "wire"
HEADERS = {"Authorization": "Bearer the token of the contract"}


def read(name: str) -> Any:
    return json.loads((WIRE / name).read_text())


@pytest.fixture(autouse=True)
def borough(session: Session) -> None:
    named = read("borough.json")
    ids = {key: uuid.UUID(value) for key, value in named.items() if key.endswith("_id")}
    add_server_device(session)
    add_user(session, "Dora Duty", Role.DUTY_MANAGER)
    officer = add_user(session)
    session.add(
        Device(
            id=named["device_id"],
            user_id=officer.id,
            label="a phone",
            registered_at=NOW,
            device_token_hash=hash_token("the token of the contract"),
        )
    )
    session.add(Address(id=ids["address_id"], match_key="1", lines=["1 Test Street"], postcode="ZZ99 3WZ"))
    session.flush()
    add_resident(session, id=ids["resident_id"], address_id=ids["address_id"], date_of_birth=None)
    add_case(
        session,
        session.get_one(Resident, ids["resident_id"]),
        id=ids["case_id"],
        programme_id=add_programme(session, "contract").id,
    )
    add_visit(
        session,
        officer,
        session.get_one(Case, ids["case_id"]),
        id=ids["visit_id"],
        status=VisitStatus.STARTED,
        planned_on=dt.date(2026, 11, 23),
    )
    session.commit()


@pytest.mark.parametrize("name", ["push.json", "commands.json", "locked.json", "photos.json"])
def test_a_push_is_answered_as_the_contract_says(client: FlaskClient, name: str) -> None:
    message = read(name)
    answer = client.post("/api/v1/sync/push", json=message["request"], headers=HEADERS).get_json()
    assert set(answer) - {"sealing_key"} == {"server_epoch", "server_time", "receipts", "orders"}
    assert {name: answer[name] for name in message["reply"]} == message["reply"]


def test_an_alert_from_a_locked_phone_is_open_without_a_visit_as_the_contract_says(
    client: FlaskClient, session: Session
) -> None:
    message = read("locked.json")
    client.post("/api/v1/sync/push", json=message["request"], headers=HEADERS)
    assert message["request"]["operations"][0]["entity"]["id"] not in {str(visit.id) for visit in session.query(Visit)}
    opened = session.scalars(select(Alert).order_by(Alert.id))
    found = [
        {"alert_id": str(one.id), "kind": one.kind, "visit_id": one.visit_id, "told_whom": one.told_whom}
        for one in opened
    ]
    assert found == message["alerts"]


def test_a_sign_in_takes_note_of_an_obeyed_order_as_the_contract_says(client: FlaskClient, session: Session) -> None:
    message = read("session.json")["sign_in"]
    device = session.get_one(Device, read("borough.json")["device_id"])
    officer = session.get_one(User, device.user_id)
    officer.password_hash = hash_password("a password of theirs")
    session.add(OrderToDevice(device_id=device.id, kind="wipe", ordered_at=NOW, told_at=NOW, reason="lost"))
    session.commit()
    said = message["device"] | {"user_id": str(officer.id)}
    body = {"email": officer.email, "password": "a password of theirs", "device": said}
    reply = client.post("/api/v1/session", json=body)
    assert (reply.status_code, sorted(reply.get_json())) == (201, message["reply"])
    session.rollback()
    order = session.scalars(select(OrderToDevice)).one()
    assert (order.obeyed_at is None, order.ended_how) == (False, "signed_in")


@pytest.mark.parametrize("token", ["upload_ticket", "device_token"])
def test_signing_out_ends_what_the_contract_says(client: FlaskClient, session: Session, token: str) -> None:
    message = read("session.json")["sign_out"][f"with_{token}"]
    ticket = "the ticket of the contract"
    session.get_one(Device, read("borough.json")["device_id"]).upload_ticket_hash = hash_token(ticket)
    session.commit()
    headers = {"device_token": HEADERS, "upload_ticket": {"Authorization": f"Bearer {ticket}"}}
    reply = client.open(message["path"], method=message["method"], headers=headers[token])
    assert reply.status_code == message["status"]
    then = {
        name: client.post("/api/v1/sync/push", json={"operations": []}, headers=sent).status_code
        for name, sent in headers.items()
    }
    assert then == message["then"]


def test_a_pull_is_answered_as_the_contract_says(client: FlaskClient) -> None:
    message = read("pull.json")
    answer = client.post("/api/v1/sync/pull", json=message["request"], headers=HEADERS).get_json()
    assert set(answer) - set(message["reply"]) == {"server_epoch", "server_time", "today_on", "window_end_on"}
    assert {name: answer[name] for name in message["reply"]} == message["reply"]


def test_a_conflict_is_told_and_settled_as_the_contract_says(client: FlaskClient, session: Session) -> None:
    message = read("conflicts.json")
    _put_conflict(session, message["open_row"])
    asked = {"device_id": message["request"]["device_id"], "view": 0, "full": True}

    def pull() -> list[dict[str, Any]]:
        rows = client.post("/api/v1/sync/pull", json=asked, headers=HEADERS).get_json()["rows"]
        return [row for row in rows if row["type"] == "conflict"]

    assert pull() == [message["open_row"]]
    answer = client.post("/api/v1/sync/push", json=message["request"], headers=HEADERS).get_json()
    assert {name: answer[name] for name in message["reply"]} == message["reply"]
    (settled,) = pull()
    for told in (settled["fields"]["resolved"], settled["fields"]["sides"][-1]):
        assert dt.datetime.fromisoformat(told["at"]) > NOW
        told["at"] = "<when it came>"
    assert settled == message["settled_row"]


def _put_conflict(session: Session, row: dict[str, Any]) -> None:
    """The conflict that the row tells of: Dora Duty's value is shown, the officer's is a side."""
    fields, (side,) = row["fields"], row["fields"]["sides"]
    dora, olive = (session.scalars(select(User).where(User.name == name)).one() for name in ("Dora Duty", side["who"]))
    conflict = Conflict(
        id=uuid.UUID(row["id"]),
        entity_type=fields["entity_type"],
        entity_id=uuid.UUID(fields["entity_id"]),
        field=fields["field"],
        base={"version": 1, "value": fields["base"]},
        theirs={
            "version": 1, "value": fields["shown"]["value"], "at": fields["shown"]["at"], "user_id": str(dora.id),
            "op_id": None,
        },
        version=row["version"],
        opened_at=dt.datetime.fromisoformat(fields["opened_at"]),
    )  # fmt: skip
    session.add(conflict)
    session.flush()
    session.add(
        ConflictSide(
            conflict_id=conflict.id,
            op_id=uuid.UUID(side["op_id"]),
            user_id=olive.id,
            device_id=read("borough.json")["device_id"],
            value={"value": side["value"]},
            made_at=dt.datetime.fromisoformat(side["at"]),
        )
    )
    session.commit()


def test_what_a_phone_says_of_itself_stands_on_the_server_as_the_contract_says(
    client: FlaskClient, session: Session
) -> None:
    named, message = read("borough.json"), read("state.json")
    for state in (message["state"], message["odd"]):
        body = {"device_id": named["device_id"], "schema": 2, "operations": [], "state": state}
        assert client.post("/api/v1/sync/push", json=body, headers=HEADERS).status_code == 200
        session.rollback()
        device = session.get_one(Device, named["device_id"])
        said = message["state"] | {"oldest_unsent_at": dt.datetime.fromisoformat(message["state"]["oldest_unsent_at"])}
        assert {name: getattr(device, name) for name in said} == said
        assert device.schema == 2


def test_an_offer_is_answered_as_the_contract_says(client: FlaskClient, session: Session) -> None:
    named, message = read("borough.json"), read("offer.json")
    pushed = {"operations": read("push.json")["request"]["operations"][:1]}
    client.post("/api/v1/sync/push", json=pushed, headers=HEADERS)
    offered = message["request"]["attachments"]
    for attachment, status in zip(offered, ("received", "receiving"), strict=False):
        session.add(
            Attachment(
                id=uuid.UUID(attachment["attachment_id"]), device_id=named["device_id"], name="a.jpg", size=5,
                content_type="image/jpeg", sha256=attachment["sha256"], status=status, created_at=NOW,
            )
        )  # fmt: skip
    session.commit()
    answer = client.post("/api/v1/sync/offer", json=message["request"], headers=HEADERS).get_json()
    assert set(answer) == {"server_epoch", "server_time", *message["reply"]}
    assert {name: answer[name] for name in message["reply"]} == message["reply"]
    session.rollback()
    assert str(session.get_one(Device, named["device_id"]).offered_epoch) == answer["server_epoch"]


@pytest.fixture
def sealing_key(app: Flask) -> None:
    """The golden files' key as the council's only one."""
    golden = json.loads((WIRE.parent / "sealing" / "by_the_server.json").read_text())
    private_key = ec.derive_private_key(int.from_bytes(base64.b64decode(golden["private_key"])), ec.SECP256R1())
    keyring = open_keyring(app.config)
    for path in keyring.list_paths():
        path.unlink()
    pem = private_key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    assert keyring.add(pem) == [golden["sealing_key"]["key_id"]]


@pytest.mark.usefixtures("sealing_key")
def test_sealed_work_is_answered_as_the_contract_says(client: FlaskClient, session: Session) -> None:
    message = read("sealed.json")["push"]
    session.get_one(Device, read("borough.json")["device_id"]).upload_ticket_hash = hash_token(
        "the ticket of the contract"
    )
    session.commit()
    headers = {"Authorization": "Bearer the ticket of the contract"}
    answer = client.post("/api/v1/sync/push", json=message["request"], headers=headers).get_json()
    assert {name: answer[name] for name in message["reply"]} == message["reply"]
    assert "sealing_key" not in answer
    alone = session.execute(select(Alert.kind, Alert.op_id))
    counted = session.execute(select(Alert.kind, AlertPiece.op_id).join(Alert, Alert.id == AlertPiece.alert_id))
    assert sorted({(kind, str(op_id)) for kind, op_id in [*alone, *counted]}) == [*map(tuple, message["alerts"])]


@pytest.mark.usefixtures("sealing_key")
@pytest.mark.parametrize("path", ["push", "pull", "offer"])
def test_a_phone_that_knows_another_key_is_told_the_councils_as_the_contract_says(
    client: FlaskClient, path: str
) -> None:
    message = read("sealed.json")["other_key"]

    def ask(**more: object) -> object:
        body = {name: value for name, value in (message["request"] | more).items() if value != "nothing"}
        body |= {"operations": []} if path == "push" else {}
        reply = client.post(f"/api/v1/sync/{path}", json=body, headers=HEADERS)
        assert reply.status_code == 200
        return reply.get_json().get("sealing_key")

    told = message["reply"]["sealing_key"]
    assert ask() == ask(sealing_key_id="nothing") == ask(sealing_key_id=None) == ask(sealing_key_id=[7]) == told
    assert ask(sealing_key_id=told["key_id"]) is None
    assert ask(sealing_key_id="nothing", schema=2) is None


@pytest.mark.usefixtures("sealing_key")
def test_a_forgotten_pin_is_answered_as_the_contract_says(client: FlaskClient, session: Session) -> None:
    message = read("sealed.json")["session"]
    device = session.get_one(Device, read("borough.json")["device_id"])
    officer = session.get_one(User, device.user_id)
    officer.password_hash = hash_password("a password of theirs")
    session.commit()
    named = message["device"]["data_key"]  # in the example for one officer, here for this one
    sealer = Sealer.from_wire(message["reply"]["sealing_key"], device.id)
    key = base64.b64decode(message["reply"]["data_key"])
    named["wrapped_key"] = sealer.wrap(key, f"data_key:{officer.id}:{named['data_key_id']}")
    body = {"email": officer.email, "password": "a password of theirs", "device": message["device"]}
    reply = client.post("/api/v1/session", json=body)
    assert reply.status_code == 201
    assert {name: reply.get_json()[name] for name in message["reply"]} == message["reply"]


@pytest.mark.usefixtures("sealing_key")
def test_a_sealed_file_is_announced_as_the_contract_says(client: FlaskClient) -> None:
    message = read("sealed.json")["file"]
    golden = json.loads((WIRE.parent / "sealing" / "by_the_server.json").read_text())["file"]
    sealed = b"".join(base64.b64decode(piece) for piece in golden["pieces"])

    def announce(metadata: dict[str, str]) -> dict[str, str]:
        encoded = ",".join(f"{key} {base64.b64encode(text.encode()).decode()}" for key, text in metadata.items())
        headers = HEADERS | {"Tus-Resumable": "1.0.0"}
        named = {"Upload-Length": str(message["upload_length"]), "Upload-Metadata": encoded}
        assert client.post("/files", headers=headers | named).status_code == 201
        path, sent = f"/files/{golden['attachment_id']}", {"Content-Type": "application/offset+octet-stream"}
        client.patch(path, data=sealed, headers=headers | sent | {"Upload-Offset": "0"})
        return dict(client.head(path, headers=headers).headers)

    unopened = dict(message["unopened"])
    told = unopened.pop("Doorstep-Unopened")
    assert announce(message["metadata"] | unopened)["Doorstep-Unopened"] == told
    assert "Doorstep-Quarantined" in announce(message["metadata"]), "opened, and no photo"


@pytest.mark.parametrize("case", read("problems.json")["cases"], ids=lambda case: case["body"][:20])
def test_a_wrong_envelope_is_refused_as_the_contract_says(client: FlaskClient, case: dict[str, Any]) -> None:
    reply = client.post(case["path"], data=case["body"], headers=HEADERS)
    problem = reply.get_json()
    assert (reply.status_code, problem["code"]) == (case["code"], case["code"])
    assert set(problem) == {"code", "status", "message", "errors"}


def test_the_description_names_every_request_of_the_api(client: FlaskClient) -> None:
    described = client.get("/api/v1/openapi.json").get_json()
    assert described["openapi"] == "3.1.0"
    assert {"/api/v1/session", "/api/v1/sync/push", "/api/v1/sync/pull", "/api/v1/sync/offer"} <= set(
        described["paths"]
    )
    page = client.get("/api/v1/").get_data(as_text=True)
    assert "/api/v1/sync/push" in page
    assert "<script" not in page
