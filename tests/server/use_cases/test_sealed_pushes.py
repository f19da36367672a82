"""Operations that come sealed end like plain ones, once; what cannot be opened is kept, tells somebody, and harms no other."""

from __future__ import annotations

import base64
import json
import os
import uuid
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from server.domain.operation import hash_operation
from server.store.tables import Alert, AlertPiece, Operation, OperationClash, User, Visit
from server.use_cases import push_operations as pushing
from server.use_cases.decide_undecided_operations import decide_undecided_operations
from tests.factories.borough import Phone, add_phone, add_user
from tests.factories.operations import make_operation
from tests.factories.sealed import Sealer
from tests.factories.sync_line import count, find, note, push


def spoil(sealed: dict[str, Any], **parts: Any) -> dict[str, Any]:
    return sealed | {"sealed": sealed["sealed"] | parts}


def flip(text: str, place: int) -> str:
    content = bytearray(base64.b64decode(text))
    content[place] ^= 1
    return base64.b64encode(content).decode()


def test_a_sealed_operation_is_stored_opened_and_decided_like_a_plain_one(
    client: FlaskClient, session: Session, phone: Phone, visit_id: uuid.UUID, sealer: Sealer
) -> None:
    operation = note(phone, visit_id)
    assert push(client, phone, sealer.seal(operation)) == [("applied", None)]
    stored = find(session, operation)
    assert (stored.envelope, stored.payload_hash) == (operation, hash_operation(operation))
    assert (stored.kind, stored.entity_id, stored.device_seq) == ("note.add", visit_id, operation["device_seq"])
    assert (stored.sealing_key_id, count(session, Alert)) == (None, 0)


def test_what_is_taken_at_saving_counts_as_it_stands_outside(
    client: FlaskClient, session: Session, phone: Phone, visit_id: uuid.UUID, sealer: Sealer
) -> None:
    operation = note(phone, visit_id)
    within = json.dumps(operation | {"device_seq": 1, "view": 1}).encode()
    assert push(client, phone, sealer.seal_bytes(within, operation | {"device_seq": 77, "view": 5})) == [
        ("applied", None)
    ]
    stored = find(session, operation)
    assert (stored.device_seq, stored.view) == (77, 5)


@pytest.mark.parametrize("sealed_first", [True, False])
def test_sealed_and_plain_it_is_one_operation(
    client: FlaskClient, session: Session, phone: Phone, visit_id: uuid.UUID, sealer: Sealer, sealed_first: bool
) -> None:
    operation = note(phone, visit_id)
    forms = [sealer.seal(operation), operation][:: 1 if sealed_first else -1]
    assert [push(client, phone, form) for form in forms] == [[("applied", None)]] * 2
    assert push(client, phone, sealer.seal(operation), operation) == [("applied", None)] * 2
    assert (count(session, Operation), count(session, OperationClash)) == (1, 0)


def test_other_content_sealed_under_the_same_op_id_stands_apart(
    client: FlaskClient, session: Session, phone: Phone, visit_id: uuid.UUID, sealer: Sealer
) -> None:
    operation = note(phone, visit_id)
    push(client, phone, operation)
    other = operation | {"payload": {"text": "Another"}}
    assert push(client, phone, sealer.seal(other)) == [("review", "other_content")]
    session.rollback()
    assert session.scalars(select(OperationClash)).one().envelope == other


def test_a_batch_may_hold_plain_and_sealed_ones_that_stand_on_each_other(
    client: FlaskClient, session: Session, phone: Phone, visit_id: uuid.UUID, sealer: Sealer
) -> None:
    start = make_operation(phone, "visit.start", "visit", visit_id)
    told = note(phone, visit_id, after=[start["op_id"]])
    assert push(client, phone, sealer.seal(told), start) == [("applied", None)] * 2
    alert_id = str(uuid.uuid4())
    alert = note(phone, visit_id, alerts=[{"alert_id": alert_id, "kind": "safeguarding", "node": None}])
    assert push(client, phone, sealer.seal(alert)) == [("applied", None)]
    session.rollback()
    assert str(session.scalars(select(Alert.id)).one()) == alert_id


