"""What came sealed while its key was away is opened when the key is there again: once, with its verdict and its alerts."""

from __future__ import annotations

import datetime as dt
import json
import shutil
import uuid
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from server.domain.words import SettlementDecision
from server.keyring import Keyring
from server.sealing_key_commands import (
    add_sealing_key_command,
    print_sealing_keys_command,
    rotate_sealing_key_command,
)
from server.store.database import db
from server.store.tables import Alert, AuditEntry, Operation, OperationClash, OperationSettlement, User
from server.use_cases.open_byte_store import open_byte_store
from server.use_cases.open_kept_work import OpenedWork, open_kept_work
from server.use_cases.open_keyring import open_keyring
from server.use_cases.settle_review import Settling, settle_review
from tests.factories.borough import NOW, Phone
from tests.factories.operations import make_operation
from tests.factories.sealed import Sealer, seal_file
from tests.factories.sent_files import SentFile, small_photo
from tests.factories.sync_line import count, find, note, push


@pytest.fixture
def sealer(away: Keyring, phone: Phone) -> Sealer:
    return Sealer.of(away.find_current(), phone.device_id)


def pull(client: FlaskClient, phone: Phone) -> dict[str, str]:
    headers = {"Authorization": f"Bearer {phone.device_token}"}
    told = client.post("/api/v1/sync/pull", json={"view": 0}, headers=headers).get_json()["verdicts"]
    return {verdict["op_id"]: verdict["verdict"] for verdict in told}


def bring_back(keyring: Keyring, away: Keyring) -> None:
    for kept in away.list_kept():
        keyring.add(kept.pem)


def open_kept(app: Flask) -> OpenedWork:
    with app.app_context():
        return open_kept_work(open_byte_store(app.config), open_keyring(app.config), now=dt.datetime.now(dt.UTC))


def test_it_is_decided_like_new_and_its_phone_is_told_anew(
    app: Flask, client: FlaskClient, session: Session, phone: Phone, visit_id: uuid.UUID, keyring: Keyring,
    away: Keyring, sealer: Sealer,
) -> None:  # fmt: skip
    alert = {"alert_id": str(uuid.uuid4()), "kind": "safeguarding", "node": None}
    operation = note(phone, visit_id, alerts=[alert])
    assert push(client, phone, sealer.seal(operation)) == [("review", "cannot_be_opened")]
    assert pull(client, phone) == {operation["op_id"]: "review"}
    assert open_kept(app) == OpenedWork()
    bring_back(keyring, away)
    assert open_kept(app) == OpenedWork(operations=1)
    stored = find(session, operation)
    assert (stored.verdict, stored.envelope, stored.sealing_key_id) == ("applied", operation, None)
    assert alert["alert_id"] in {str(alert_id) for alert_id in session.scalars(select(Alert.id))}
    assert pull(client, phone) == {operation["op_id"]: "applied"}
    assert open_kept(app) == OpenedWork()
    assert (count(session, Operation), count(session, OperationClash)) == (1, 0)


def test_a_damaged_key_file_gives_nothing_up_and_the_paper_copy_opens_it_all(
    app: Flask, client: FlaskClient, session: Session, phone: Phone, visit_id: uuid.UUID, keyring: Keyring,
    away: Keyring, sealer: Sealer,
) -> None:  # fmt: skip
    operation = note(phone, visit_id)
    assert push(client, phone, sealer.seal(operation)) == [("review", "cannot_be_opened")]
    bring_back(keyring, away)
    for path in keyring.list_paths():
        path.write_bytes(path.read_bytes()[:40])
    assert open_kept(app) == OpenedWork()
    assert find(session, operation).sealing_key_id == sealer.key_id
    bring_back(keyring, away)
    assert open_kept(app) == OpenedWork(operations=1)
    assert find(session, operation).verdict == "applied"


def test_what_stands_on_it_waits_for_it_and_goes_on_with_it(
    app: Flask, client: FlaskClient, session: Session, phone: Phone, visit_id: uuid.UUID, keyring: Keyring,
    away: Keyring, sealer: Sealer,
) -> None:  # fmt: skip
    start = make_operation(phone, "visit.start", "visit", visit_id)
    after = note(phone, visit_id, after=[start["op_id"]])
    assert push(client, phone, sealer.seal(start), after) == [
        ("review", "cannot_be_opened"),
        ("waiting", "missing_after"),
    ]
    bring_back(keyring, away)
    open_kept(app)
    assert [find(session, one).verdict for one in (start, after)] == ["applied", "applied"]


