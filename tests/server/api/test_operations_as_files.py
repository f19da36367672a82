"""An operation too large for a push comes as a file and ends like any other: once, with a verdict, its bytes gone."""

from __future__ import annotations

import json
import uuid
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from server.domain.upload import MOST_OPERATION_BYTES
from server.domain.words import Role
from server.store.database import new_id
from server.store.office_visit import list_photos
from server.store.tables import Alert, Attachment, Operation, OperationClash, User, Visit
from server.use_cases import receive_operation_file as receiving
from server.use_cases.open_byte_store import open_byte_store
from server.use_cases.sweep_uploads import sweep_uploads
from tests.factories.borough import NOW, Phone, add_phone, add_server_device, add_user, add_visit
from tests.factories.operations import make_operation
from tests.factories.sent_files import SentFile


@pytest.fixture
def visit(session: Session) -> Visit:
    add_server_device(session)
    add_user(session, "Dora Duty", Role.DUTY_MANAGER)
    visit = add_visit(session, add_user(session))
    session.commit()
    return visit


@pytest.fixture
def phone(session: Session, visit: Visit) -> Phone:
    phone = add_phone(session, session.get_one(User, visit.officer_id))
    session.commit()
    return phone


def send(client: FlaskClient, sent: SentFile) -> Any:
    """Announce and send the whole file; the last reply."""
    metadata = {"purpose": "operation", "op_id": str(sent.attachment_id)}
    created = client.post("/files", headers=sent.announcement(**metadata))
    assert created.status_code == 201, created.get_data(as_text=True)
    return client.patch(sent.path, data=sent.content, headers=sent.patch_headers(0))


def large_note(phone: Phone, visit: Visit, **more: Any) -> dict[str, Any]:
    return make_operation(
        phone, "note.add", "visit", visit.id, payload={"text": "A long one.", "drawn": "é" * 200_000}, **more
    )


def as_file(phone: Phone, operation: dict[str, Any]) -> SentFile:
    return SentFile(phone, json.dumps(operation).encode(), uuid.UUID(operation["op_id"]))


def look(session: Session, query: Select[Any]) -> list[Any]:
    """What the query finds now, leaving no snapshot open."""
    session.rollback()
    found = list(session.scalars(query))
    session.expunge_all()
    session.rollback()
    return found


def left_bytes(app: Flask) -> list[Path]:
    return [path for path in Path(app.config["ATTACHMENTS_FOLDER"]).rglob("*") if path.is_file()]


def test_it_is_decided_like_a_pushed_one_and_its_bytes_are_not_kept_twice(
    app: Flask, client: FlaskClient, session: Session, phone: Phone, visit: Visit
) -> None:
    operation = large_note(phone, visit)
    sent = as_file(phone, operation)
    reply = send(client, sent)
    assert (reply.status_code, reply.headers["Doorstep-Received"]) == (204, f"sha256={sent.true_sha256}")
    stored = look(session, select(Operation))[0]
    assert (str(stored.op_id), stored.verdict, stored.told_at) == (operation["op_id"], "applied", None)
    assert stored.envelope["payload"] == operation["payload"]
    assert left_bytes(app) == []
    body = {"operations": [operation | {"payload": {"text": "short"}}]}
    headers = {"Authorization": f"Bearer {phone.device_token}"}
    verdicts = client.post("/api/v1/sync/pull", json={"view": 0}, headers=headers).get_json()["verdicts"]
    assert [(verdict["op_id"], verdict["verdict"]) for verdict in verdicts] == [(operation["op_id"], "applied")]
    receipt = client.post("/api/v1/sync/push", json=body, headers=headers).get_json()["receipts"][0]
    assert receipt["reason"] == "other_content"


def test_sending_it_again_says_received_and_changes_nothing(
    client: FlaskClient, session: Session, phone: Phone, visit: Visit
) -> None:
    sent = as_file(phone, large_note(phone, visit))
    send(client, sent)
    again = client.post("/files", headers=sent.announcement(purpose="operation", op_id=str(sent.attachment_id)))
    head = client.head(sent.path, headers=sent.headers())
    assert again.headers["Doorstep-Received"] == head.headers["Doorstep-Received"] == f"sha256={sent.true_sha256}"
    assert len(look(session, select(Operation))) == 1
    assert look(session, select(OperationClash)) == []


@pytest.mark.parametrize(
    "content", [b"\xff\x00 not JSON", b"[1, 2]", b'"a text"', b'{"op_id": "another"}', b'{"a": NaN}', b""]
)
def test_bytes_that_are_no_operation_are_kept_in_review_with_an_alert(
    client: FlaskClient, session: Session, phone: Phone, content: bytes
) -> None:
    sent = SentFile(phone, content, new_id())
    metadata = {"purpose": "operation", "op_id": str(sent.attachment_id)}
    created = client.post("/files", headers=sent.announcement(**metadata))
    reply = client.patch(sent.path, data=content, headers=sent.patch_headers(0)) if content else created
    assert "Doorstep-Quarantined" not in reply.headers
    assert reply.headers["Doorstep-Received"] == f"sha256={sent.true_sha256}"
    stored = look(session, select(Operation))[0]
    assert (stored.op_id, stored.verdict, stored.verdict_reason) == (sent.attachment_id, "review", "wrong_shape")
    wants_alert = not content.startswith(b'{"op_id')
    assert [alert.kind for alert in look(session, select(Alert))] == ["unreadable"] * wants_alert