def hostile(phone: Phone, visit_id: uuid.UUID, sealer: Sealer) -> dict[str, Any]:
    """What cannot be opened, by what is wrong with it."""

    def sealed() -> dict[str, Any]:
        return sealer.seal(note(phone, visit_id))

    good, other = sealed(), sealed()
    text = good["sealed"]["ciphertext"]
    strangers = Sealer(sealer.key_id, sealer.public_key, str(uuid.uuid4()))
    return {
        "an unknown key": Sealer.stranger(phone.device_id).seal(note(phone, visit_id)),
        "sealed for another's device": strangers.seal(note(phone, visit_id)),
        "the key of another operation": spoil(sealed(), wrapped_key=other["sealed"]["wrapped_key"]),
        "a ciphertext with one bit turned": spoil(good, ciphertext=flip(text, 3)),
        "a tag with one bit turned": spoil(sealed(), ciphertext=flip(other["sealed"]["ciphertext"], -1)),
        "a truncated ciphertext": spoil(sealed(), ciphertext=base64.b64encode(base64.b64decode(text)[:-1]).decode()),
        "no ciphertext": spoil(sealed(), ciphertext=""),
        "an iv of 11 bytes": spoil(sealed(), iv=base64.b64encode(os.urandom(11)).decode()),
        "rubbish for an iv": spoil(sealed(), iv="%%%"),
        "rubbish for a wrapped key": spoil(sealed(), wrapped_key="é\ud800\x00"),
        "a point that lies on no curve": spoil(
            sealed(), wrapped_key=base64.b64encode(b"\x04" + b"\x07" * 112).decode()
        ),
        "a key_id of megabytes": spoil(sealed(), key_id="f" * 100_000),
        "a key_id that is a path": spoil(sealed(), key_id="../../secret_key"),
        "a key_id that is a list": spoil(sealed(), key_id=[1]),
        "sealed is null": sealed() | {"sealed": None},
        "sealed is a list": sealed() | {"sealed": [1, 2]},
        "no op_id": {name: value for name, value in sealed().items() if name != "op_id"},
        "an op_id that is none": sealed() | {"op_id": "nonsense\x00"},
        "a device_seq that is none": Sealer.stranger(phone.device_id).seal(note(phone, visit_id), device_seq=[2**70]),
    }


def test_what_cannot_be_opened_is_kept_as_it_came_and_no_other_of_the_batch_suffers(
    client: FlaskClient, session: Session, phone: Phone, visit_id: uuid.UUID, sealer: Sealer
) -> None:
    bad = hostile(phone, visit_id, sealer)
    good = note(phone, visit_id)
    verdicts = push(client, phone, *bad.values(), sealer.seal(good))
    assert dict(zip(bad, verdicts, strict=False)) == dict.fromkeys(bad, ("review", "cannot_be_opened"))
    assert verdicts[-1] == ("applied", None)
    assert push(client, phone, *bad.values()) == verdicts[:-1]
    session.rollback()
    kept = {
        json.dumps(row.envelope, sort_keys=True)
        for row in session.scalars(select(Operation))
        if row.verdict == "review"
    }
    assert kept == {json.dumps(one, sort_keys=True) for one in bad.values()}
    assert count(session, OperationClash) == 0
    assert session.scalars(select(Alert.kind)).all() == ["unreadable"]
    assert count(session, AlertPiece) == len(bad)


def test_a_phones_number_has_arrived_though_nobody_can_read_the_operation(
    client: FlaskClient, session: Session, phone: Phone, visit_id: uuid.UUID
) -> None:
    operation = note(phone, visit_id)
    push(client, phone, Sealer.stranger(phone.device_id).seal(operation))
    stored = find(session, operation)
    assert (stored.kind, stored.device_seq, stored.verdict_detail) == (
        "unreadable", operation["device_seq"], {"problem": "unknown_key"},
    )  # fmt: skip


@pytest.mark.parametrize("content", [b"", b"{", b"[1, 2]", b'"text"', b'{"a": NaN}', b"\xff\xfe"])
def test_what_was_sealed_and_is_no_operation_goes_to_review_with_an_alert(
    client: FlaskClient, session: Session, phone: Phone, visit_id: uuid.UUID, sealer: Sealer, content: bytes
) -> None:
    operation = note(phone, visit_id)
    assert push(client, phone, sealer.seal_bytes(content, operation)) == [("review", "wrong_shape")]
    assert "not_an_operation" in find(session, operation).envelope
    assert [alert.kind for alert in session.scalars(select(Alert))] == ["unreadable"]