def test_a_push_of_the_same_after_the_key_is_back_opens_it_without_the_worker(
    client: FlaskClient, session: Session, phone: Phone, visit_id: uuid.UUID, keyring: Keyring, away: Keyring,
    sealer: Sealer,
) -> None:  # fmt: skip
    operation = note(phone, visit_id)
    sealed = sealer.seal(operation)
    push(client, phone, sealed)
    bring_back(keyring, away)
    assert push(client, phone, sealed) == [("applied", None)]
    assert (find(session, operation).envelope, count(session, OperationClash)) == (operation, 0)


@pytest.mark.parametrize("same", [True, False])
@pytest.mark.parametrize("plain", [True, False])
def test_a_form_that_can_be_read_takes_the_place_of_one_that_cannot_which_is_kept_until_somebody_can_tell(
    app: Flask, client: FlaskClient, session: Session, phone: Phone, visit_id: uuid.UUID, keyring: Keyring,
    away: Keyring, sealer: Sealer, plain: bool, same: bool,
) -> None:  # fmt: skip
    operation = note(phone, visit_id)
    old = sealer.seal(operation if same else operation | {"payload": {"text": "Another"}})
    push(client, phone, old)
    new = operation if plain else Sealer.of(keyring.find_current(), phone.device_id).seal(operation)
    assert push(client, phone, old, new) == [("review", "other_content"), ("applied", None)]
    assert (find(session, operation).envelope, count(session, OperationClash)) == (operation, 1)
    bring_back(keyring, away)
    open_kept(app)
    assert (find(session, operation).verdict, count(session, OperationClash)) == ("applied", 0 if same else 1)


def test_a_key_that_goes_away_again_makes_no_second_operation_and_no_alarm(
    client: FlaskClient, session: Session, phone: Phone, visit_id: uuid.UUID, keyring: Keyring, tmp_path: Path
) -> None:
    operation = note(phone, visit_id)
    sealed = Sealer.of(keyring.find_current(), phone.device_id).seal(operation)
    assert push(client, phone, sealed) == [("applied", None)]
    shutil.move(keyring.folder, tmp_path / "gone")
    assert push(client, phone, sealed) == [("applied", None)]
    assert (count(session, Operation), count(session, OperationClash), count(session, Alert)) == (1, 0, 0)


def test_two_sealed_forms_of_one_operation_that_waited_are_one_in_the_end(
    app: Flask, client: FlaskClient, session: Session, phone: Phone, visit_id: uuid.UUID, keyring: Keyring,
    away: Keyring, sealer: Sealer,
) -> None:  # fmt: skip
    operation, other = note(phone, visit_id), note(phone, visit_id)
    away.rotate()
    renewed = Sealer.of(away.find_current(), phone.device_id)
    push(client, phone, sealer.seal(operation), renewed.seal(operation), sealer.seal(other))
    push(client, phone, renewed.seal(other | {"payload": {"text": "Another"}}))
    assert (count(session, Operation), count(session, OperationClash)) == (2, 2)
    bring_back(keyring, away)
    assert open_kept(app).operations == 2
    assert [find(session, one).verdict for one in (operation, other)] == ["applied", "applied"]
    session.rollback()
    assert [clash.envelope["payload"] for clash in session.scalars(select(OperationClash))] == [{"text": "Another"}]


def test_where_only_the_second_form_has_a_key_that_comes_back_the_first_is_kept_apart(
    app: Flask, client: FlaskClient, session: Session, phone: Phone, visit_id: uuid.UUID, keyring: Keyring,
    away: Keyring, sealer: Sealer,
) -> None:  # fmt: skip
    operation = note(phone, visit_id)
    first = Sealer.stranger(phone.device_id).seal(operation)
    push(client, phone, first, sealer.seal(operation))
    bring_back(keyring, away)
    assert open_kept(app) == OpenedWork(operations=1)
    assert find(session, operation).verdict == "applied"
    assert [clash.envelope for clash in session.scalars(select(OperationClash))] == [first]


