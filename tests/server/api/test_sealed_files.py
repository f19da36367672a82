"""Files that come sealed are opened when they are whole; one that cannot be opened is kept, shown to nobody, never received."""

from __future__ import annotations

import io
import json
import os
import tracemalloc
import uuid
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy import select
from sqlalchemy.orm import Session

from server.domain.upload import MOST_OPERATION_BYTES
from server.store.office_visit import list_photos
from server.store.tables import Alert, Attachment, Operation, Upload, User
from server.use_cases import complete_upload as completing
from server.use_cases.open_byte_store import open_byte_store
from server.use_cases.open_keyring import open_keyring
from server.use_cases.sweep_uploads import sweep_uploads
from tests.factories.borough import NOW, Phone, add_visit
from tests.factories.operations import make_operation
from tests.factories.sealed import SealedFile, Sealer, seal_file, seal_pieces
from tests.factories.sent_files import SentFile, small_photo

MEGABYTE = 1024 * 1024


def photo(phone: Phone, seed: int = 1) -> SentFile:
    return SentFile(phone, small_photo(seed, size=(640, 480)))


def send(client: FlaskClient, sealed: SealedFile, **metadata: str) -> Any:
    created = client.post("/files", headers=sealed.announcement(**metadata))
    assert created.status_code == 201, created.get_data(as_text=True)
    return client.patch(sealed.sent.path, data=sealed.sent.content, headers=sealed.sent.patch_headers(0))


def head(client: FlaskClient, sealed: SealedFile) -> Any:
    return client.head(sealed.sent.path, headers=sealed.sent.headers())


def stored(session: Session, sealed: SealedFile) -> Attachment:
    session.rollback()
    session.expire_all()
    return session.get_one(Attachment, sealed.sent.attachment_id)


def test_a_sealed_photo_is_received_by_the_hash_of_its_plain_bytes_and_rests_plain(
    app: Flask, client: FlaskClient, session: Session, phone: Phone, sealer: Sealer
) -> None:
    plain = photo(phone)
    sealed = seal_file(sealer, phone, plain, piece_size=512)
    reply = send(client, sealed)
    assert (reply.status_code, reply.headers["Doorstep-Received"]) == (204, f"sha256={plain.true_sha256}")
    attachment = stored(session, sealed)
    assert (attachment.status, attachment.size, attachment.found_type) == ("received", len(plain.content), "image/jpeg")
    folder = Path(app.config["ATTACHMENTS_FOLDER"])
    assert [path.read_bytes() for path in folder.rglob("*") if path.is_file()] == [plain.content]
    again = client.post("/files", headers=sealed.announcement())
    assert again.headers["Doorstep-Received"] == f"sha256={plain.true_sha256}"


@pytest.mark.parametrize("size", [1, 63, 64, 65, 128, 1000])
def test_every_length_of_the_last_piece_fits(client: FlaskClient, phone: Phone, sealer: Sealer, size: int) -> None:
    sealed = seal_file(sealer, phone, SentFile(phone, os.urandom(size)), piece_size=64)
    assert "cannot open" not in send(client, sealed).headers.get("Doorstep-Unopened", "")
    assert "not a photo" in head(client, sealed).headers["Doorstep-Quarantined"]


def test_it_arrives_in_runs_that_cut_through_pieces(client: FlaskClient, phone: Phone, sealer: Sealer) -> None:
    plain = photo(phone)
    sealed = seal_file(sealer, phone, plain, piece_size=300)
    client.post("/files", headers=sealed.announcement())
    content, at = sealed.sent.content, 0
    for run in (1, 327, 329, 700, len(content)):
        part = content[at : at + run]
        reply = client.patch(sealed.sent.path, data=part, headers=sealed.sent.patch_headers(at))
        at += len(part)
    assert reply.headers["Doorstep-Received"] == f"sha256={plain.true_sha256}"