def test_an_alert_that_it_carries_is_open(client: FlaskClient, session: Session, phone: Phone, visit: Visit) -> None:
    alert = {"alert_id": str(uuid.uuid4()), "kind": "emergency_999", "node": None}
    send(client, as_file(phone, large_note(phone, visit, alerts=[alert])))
    assert [str(found) for found in look(session, select(Alert.id))] == [alert["alert_id"]]


def test_one_longer_than_ten_megabytes_is_refused_in_words(client: FlaskClient, phone: Phone) -> None:
    sent = SentFile(phone, b"x", new_id())
    headers = sent.announcement(purpose="operation", op_id=str(sent.attachment_id))
    reply = client.post("/files", headers=headers | {"Upload-Length": str(MOST_OPERATION_BYTES + 1)})
    assert reply.status_code == 413
    assert "larger than the council takes" in reply.get_json()["message"]


def test_damaged_bytes_are_asked_for_again_and_never_quarantined(
    app: Flask, client: FlaskClient, session: Session, phone: Phone, visit: Visit
) -> None:
    operation = large_note(phone, visit)
    good = as_file(phone, operation)
    damaged = SentFile(phone, good.content[:-1] + b" ", good.attachment_id, sha256=good.true_sha256)
    reply = send(client, damaged)
    assert reply.status_code == 410
    assert look(session, select(Operation)) == []
    assert left_bytes(app) == []
    assert send(client, good).headers["Doorstep-Received"] == f"sha256={good.true_sha256}"
    assert look(session, select(Operation.verdict))[0] == "applied"
    assert look(session, select(Attachment.quarantine_reason))[0] is None


def test_what_a_crash_left_after_the_last_byte_is_taken_in_by_the_worker(
    app: Flask, client: FlaskClient, session: Session, phone: Phone, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent = as_file(phone, large_note(phone, visit))

    def crash(*_: Any, **__: Any) -> None:
        raise KeyboardInterrupt

    for step in ("push_operations", "_finish"):
        with monkeypatch.context() as patched:
            patched.setattr(receiving, step, crash)
            with pytest.raises(KeyboardInterrupt):
                send(client, sent) if step == "push_operations" else client.head(sent.path, headers=sent.headers())
    with app.app_context():
        sweep_uploads(open_byte_store(app.config), now=NOW)
    assert client.head(sent.path, headers=sent.headers()).headers["Doorstep-Received"]
    assert look(session, select(Operation.verdict))[0] == "applied"
    assert left_bytes(app) == []


def test_another_phone_cannot_see_it_and_an_unknown_purpose_is_refused(
    client: FlaskClient, session: Session, phone: Phone, visit: Visit
) -> None:
    sent = as_file(phone, large_note(phone, visit))
    send(client, sent)
    session.rollback()
    other = add_phone(session, add_user(session, "Oscar Other"))
    session.commit()
    assert client.head(sent.path, headers=SentFile(other, b"", sent.attachment_id).headers()).status_code == 404
    assert client.post("/files", headers=sent.announcement(purpose="medicine")).status_code == 400


def test_an_officer_goes_on_with_a_file_under_a_newer_registration(
    client: FlaskClient, session: Session, phone: Phone, visit: Visit
) -> None:
    sent = as_file(phone, large_note(phone, visit))
    metadata = {"purpose": "operation", "op_id": str(sent.attachment_id)}
    client.post("/files", headers=sent.announcement(**metadata))
    client.patch(sent.path, data=sent.content[:1000], headers=sent.patch_headers(0))
    session.rollback()
    newer = add_phone(session, session.get_one(User, phone.user_id))
    session.commit()
    mine = SentFile(newer, sent.content, sent.attachment_id)
    assert client.post("/files", headers=mine.announcement(**metadata)).headers["Upload-Offset"] == "1000"
    rest = client.patch(mine.path, data=sent.content[1000:], headers=mine.patch_headers(1000))
    assert rest.headers["Doorstep-Received"] == f"sha256={sent.true_sha256}"


def test_it_is_a_photo_of_nothing_whatever_its_announcement_says(
    client: FlaskClient, session: Session, phone: Phone, visit: Visit
) -> None:
    sent = as_file(phone, large_note(phone, visit))
    metadata = {"purpose": "operation", "op_id": str(sent.attachment_id), "visit_id": str(visit.id)}
    client.post("/files", headers=sent.announcement(**metadata, instance_id="uuid:somebodys", node="/photo"))
    reply = client.patch(sent.path, data=sent.content, headers=sent.patch_headers(0))
    assert reply.headers["Doorstep-Received"] == f"sha256={sent.true_sha256}"
    assert list_photos(session, visit.id, ["uuid:somebodys"]) == []
