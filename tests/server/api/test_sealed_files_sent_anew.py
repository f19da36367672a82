"""A whole sealed file that cannot be opened is kept until the same file, sealed anew, is received: no acknowledged byte is lost."""

from __future__ import annotations

import json
import shutil
import uuid
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from server.keyring import Keyring
from server.store.tables import KeptUpload, Operation
from server.use_cases.open_byte_store import open_byte_store
from server.use_cases.open_kept_work import open_kept_work
from server.use_cases.open_keyring import open_keyring
from server.use_cases.renew_epoch import renew_epoch
from server.use_cases.sweep_uploads import sweep_uploads
from tests.factories.borough import NOW, Phone
from tests.factories.sealed import SealedFile, Sealer, seal_file
from tests.factories.sent_files import SentFile, small_photo
from tests.factories.sync_line import count, note

LATER = NOW.replace(year=2031)


@pytest.fixture
def old(away: Keyring, phone: Phone) -> Sealer:
    """The phone with the key that is away."""
    return Sealer.of(away.find_current(), phone.device_id)


@pytest.fixture
def new(away: Keyring, keyring: Keyring, phone: Phone) -> Sealer:
    """The phone with the key that the server has by now."""
    return Sealer.of(keyring.find_current(), phone.device_id)


def photo(phone: Phone, attachment_id: uuid.UUID | None = None) -> SentFile:
    content = small_photo(5, size=(320, 240))
    return SentFile(phone, content) if attachment_id is None else SentFile(phone, content, attachment_id)


def seal_another(sealer: Sealer, phone: Phone, plain: SentFile) -> SealedFile:
    """Another content, sealed and announced as if it were the plain file's."""
    sealed = seal_file(sealer, phone, SentFile(phone, plain.content[::-1], plain.attachment_id))
    sent = SentFile(phone, sealed.sent.content, plain.attachment_id, plain.true_sha256)
    return SealedFile(sent=sent, metadata=sealed.metadata)


def announce(client: FlaskClient, sealed: SealedFile, **metadata: str) -> Any:
    reply = client.post("/files", headers=sealed.announcement(**metadata))
    assert reply.status_code == 201, reply.get_data(as_text=True)
    return reply


def send(client: FlaskClient, sealed: SealedFile, length: int | None = None, **metadata: str) -> Any:
    announce(client, sealed, **metadata)
    return client.patch(sealed.sent.path, data=sealed.sent.content[:length], headers=sealed.sent.patch_headers(0))


def head(client: FlaskClient, sealed: SealedFile) -> Any:
    return client.head(sealed.sent.path, headers=sealed.sent.headers())


def bring_back(app: Flask, keyring: Keyring, away: Keyring) -> int:
    """How many files are opened once the key is here again."""
    for kept in away.list_kept():
        keyring.add(kept.pem)
    return open_kept(app)


def open_kept(app: Flask) -> int:
    with app.app_context():
        return open_kept_work(open_byte_store(app.config), open_keyring(app.config), now=NOW).files