def test_a_submissions_photo_is_the_same_attachment_whether_it_comes_sealed_or_plain(
    client: FlaskClient, session: Session, phone: Phone, sealer: Sealer
) -> None:
    plain = photo(phone)
    sealed = seal_file(sealer, phone, plain)
    client.post("/files", headers=plain.announcement())
    client.patch(plain.path, data=plain.content[:100], headers=plain.patch_headers(0))
    begun = client.post("/files", headers=sealed.announcement())
    assert (begun.status_code, begun.headers["Upload-Offset"]) == (201, "0"), "plain and sealed bytes do not mix"
    reply = client.patch(sealed.sent.path, data=sealed.sent.content, headers=sealed.sent.patch_headers(0))
    assert reply.headers["Doorstep-Received"] == f"sha256={plain.true_sha256}"


def test_one_sealed_anew_on_its_way_begins_again_and_the_same_goes_on(
    client: FlaskClient, phone: Phone, sealer: Sealer
) -> None:
    plain = photo(phone)
    first, second = seal_file(sealer, phone, plain), seal_file(sealer, phone, plain)
    client.post("/files", headers=first.announcement())
    client.patch(first.sent.path, data=first.sent.content[:100], headers=first.sent.patch_headers(0))
    assert client.post("/files", headers=first.announcement()).headers["Upload-Offset"] == "100"
    assert send(client, second).headers["Doorstep-Received"] == f"sha256={plain.true_sha256}"


def spoiled(sealer: Sealer, phone: Phone, kind: str) -> SealedFile:
    """A sealed photo with one thing wrong that only opening finds."""
    plain = SentFile(phone, small_photo(3))
    key = os.urandom(32)
    pieces = seal_pieces(key, plain.attachment_id, plain.content, 128)
    good = seal_file(sealer, phone, plain, piece_size=128)
    wrap = sealer.wrap(key, str(plain.attachment_id))
    changed = {
        "reordered": [pieces[1], pieces[0], *pieces[2:]],
        "one bit turned": [pieces[0][:-1] + bytes([pieces[0][-1] ^ 1]), *pieces[1:]],
        "of another file": seal_pieces(key, uuid.uuid4(), plain.content, 128),
        "under another key": seal_pieces(os.urandom(32), plain.attachment_id, plain.content, 128),
        "a piece twice, another missing": [pieces[0], pieces[0], *pieces[2:]],
        "cut elsewhere": [b"".join(pieces)[1:] + b"x"],
    }
    if kind == "wrapped for another device":
        wrap = Sealer(sealer.key_id, sealer.public_key, str(uuid.uuid4())).wrap(key, str(plain.attachment_id))
    content = b"".join(changed.get(kind, pieces))
    sent = SentFile(phone, content, plain.attachment_id, plain.true_sha256)
    return SealedFile(sent=sent, metadata=good.metadata | {"wrapped_key": wrap})


@pytest.mark.parametrize(
    "kind",
    [
        "reordered", "one bit turned", "of another file", "under another key", "a piece twice, another missing", "cut elsewhere",
        "wrapped for another device",
    ],
)  # fmt: skip
def test_one_that_was_tampered_with_is_told_in_words_kept_and_may_be_sent_again(
    app: Flask, client: FlaskClient, session: Session, phone: Phone, sealer: Sealer, kind: str
) -> None:
    bad = spoiled(sealer, phone, kind)
    reply = send(client, bad)
    assert reply.status_code == 204
    assert "not what was sealed" in reply.headers["Doorstep-Unopened"]
    assert {"Doorstep-Received", "Doorstep-Quarantined"}.isdisjoint(reply.headers.keys())
    assert head(client, bad).headers["Doorstep-Unopened"] == reply.headers["Doorstep-Unopened"]
    with app.app_context():
        sweep_uploads(open_byte_store(app.config), now=NOW.replace(year=2031))
    folder = Path(app.config["ATTACHMENTS_FOLDER"])
    assert [path.read_bytes() for path in folder.rglob("*") if path.is_file()] == [bad.sent.content]
    assert (stored(session, bad).status, stored(session, bad).storage_key) == ("receiving", None)
    plain = SentFile(phone, small_photo(3), bad.sent.attachment_id)
    good = seal_file(sealer, phone, plain)
    assert send(client, good).headers["Doorstep-Received"] == f"sha256={plain.true_sha256}"


