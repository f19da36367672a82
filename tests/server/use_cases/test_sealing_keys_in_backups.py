"""Sealing keys are in every backup and come back with it: what phones sealed to the lost server is opened by the new one."""

from __future__ import annotations

import shutil
import stat
import tarfile
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_migrate import upgrade
from sqlalchemy import select
from sqlalchemy.orm import Session

from server.health import newest_revision
from server.store.database import Base
from server.store.tables import Operation, User
from server.use_cases.make_backup import Places, make_backup
from server.use_cases.open_byte_store import open_byte_store
from server.use_cases.open_keyring import open_keyring
from server.use_cases.restore_backup import Schema, restore_backup
from tests.factories.borough import NOW, Phone, add_visit
from tests.factories.operations import make_operation
from tests.factories.sealed import Sealer


@pytest.fixture
def places(app: Flask) -> Places:
    imports = Path(app.config["IMPORTS_FOLDER"])
    return Places(store=open_byte_store(app.config), imports=imports, secrets=(), keyring=open_keyring(app.config))


def restore(app: Flask, source: Path, places: Places) -> None:
    with app.app_context():
        schema = Schema(known={str(newest_revision())}, upgrade=upgrade)
        restore_backup(source, places, schema, replace_data=True, now=NOW, say=lambda _: None)


def test_every_key_comes_back_readable_by_its_owner_and_opens_what_phones_still_hold(
    app: Flask, client: FlaskClient, session: Session, phone: Phone, places: Places, tmp_path: Path
) -> None:
    visit_id = add_visit(session, session.get_one(User, phone.user_id)).id
    session.commit()
    session.close()
    keyring, saved = places.keyring, tmp_path / "saved.tar"
    first = keyring.find_current()
    keyring.rotate()
    ids = keyring.list_ids()
    with app.app_context():
        make_backup(saved, places, app_revision="tests", now=NOW, say=lambda _: None)
    with tarfile.open(saved) as tar:
        assert sum(member.name.startswith("sealing_keys/") for member in tar) == 2
    shutil.rmtree(keyring.folder)
    own = keyring.prepare()
    restore(app, saved, places)
    assert set(keyring.list_ids()) == {*ids, own}
    current = keyring.find_current()
    assert (current and current.key_id) == ids[-1], "the key of the backup, which the paper has"
    assert {stat.S_IMODE(path.stat().st_mode) for path in keyring.list_paths()} == {0o600}
    operation = make_operation(phone, "note.add", "visit", visit_id, payload={"text": "Dog in the garden"})
    body = {"operations": [Sealer.of(first, phone.device_id).seal(operation)]}
    headers = {"Authorization": f"Bearer {phone.upload_ticket}"}
    receipts = client.post("/api/v1/sync/push", json=body, headers=headers).get_json()["receipts"]
    assert receipts[0]["verdict"] == "applied"
    assert session.scalars(select(Operation.envelope)).one() == operation


def test_a_key_made_after_the_backup_stays_and_stays_the_current_one(
    app: Flask, session: Session, phone: Phone, places: Places, tmp_path: Path
) -> None:
    session.close()
    saved = tmp_path / "saved.tar"
    with app.app_context():
        make_backup(saved, places, app_revision="tests", now=NOW, say=lambda _: None)
    later = places.keyring.rotate()
    before = places.keyring.list_ids()
    restore(app, saved, places)
    current = places.keyring.find_current()
    assert (places.keyring.list_ids(), current and current.key_id) == (before, later)


def test_a_copy_of_the_database_alone_holds_no_key(app: Flask, session: Session, phone: Phone, places: Places) -> None:
    """Nothing of a private key stands in any row, so that who finds the database opens no phone."""
    pems = [kept.pem.decode() for kept in places.keyring.list_kept()]
    lines = [line for pem in pems for line in pem.splitlines() if line and not line.startswith("-")]
    session.rollback()
    cells = [
        str(cell) for table in Base.metadata.sorted_tables for row in session.execute(select(table)) for cell in row
    ]
    assert len(lines) >= 3
    assert not [line for line in lines if any(line in cell for cell in cells)]