def at_rest(app: Flask) -> set[bytes]:
    folder = Path(app.config["ATTACHMENTS_FOLDER"])
    return {path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def sweep(app: Flask) -> None:
    with app.app_context():
        sweep_uploads(open_byte_store(app.config), now=LATER)


def test_what_is_kept_survives_an_announcement_sealed_anew_and_is_received_when_its_key_is_back(
    app: Flask, client: FlaskClient, session: Session, phone: Phone, old: Sealer, new: Sealer, keyring: Keyring,
    away: Keyring,
) -> None:  # fmt: skip
    plain = photo(phone)
    first, second = seal_file(old, phone, plain), seal_file(new, phone, plain)
    assert "Doorstep-Unopened" in send(client, first).headers
    assert announce(client, second).headers["Upload-Offset"] == "0"
    sweep(app)
    assert at_rest(app) == {first.sent.content}
    assert bring_back(app, keyring, away) == 1
    assert head(client, second).headers["Doorstep-Received"] == f"sha256={plain.true_sha256}"
    assert at_rest(app) == {plain.content}
    assert (open_kept(app), count(session, KeptUpload)) == (0, 0)


def test_once_the_new_one_is_received_the_old_bytes_go(
    app: Flask, client: FlaskClient, session: Session, phone: Phone, old: Sealer, new: Sealer
) -> None:
    plain = photo(phone)
    send(client, seal_file(old, phone, plain))
    assert "Doorstep-Received" in send(client, seal_file(new, phone, plain)).headers
    assert (at_rest(app), count(session, KeptUpload)) == ({plain.content}, 0)


@pytest.mark.parametrize("sealed_again", [True, False])
def test_a_plain_one_or_a_second_that_cannot_be_opened_leaves_it_too(
    app: Flask, client: FlaskClient, session: Session, phone: Phone, old: Sealer, keyring: Keyring, away: Keyring,
    sealed_again: bool,
) -> None:  # fmt: skip
    plain = photo(phone)
    first = seal_file(old, phone, plain)
    send(client, first)
    if sealed_again:
        second = seal_file(Sealer.stranger(phone.device_id), phone, plain)
        assert "Doorstep-Unopened" in send(client, second).headers
        assert at_rest(app) == {first.sent.content, second.sent.content}
    else:
        client.post("/files", headers=plain.announcement())
        client.patch(plain.path, data=plain.content[:50], headers=plain.patch_headers(0))
        assert at_rest(app) == {first.sent.content, plain.content[:50]}
    assert bring_back(app, keyring, away) == 1
    assert (at_rest(app), count(session, KeptUpload)) == ({plain.content}, 0)


def test_a_new_one_on_its_way_is_told_that_the_file_is_received(
    app: Flask, client: FlaskClient, phone: Phone, old: Sealer, new: Sealer, keyring: Keyring, away: Keyring
) -> None:
    plain = photo(phone)
    send(client, seal_file(old, phone, plain))
    second = seal_file(new, phone, plain)
    assert send(client, second, 100).headers["Upload-Offset"] == "100"
    assert bring_back(app, keyring, away) == 1
    told = head(client, second).headers
    assert (told["Upload-Offset"], "Doorstep-Received" in told) == (told["Upload-Length"], True)
    late = client.patch(second.sent.path, data=second.sent.content[100:], headers=second.sent.patch_headers(100))
    assert late.status_code == 409
    assert at_rest(app) == {plain.content}


def test_a_new_one_that_proves_to_be_another_file_does_not_cost_the_old_one(
    app: Flask, client: FlaskClient, phone: Phone, old: Sealer, new: Sealer, keyring: Keyring, away: Keyring
) -> None:
    plain = photo(phone)
    send(client, seal_file(old, phone, plain))
    assert "SHA-256 differs" in send(client, seal_another(new, phone, plain)).headers["Doorstep-Quarantined"]
    assert bring_back(app, keyring, away) == 1
    assert "Doorstep-Received" in head(client, seal_file(new, phone, plain)).headers
    assert at_rest(app) == {plain.content}


def test_ending_the_new_one_ends_nothing_of_the_old(
    app: Flask, client: FlaskClient, phone: Phone, old: Sealer, new: Sealer, keyring: Keyring, away: Keyring
) -> None:
    plain = photo(phone)
    first, second = seal_file(old, phone, plain), seal_file(new, phone, plain)
    send(client, first)
    send(client, second, 100)
    assert client.delete(second.sent.path, headers=second.sent.headers()).status_code == 204
    sweep(app)
    assert at_rest(app) == {first.sent.content}
    assert bring_back(app, keyring, away) == 1
    assert "Doorstep-Received" in head(client, second).headers


def test_a_large_operation_that_is_kept_is_decided_too(
    app: Flask, client: FlaskClient, session: Session, phone: Phone, visit_id: uuid.UUID, old: Sealer, new: Sealer,
    keyring: Keyring, away: Keyring,
) -> None:  # fmt: skip
    operation = note(phone, visit_id)
    plain = SentFile(phone, json.dumps(operation).encode(), uuid.UUID(operation["op_id"]))
    named = {"purpose": "operation", "op_id": operation["op_id"]}
    send(client, seal_file(old, phone, plain), **named)
    send(client, seal_file(new, phone, plain), 20, **named)
    assert bring_back(app, keyring, away) == 1
    session.rollback()
    assert [row.verdict for row in session.scalars(select(Operation))] == ["applied"]
    assert (at_rest(app), count(session, KeptUpload)) == (set(), 0)


def test_one_that_its_key_does_not_open_to_what_was_announced_is_kept_and_not_tried_for_ever(
    app: Flask, client: FlaskClient, session: Session, phone: Phone, old: Sealer, new: Sealer, keyring: Keyring,
    away: Keyring,
) -> None:  # fmt: skip
    plain = photo(phone)
    send(client, seal_another(old, phone, plain))
    second = seal_file(new, phone, plain)
    send(client, second, 100)
    assert bring_back(app, keyring, away) == 0
    assert session.scalar(select(func.count()).where(KeptUpload.sealing_key_id.is_not(None))) == 0
    session.rollback()
    rest = client.patch(second.sent.path, data=second.sent.content[100:], headers=second.sent.patch_headers(100))
    assert "Doorstep-Received" in rest.headers
    assert at_rest(app) == {plain.content}


def test_after_a_restore_without_its_bytes_nothing_says_that_they_are_here(
    app: Flask, client: FlaskClient, session: Session, phone: Phone, old: Sealer, new: Sealer
) -> None:
    plain = photo(phone)
    send(client, seal_file(old, phone, plain))
    announce(client, seal_file(new, phone, plain))
    shutil.rmtree(app.config["ATTACHMENTS_FOLDER"])
    with app.app_context():
        renew_epoch(open_byte_store(app.config), now=NOW)
    assert count(session, KeptUpload) == 0