def test_one_sealed_with_an_unknown_key_is_kept_and_shown_to_nobody(
    client: FlaskClient, session: Session, phone: Phone
) -> None:
    visit_id = add_visit(session, session.get_one(User, phone.user_id)).id
    session.commit()
    sealed = seal_file(Sealer.stranger(phone.device_id), phone, photo(phone))
    reply = send(client, sealed, visit_id=str(visit_id))
    assert "key it was sealed with is not here" in reply.headers["Doorstep-Unopened"]
    again = client.post("/files", headers=sealed.announcement())
    assert again.headers["Upload-Offset"] == again.headers["Upload-Length"]
    assert "Doorstep-Received" not in again.headers
    shown = list_photos(session, visit_id, [])
    assert [(one.attachment.status, one.sizes) for one in shown] == [("receiving", frozenset())]
    session.rollback()
    offered = {"attachments": [{"attachment_id": str(sealed.sent.attachment_id), "sha256": sealed.sha256}]}
    headers = {"Authorization": f"Bearer {phone.upload_ticket}"}
    wanted = client.post("/api/v1/sync/offer", json=offered, headers=headers).get_json()["wanted_attachment_ids"]
    assert wanted == [str(sealed.sent.attachment_id)]
    taken_back = client.delete(f"/files/{sealed.sent.attachment_id}", headers=sealed.sent.headers())
    assert taken_back.status_code == 403, "the council has it, though it cannot open it yet"


def test_plain_bytes_that_are_not_those_of_the_hash_are_asked_for_again(
    client: FlaskClient, phone: Phone, sealer: Sealer
) -> None:
    plain = photo(phone)
    lying = SentFile(phone, plain.content, plain.attachment_id, "0" * 64)
    sealed = seal_file(sealer, phone, lying)
    sealed = SealedFile(
        sent=SentFile(phone, sealed.sent.content, plain.attachment_id, "0" * 64), metadata=sealed.metadata
    )
    assert "SHA-256 differs" in send(client, sealed).headers["Doorstep-Quarantined"]


@pytest.mark.parametrize(
    "metadata",
    [
        {"piece_size": "0"}, {"piece_size": "1099511627776"}, {"piece_size": "-1"}, {"piece_size": "4096.0"}, {"piece_size": ""},
        {"size": "0"}, {"size": "1"}, {"size": "99999999999999999"}, {"size": ""}, {"wrapped_key": ""}, {"wrapped_key": "é %"},
        {"wrapped_key": "AAAA"}, {"sealing_key_id": ""}, {"sealing_key_id": "../../secret_key"}, {"sealing_key_id": "é" * 16},
    ],
)  # fmt: skip
def test_an_announcement_that_cannot_be_true_is_refused_in_words_before_a_byte_is_sent(
    client: FlaskClient, session: Session, phone: Phone, sealer: Sealer, metadata: dict[str, str]
) -> None:
    sealed = seal_file(sealer, phone, photo(phone))
    reply = client.post("/files", headers=sealed.announcement(**metadata))
    assert (reply.status_code, bool(reply.get_json()["message"])) == (400, True)
    assert session.scalars(select(Upload)).all() == []


@pytest.mark.parametrize("missing", ["sealing_key_id", "wrapped_key", "piece_size", "size"])
def test_half_a_description_of_a_sealed_file_is_none(
    client: FlaskClient, phone: Phone, sealer: Sealer, missing: str
) -> None:
    sealed = seal_file(sealer, phone, photo(phone))
    rest = SealedFile(sent=sealed.sent, metadata={key: text for key, text in sealed.metadata.items() if key != missing})
    assert client.post("/files", headers=rest.announcement()).status_code == 400