def test_inside_another_device_or_op_id_is_for_a_person_and_takes_nobodys_place(
    client: FlaskClient, session: Session, phone: Phone, visit_id: uuid.UUID, sealer: Sealer
) -> None:
    theirs = note(phone, visit_id)
    push(client, phone, theirs)
    other_device, other_op_id = note(phone, visit_id, device_id=str(uuid.uuid4())), note(phone, visit_id)
    inside = json.dumps(other_op_id | {"op_id": theirs["op_id"], "alerts": [{"kind": "deceased"}]}).encode()
    verdicts = push(client, phone, sealer.seal(other_device), sealer.seal_bytes(inside, other_op_id))
    assert verdicts == [("review", "other_device"), ("review", "wrong_shape")]
    assert find(session, theirs).envelope == theirs
    assert find(session, other_op_id).envelope["not_an_operation"]["op_id"] == theirs["op_id"]
    assert [alert.kind for alert in session.scalars(select(Alert))] == ["deceased"]


def test_work_sealed_under_an_officers_earlier_registration_is_opened_for_a_person(
    client: FlaskClient, session: Session, phone: Phone, visit_id: uuid.UUID, sealer: Sealer
) -> None:
    newer = add_phone(session, session.get_one(User, phone.user_id))
    stranger = add_phone(session, add_user(session, "Sten Stranger"))
    session.commit()
    sealed = sealer.seal(note(phone, visit_id))
    assert push(client, newer, sealed) == [("review", "other_device")]
    again = sealer.seal(note(phone, visit_id))
    assert push(client, stranger, again) == [("review", "cannot_be_opened")]


def test_a_crash_between_storing_and_deciding_leaves_a_sealed_one_to_the_worker(
    app: Flask, client: FlaskClient, session: Session, phone: Phone, visit_id: uuid.UUID, sealer: Sealer,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    operation, unreadable = note(phone, visit_id), note(phone, visit_id)

    def crash(*_: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(pushing, "decide_operations", crash)
        with pytest.raises(KeyboardInterrupt):
            push(client, phone, sealer.seal(operation), Sealer.stranger(phone.device_id).seal(unreadable))
    session.rollback()
    assert [alert.kind for alert in session.scalars(select(Alert))] == ["unreadable"]
    with app.app_context():
        decide_undecided_operations(find(session, operation).received_at.replace(year=2030))
    assert find(session, operation).verdict == "applied"
    assert find(session, unreadable).verdict_reason == "cannot_be_opened"


def test_an_upload_ticket_hears_no_value_and_the_pull_tells_them(
    client: FlaskClient, session: Session, phone: Phone, visit_id: uuid.UUID, sealer: Sealer
) -> None:
    resident_id = session.get_one(Visit, visit_id).resident_id
    session.rollback()
    clash, odd = (
        make_operation(
            phone, "resident.edit", "resident", resident_id,
            fields={name: {"base_version": 0, "base_value": "07700 900009", "value": value}},
        )
        for name, value in (("mobile", "07700 900008"), ("lives_alone", "07700 900007"))
    )  # fmt: skip
    headers = {"Authorization": f"Bearer {phone.upload_ticket}"}
    body = {"operations": [sealer.seal(clash), sealer.seal(odd)]}
    reply = client.post("/api/v1/sync/push", json=body, headers=headers)
    receipts = reply.get_json()["receipts"]
    assert [receipt["verdict"] for receipt in receipts] == ["conflict", "review"]
    assert (receipts[0]["detail"]["fields"], receipts[1]["detail"]) == (["mobile"], None)
    reading = {"Authorization": f"Bearer {phone.device_token}"}
    told = client.post("/api/v1/sync/pull", json={"view": 0}, headers=reading).get_json()["verdicts"]
    assert [one["detail"] for one in told] == [find(session, one).verdict_detail for one in (clash, odd)]
    assert told[1]["detail"]["fields"]["lives_alone"]
    unlocked = client.post("/api/v1/sync/push", json=body, headers=reading).get_json()["receipts"]
    assert [one["detail"] for one in unlocked] == [one["detail"] for one in told]
