"""The restore drill: what phones sent after the backup comes back from them, all of it and nothing twice (T7 of the design)."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import json
import shutil
import stat
import tarfile
import threading
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_migrate import upgrade
from sqlalchemy import create_engine, func, select
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool

from server.domain.backup_file import MANIFEST, SEAL, BackupError, read_manifest
from server.domain.password import hash_password
from server.domain.words import Role
from server.health import newest_revision
from server.store import database_copy
from server.store.database import Base, db
from server.store.database_copy import copy_in, copy_out, list_other_users
from server.store.tables import Attachment, Device, Operation, User, Visit
from server.use_cases import restore_backup as restoring
from server.use_cases.make_backup import Places, make_backup
from server.use_cases.open_byte_store import open_byte_store
from server.use_cases.open_keyring import open_keyring
from server.use_cases.renew_epoch import renew_epoch
from server.use_cases.restore_backup import Restored, Schema, restore_backup
from tests.factories.borough import NOW, Phone, add_phone, add_server_device, add_user, add_visit
from tests.factories.operations import make_operation
from tests.factories.sent_files import SentFile, small_photo

PASSWORD = "a password of hers"


@pytest.fixture
def phone(session: Session) -> Phone:
    add_server_device(session)
    add_user(session, "Dora Duty", Role.DUTY_MANAGER)
    officer = add_user(session, email="olive@example.org", password_hash=hash_password(PASSWORD))
    for _ in range(10):
        add_visit(session, officer)
    phone = add_phone(session, officer)
    session.commit()
    session.close()
    return phone


@pytest.fixture
def places(app: Flask) -> Places:
    folder = Path(app.config["DATA_FOLDER"])
    (folder / "secret_key").write_text("a secret")
    with app.app_context():
        store = open_byte_store(app.config)
    return Places(
        store=store,
        imports=Path(app.config["IMPORTS_FOLDER"]),
        secrets=(folder / "secret_key",),
        keyring=open_keyring(app.config),
    )


@pytest.fixture
def backup(app: Flask, places: Places, tmp_path: Path) -> Callable[[], Path]:
    def run() -> Path:
        target = tmp_path / f"{uuid.uuid4()}.tar"
        with app.app_context():
            make_backup(target, places, app_revision="tests", now=NOW, say=lambda _: None)
        return target

    return run


@pytest.fixture
def restore(app: Flask, places: Places, session: Session) -> Callable[..., Restored]:
    def run(source: Path, *, replace_data: bool = True, known: set[str] | None = None, **more: Any) -> Restored:
        session.close()
        with app.app_context():
            schema = Schema(known=known or {str(newest_revision())}, upgrade=more.get("upgrade", upgrade))
            return restore_backup(source, places, schema, replace_data=replace_data, now=NOW, say=lambda _: None)

    return run


def post(client: FlaskClient, phone: Phone, path: str, body: Any) -> Any:
    return client.post(f"/api/v1/sync/{path}", json=body, headers={"Authorization": f"Bearer {phone.device_token}"})


def push(client: FlaskClient, phone: Phone, operations: list[Any]) -> list[str]:
    return [
        receipt["verdict"] for receipt in post(client, phone, "push", {"operations": operations}).get_json()["receipts"]
    ]


def send(client: FlaskClient, photo: SentFile) -> None:
    client.post("/files", headers=photo.announcement())
    reply = client.patch(photo.path, data=photo.content, headers=photo.patch_headers(0))
    assert reply.headers["Doorstep-Received"] == f"sha256={photo.true_sha256}"


def offer(client: FlaskClient, phone: Phone, operations: list[Any], photos: list[SentFile]) -> Any:
    body = {
        "operations": [operation["op_id"] for operation in operations],
        "attachments": [{"attachment_id": str(p.attachment_id), "sha256": p.true_sha256} for p in photos],
    }
    return post(client, phone, "offer", body).get_json()


def count(session: Session, table: Any, *where: Any) -> int:
    found = session.scalar(select(func.count()).select_from(table).where(*where)) or 0
    session.close()
    return found


def notes(session: Session, phone: Phone, number: int) -> list[dict[str, Any]]:
    visits = session.scalars(select(Visit.id)).all()
    session.close()
    return [
        make_operation(phone, "note.add", "visit", visits[i % len(visits)], payload={"text": f"note {i}"})
        for i in range(number)
    ]


def test_after_a_restore_everything_comes_back_from_the_phones_and_nothing_twice(
    client: FlaskClient, session: Session, phone: Phone, backup: Any, restore: Any
) -> None:
    operations, photos = notes(session, phone, 55), [SentFile(phone, small_photo(seed)) for seed in range(11)]
    push(client, phone, operations[:5])
    send(client, photos[0])
    epoch = offer(client, phone, [], [])["server_epoch"]
    saved = backup()
    assert push(client, phone, operations[5:]) == ["applied"] * 50
    for photo in photos[1:]:
        send(client, photo)
    restored = restore(saved)
    assert count(session, Operation) == 5
    answer = offer(client, phone, operations, photos)
    assert answer["server_epoch"] == restored.renewed.epoch != epoch
    assert answer["wanted_op_ids"] == [operation["op_id"] for operation in operations[5:]]
    assert answer["wanted_attachment_ids"] == [str(photo.attachment_id) for photo in photos[1:]]
    assert push(client, phone, operations) == ["applied"] * 55
    for photo in photos[1:]:
        send(client, photo)
    again = offer(client, phone, operations, photos)
    assert (again["wanted_op_ids"], again["wanted_attachment_ids"]) == ([], [])
    assert count(session, Operation) == 55
    assert count(session, Attachment, Attachment.status == "received") == 11
    assert str(session.get_one(Device, phone.device_id).offered_epoch) == restored.renewed.epoch


def test_a_phone_registered_after_the_backup_signs_in_again_and_keeps_its_id_and_its_work(
    client: FlaskClient, session: Session, phone: Phone, backup: Any, restore: Any
) -> None:
    saved = backup()
    later = add_phone(session, session.get_one(User, phone.user_id))
    session.commit()
    operation = notes(session, later, 1)[0]
    assert push(client, later, [operation]) == ["applied"]
    restore(saved)
    assert post(client, later, "offer", {"operations": [operation["op_id"]]}).status_code == 401
    device = {"device_id": later.device_id, "label": "Pixel", "app_version": "1", "schema": 2}
    body = {"email": "olive@example.org", "password": PASSWORD, "device": device}
    session_words = client.post("/api/v1/session", json=body).get_json()
    assert session_words["device_id"] == later.device_id
    known = Phone(later.device_id, session_words["device_token"], session_words["upload_ticket"], later.user_id)
    assert offer(client, known, [operation], [])["wanted_op_ids"] == [operation["op_id"]]
    assert push(client, known, [operation]) == ["applied"]


def test_a_colleague_who_signs_in_on_that_phone_takes_no_id_away_from_its_work(
    client: FlaskClient, session: Session, phone: Phone, backup: Any, restore: Any
) -> None:
    add_user(session, "Nina", email="nina@example.org", password_hash=hash_password(PASSWORD))
    session.commit()
    saved = backup()
    later = add_phone(session, session.get_one(User, phone.user_id))
    session.commit()
    restore(saved)
    device = {"device_id": later.device_id, "user_id": str(later.user_id), "app_version": "1", "schema": 2}
    ids = []
    for email in ("nina@example.org", "olive@example.org"):
        body = {"email": email, "password": PASSWORD, "device": device}
        ids.append(client.post("/api/v1/session", json=body).get_json()["device_id"])
    assert ids[0] != later.device_id
    assert ids[1] == later.device_id


def test_bytes_that_the_restored_server_lacks_are_expected_again_and_others_stay(
    app: Flask, client: FlaskClient, session: Session, phone: Phone, backup: Any, restore: Any, places: Places
) -> None:
    lost, kept = SentFile(phone, small_photo(1)), SentFile(phone, small_photo(2))
    send(client, lost)
    saved = backup()
    send(client, kept)
    with tarfile.open(saved) as whole:
        assert sum(member.name.startswith("attachments/") for member in whole) == 1
    restore(saved)
    assert offer(client, phone, [], [lost, kept])["wanted_attachment_ids"] == [str(kept.attachment_id)]
    folder = Path(app.config["ATTACHMENTS_FOLDER"])
    assert any(kept.content == path.read_bytes() for path in folder.rglob("original-*"))
    shutil.rmtree(folder)
    folder.mkdir()
    with app.app_context():
        assert renew_epoch(places.store, now=NOW).expected_again == 1
    assert offer(client, phone, [], [lost])["wanted_attachment_ids"] == [str(lost.attachment_id)]
    send(client, lost)
    assert offer(client, phone, [], [lost])["wanted_attachment_ids"] == []


def test_a_damaged_backup_changes_nothing(
    client: FlaskClient, session: Session, phone: Phone, backup: Any, restore: Any
) -> None:
    send(client, SentFile(phone, small_photo(1)))
    saved = backup()
    push(client, phone, notes(session, phone, 3))
    whole = saved.read_bytes()
    with tarfile.open(saved) as tar:
        places = [member.offset_data for member in tar if member.size]
    for broken in [
        *(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :] for at in places),
        whole[:20_000],
        b"",
        b"x" * 9,
    ]:
        saved.write_bytes(broken)
        with pytest.raises(BackupError, match=r"whole|damaged"):
            restore(saved)
    assert count(session, Operation) == 3


def test_data_that_is_here_is_replaced_only_when_asked_and_a_newer_schema_never(
    client: FlaskClient, session: Session, phone: Phone, backup: Any, restore: Any
) -> None:
    saved = backup()
    push(client, phone, notes(session, phone, 2))
    with pytest.raises(BackupError, match="--yes"):
        restore(saved, replace_data=False)
    with pytest.raises(BackupError, match="does not know"):
        restore(saved, known={"0001"})
    assert count(session, Operation) == 2


def test_a_restore_that_fails_half_way_leaves_the_old_database_in_its_place(
    client: FlaskClient, session: Session, phone: Phone, backup: Any, restore: Any
) -> None:
    saved = backup()
    push(client, phone, notes(session, phone, 2))
    epoch = offer(client, phone, [], [])["server_epoch"]

    def fail() -> None:
        raise OSError("no space")

    with pytest.raises(BackupError, match="no space"):
        restore(saved, upgrade=fail)
    assert count(session, Operation) == 2
    assert offer(client, phone, [], [])["server_epoch"] == epoch


def test_a_file_that_cannot_be_brought_back_leaves_the_old_database_in_its_place(
    client: FlaskClient, session: Session, phone: Phone, places: Places, backup: Any, restore: Any
) -> None:
    places.imports.mkdir(parents=True, exist_ok=True)
    (places.imports / "list.csv").write_text("a list")
    saved = backup()
    push(client, phone, notes(session, phone, 2))
    epoch = offer(client, phone, [], [])["server_epoch"]
    (places.imports / "list.csv").unlink()
    (places.imports / "list.csv").mkdir()  # where nothing can be written over
    (places.imports / "list.csv" / "x").touch()
    with pytest.raises(BackupError, match="old database"):
        restore(saved)
    assert count(session, Operation) == 2
    assert offer(client, phone, [], [])["server_epoch"] == epoch


def test_a_backup_made_to_reach_out_of_its_folders_reaches_nothing(
    app: Flask, session: Session, phone: Phone, places: Places, backup: Any, restore: Any, tmp_path: Path
) -> None:
    saved = backup()
    names = ("imports/..", "imports/../secret_key", "imports/.", "secrets/../imports/x", "/etc/x", "imports/a/b")
    restore(forge(saved, tmp_path / "forged.tar", *names))
    assert (Path(app.config["DATA_FOLDER"]) / "secret_key").read_text() == "a secret"
    assert not list(places.imports.glob("*"))
    with pytest.raises(BackupError):
        restore(forge(saved, tmp_path / "forged.tar", "attachments/../../x"))


@pytest.mark.parametrize(
    "content", [b"[]", b"{}", b'{"format": 1}', b'{"format": 1, "files": [1]}', b"x", b"[" * 99_999]
)
def test_a_manifest_that_says_nothing_is_refused_in_words(content: bytes) -> None:
    with pytest.raises(BackupError):
        read_manifest(content, hashlib.sha256(content).hexdigest().encode())


def forge(saved: Path, target: Path, *names: str) -> Path:
    """The same backup with more members, its manifest and seal made anew."""
    with tarfile.open(saved) as tar, tarfile.open(target, "w", format=tarfile.PAX_FORMAT) as out:
        members = {member.name: (tar.extractfile(member) or io.BytesIO()).read() for member in tar}
        manifest = json.loads(members.pop(MANIFEST))
        del members[SEAL]
        members |= dict.fromkeys(names, b"evil")
        manifest["files"] |= {name: [4, hashlib.sha256(b"evil").hexdigest()] for name in names}
        content = json.dumps(manifest).encode()
        members |= {MANIFEST: content, SEAL: hashlib.sha256(content).hexdigest().encode()}
        for own, found in members.items():
            info = tarfile.TarInfo(own)
            info.size = len(found)
            out.addfile(info, io.BytesIO(found))
    return target


@pytest.mark.parametrize("mode", [0o600, 0o640, None])
def test_a_restored_file_is_read_by_nobody_who_could_not_read_the_old_one(tmp_path: Path, mode: int | None) -> None:
    engine = create_engine(f"sqlite:///{tmp_path / 'live.sqlite'}")
    Base.metadata.create_all(engine)
    copy_out(engine, tmp_path / "copy")
    (tmp_path / "copy").chmod(0o644)
    if mode is None:
        (tmp_path / "live.sqlite").unlink()
    else:
        (tmp_path / "live.sqlite").chmod(mode)
    copy_in(engine, tmp_path / "copy", NOW)
    engine.dispose()
    assert stat.S_IMODE((tmp_path / "live.sqlite").stat().st_mode) == (mode or 0o600)


def test_a_database_in_use_is_not_replaced(
    phone: Phone, session: Session, backup: Any, restore: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    saved = backup()
    monkeypatch.setattr(restoring, "list_other_users", lambda _: ["process 7"])
    with pytest.raises(BackupError, match="process 7"):
        restore(saved)


def test_a_connection_that_is_ending_does_not_use_the_database_and_one_that_stays_does(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours, theirs = create_engine(database_url), create_engine(database_url, poolclass=NullPool)
    leaving = theirs.connect()
    leaves = threading.Timer(0.3, leaving.close)
    leaves.start()
    assert list_other_users(ours) == []
    leaves.join()
    monkeypatch.setattr(database_copy, "SECONDS_BETWEEN_LOOKS", 0)
    with theirs.connect():
        stays = list_other_users(ours)
    assert len(stays) == (ours.dialect.name == "postgresql")  # a process of SQLite's is not another to itself


def test_a_backup_is_its_owners_alone_replaces_none_and_leaves_no_half_file(
    app: Flask, phone: Phone, places: Places, backup: Any, tmp_path: Path
) -> None:
    saved = backup()
    assert stat.S_IMODE(saved.stat().st_mode) == 0o600
    with app.app_context(), pytest.raises(BackupError, match="already"):
        make_backup(saved, places, app_revision="", now=NOW, say=lambda _: None)
    with tarfile.open(saved) as tar:
        assert {member.mode for member in tar} == {0o600}
        assert "secrets/secret_key" in tar.getnames()
    assert list(tmp_path.glob("*unfinished*")) == []


def test_a_backup_is_of_one_instant_although_others_write(
    app: Flask, client: FlaskClient, session: Session, phone: Phone, places: Places, restore: Any, tmp_path: Path
) -> None:
    """Operations pushed while it is written are whole in it or not in it, and the manifest counts what is."""
    operations = notes(session, phone, 30)
    said: list[str] = []

    def write(words: str) -> None:
        said.append(words)
        push(client, phone, operations[len(said) * 10 : len(said) * 10 + 10])

    push(client, phone, operations[:10])
    target = tmp_path / "while_writing.tar"
    with app.app_context():
        manifest = make_backup(target, places, app_revision="", now=NOW + dt.timedelta(hours=1), say=write)
        db.engine.dispose()
    assert (manifest.counts["operations"], count(session, Operation)) == (10, 30)
    restore(target)
    assert count(session, Operation) == 10