@pytest.mark.parametrize(("purpose", "most"), [("file", 25 * MEGABYTE), ("operation", MOST_OPERATION_BYTES)])
def test_the_limit_is_of_the_plain_size(
    client: FlaskClient, phone: Phone, sealer: Sealer, purpose: str, most: int
) -> None:
    sealed = seal_file(sealer, phone, photo(phone))
    named = {"purpose": purpose, "op_id": str(sealed.sent.attachment_id), "piece_size": "1048576"}
    for size, status in ((most, 201), (most + 1, 413)):
        length = size + 28 * -(-size // MEGABYTE)
        headers = sealed.announcement(**named, size=str(size)) | {"Upload-Length": str(length)}
        reply = client.post("/files", headers=headers)
        assert reply.status_code == status, reply.get_data(as_text=True)


def test_a_large_photo_is_opened_without_being_held_twice(
    app: Flask, client: FlaskClient, phone: Phone, sealer: Sealer, monkeypatch: pytest.MonkeyPatch
) -> None:
    pixels, content = (2700, 2600), io.BytesIO()
    Image.frombytes("RGB", pixels, os.urandom(2700 * 2600 * 3)).save(content, "PNG", compress_level=0)
    plain = SentFile(phone, content.getvalue())
    assert len(plain.content) > 20 * MEGABYTE
    sealed = seal_file(sealer, phone, plain, piece_size=262_144)
    with monkeypatch.context() as patched:
        patched.setattr("server.api.files._is_unjudged", lambda _state: False)
        send(client, sealed)
    keyring = open_keyring(app.config)
    with app.app_context():
        store = open_byte_store(app.config)
        tracemalloc.start()
        assert completing.complete_upload(store, plain.attachment_id, now=NOW, find_key=keyring.find)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    assert peak < 1.5 * len(plain.content)
    assert "Doorstep-Received" in head(client, sealed).headers


def sealed_operation_file(sealer: Sealer, phone: Phone, operation: dict[str, Any]) -> SealedFile:
    plain = SentFile(phone, json.dumps(operation).encode(), uuid.UUID(operation["op_id"]))
    return seal_file(sealer, phone, plain, piece_size=65_536)


def large_note(session: Session, phone: Phone, **more: Any) -> dict[str, Any]:
    visit = add_visit(session, session.get_one(User, phone.user_id))
    session.commit()
    payload = {"text": "A long one.", "drawn": "é" * 100_000}
    return make_operation(phone, "note.add", "visit", visit.id, payload=payload, **more)


@pytest.mark.parametrize("how", ["sealed pieces", "a sealed operation in a plain file"])
def test_a_large_operation_comes_sealed_and_is_decided(
    client: FlaskClient, session: Session, phone: Phone, sealer: Sealer, how: str
) -> None:
    operation = large_note(session, phone)
    metadata = {"purpose": "operation", "op_id": operation["op_id"]}
    if how == "sealed pieces":
        sealed = sealed_operation_file(sealer, phone, operation)
    else:
        content = json.dumps(sealer.seal(operation)).encode()
        sealed = SealedFile(sent=SentFile(phone, content, uuid.UUID(operation["op_id"])), metadata={})
    reply = send(client, sealed, **metadata)
    assert "Doorstep-Received" in reply.headers
    session.rollback()
    row = session.scalars(select(Operation)).one()
    assert (row.verdict, row.envelope) == ("applied", operation)


def test_a_large_operation_that_cannot_be_opened_is_kept_as_it_came_and_somebody_is_told(
    client: FlaskClient, session: Session, phone: Phone
) -> None:
    operation = large_note(session, phone)
    sealed = sealed_operation_file(Sealer.stranger(phone.device_id), phone, operation)
    reply = send(client, sealed, purpose="operation", op_id=operation["op_id"])
    assert "not here" in reply.headers["Doorstep-Unopened"]
    assert "Doorstep-Received" not in reply.headers
    head(client, sealed)
    session.rollback()
    alert = session.scalars(select(Alert)).one()
    assert (alert.kind, str(alert.op_id)) == ("unreadable", operation["op_id"])