def test_what_its_own_key_does_not_open_stays_as_it_came_and_is_not_tried_for_ever(
    app: Flask, client: FlaskClient, session: Session, phone: Phone, visit_id: uuid.UUID, keyring: Keyring,
    away: Keyring, sealer: Sealer,
) -> None:  # fmt: skip
    operation = note(phone, visit_id)
    sealed = sealer.seal(operation)
    sealed["sealed"]["iv"] = "AAAAAAAAAAAAAAAA"
    push(client, phone, sealed, sealed | {"view": 3})
    bring_back(keyring, away)
    assert open_kept(app) == OpenedWork()
    stored = find(session, operation)
    assert (stored.envelope, stored.verdict_reason) == (sealed, "cannot_be_opened")
    assert (stored.verdict_detail, stored.sealing_key_id) == ({"problem": "tampered"}, None)
    assert [clash.sealing_key_id for clash in session.scalars(select(OperationClash))] == [None]


def test_what_a_person_kept_as_a_note_unread_is_looked_at_once_it_can_be_read(
    app: Flask, client: FlaskClient, session: Session, phone: Phone, keyring: Keyring, away: Keyring, sealer: Sealer
) -> None:
    strange = make_operation(phone, "visit.start", "visit", uuid.uuid4())
    push(client, phone, sealer.seal(strange))
    by_id = session.scalars(select(User.id)).first()
    session.rollback()
    assert by_id is not None
    op_id = uuid.UUID(strange["op_id"])
    with app.app_context():
        settling = Settling(op_ids=(op_id,), decision=SettlementDecision.KEPT_AS_NOTE, note="nobody can read it")
        settle_review(settling, by_id=by_id, at=NOW)
    bring_back(keyring, away)
    open_kept(app)
    assert find(session, strange).verdict_reason == "unknown_entity"
    assert count(session, OperationSettlement) == 0


def test_files_and_large_operations_are_received_and_their_phone_hears_it(
    app: Flask, client: FlaskClient, session: Session, phone: Phone, visit_id: uuid.UUID, keyring: Keyring,
    away: Keyring, sealer: Sealer,
) -> None:  # fmt: skip
    operation = note(phone, visit_id)
    as_file = SentFile(phone, json.dumps(operation).encode(), uuid.UUID(operation["op_id"]))
    files = [
        (seal_file(sealer, phone, SentFile(phone, small_photo(4))), {}),
        (seal_file(sealer, phone, as_file), {"purpose": "operation", "op_id": operation["op_id"]}),
    ]
    for sealed, metadata in files:
        client.post("/files", headers=sealed.announcement(**metadata))
        reply = client.patch(sealed.sent.path, data=sealed.sent.content, headers=sealed.sent.patch_headers(0))
        assert "Doorstep-Unopened" in reply.headers
    bring_back(keyring, away)
    assert open_kept(app) == OpenedWork(files=2)
    for sealed, _ in files:
        received = client.head(sealed.sent.path, headers=sealed.sent.headers()).headers
        assert (received["Doorstep-Received"], "Doorstep-Unopened" in received) == (f"sha256={sealed.sha256}", False)
    assert find(session, operation).verdict == "applied"


def run(app: Flask, command: object, *arguments: str) -> tuple[int, str]:
    ran = app.test_cli_runner().invoke(command, arguments)
    with app.app_context():
        db.engine.dispose()
    return ran.exit_code, ran.output


def test_the_commands_rotate_print_and_bring_back_and_what_waited_is_opened(
    app: Flask,
    client: FlaskClient,
    session: Session,
    phone: Phone,
    visit_id: uuid.UUID,
    keyring: Keyring,
    tmp_path: Path,
) -> None:
    first = keyring.find_current()
    code, said = run(app, rotate_sealing_key_command)
    new = keyring.find_current()
    assert first is not None
    assert new is not None
    assert (code, new.key_id in said, new.key_id != first.key_id) == (0, True, True)
    code, page = run(app, print_sealing_keys_command)
    assert (code, page.count("BEGIN PRIVATE KEY"), "add-sealing-key" in page) == (0, 2, True)
    shutil.rmtree(keyring.folder)
    keyring.prepare()
    operation = note(phone, visit_id)
    push(client, phone, Sealer.of(first, phone.device_id).seal(operation))
    paper = tmp_path / "typed.txt"
    paper.write_text(page)
    code, said = run(app, add_sealing_key_command, str(paper))
    assert (code, "1 operations" in said, first.key_id in said) == (0, True, True)
    assert find(session, operation).verdict == "applied"
    actions = set(session.scalars(select(AuditEntry.action)))
    assert {"sealing_key.rotate", "sealing_key.print", "sealing_key.add", "operation.open"} <= actions
    session.rollback()
    paper.write_text("nothing of the kind")
    code, said = run(app, add_sealing_key_command, str(paper))
    assert (code, "no key in this file" in said) == (1, True)
