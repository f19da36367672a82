"""The script of a resident's page sends in pieces to /files: by the pass of its own link, for its own documents, within its bounds."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import TypeVar

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from server.attachments.byte_store import folder_of
from server.domain.evidence import Decision
from server.domain.resident_link import LINK_DEVICE_ID, VAIN_SENDS
from server.domain.tries import UNKNOWN_TOKENS
from server.store.tables import Attachment, EvidenceFile, EvidenceItem, EvidenceUpload, Resident, Upload, UploadPart
from server.use_cases import announce_evidence_upload, give_link_pass, receive_upload
from server.use_cases.close_evidence_request import close_evidence_request
from server.use_cases.open_byte_store import open_byte_store
from server.use_cases.renew_evidence_link import renew_evidence_link
from server.use_cases.review_evidence import EvidenceStep, review_evidence
from server.use_cases.sweep_evidence_uploads import sweep_evidence_uploads
from server.use_cases.sweep_uploads import sweep_uploads
from tests.factories.borough import Phone, add_case, add_phone, add_resident, add_user
from tests.factories.evidence import (
    AskedEvidence,
    add,
    answer,
    ask_case,
    ask_for_evidence,
    item_ids,
    open_sender,
    press_send,
    read_evidence,
)
from tests.factories.resident_links import ask_resident
from tests.factories.sent_files import SentFile, small_photo

NOW = dt.datetime.now(dt.UTC)
Row = TypeVar("Row")


@pytest.fixture
def asked(app: Flask, session: Session) -> AskedEvidence:
    """A resident who was asked for two documents."""
    with app.app_context():
        return ask_for_evidence(session)


@pytest.fixture
def browser(app: Flask, asked: AskedEvidence) -> FlaskClient:
    """Theirs, with the question answered."""
    return answer(app.test_client(), asked)


@pytest.fixture
def sender(browser: FlaskClient, asked: AskedEvidence) -> Phone:
    """The script of their page."""
    return open_sender(browser, asked)


@pytest.fixture
def other(app: Flask, session: Session, asked: AskedEvidence) -> tuple[AskedEvidence, Phone]:
    """Somebody else who was asked, and the script of their page."""
    session.rollback()
    with app.app_context():
        other = ask_case(session, add_case(session, add_resident(session)), asked.sender)
    return other, open_sender(answer(app.test_client(), other), other)


def announce(client: FlaskClient, file: SentFile, document: int = 1) -> TestResponse:
    return client.post("/files", headers=file.announcement(document=str(document)))


def bring(client: FlaskClient, file: SentFile, offset: int = 0, end: int | None = None) -> TestResponse:
    return client.patch(file.path, headers=file.patch_headers(offset), data=file.content[offset:end])


def rows(session: Session, table: type[Row]) -> list[Row]:
    """All of them, as they stand now."""
    session.rollback()
    return list(session.scalars(select(table)))


def test_a_file_in_two_pieces_is_on_its_document_once_it_is_whole_and_sent_like_any_other(
    app: Flask, client: FlaskClient, session: Session, asked: AskedEvidence, browser: FlaskClient, sender: Phone
) -> None:
    photo = SentFile(sender, small_photo(1))
    assert announce(client, photo, 2).status_code == 201
    assert bring(client, photo, 0, 100).status_code == 204
    assert "Nothing has been added yet" in browser.get("/e/evidence/check").text
    assert client.head(photo.path, headers=photo.headers()).headers["Upload-Offset"] == "100"
    last = bring(client, photo, 100)
    assert last.headers["Doorstep-Received"] == f"sha256={photo.true_sha256}"
    [file], [attachment] = rows(session, EvidenceFile), rows(session, Attachment)
    assert (attachment.status, attachment.device_id, attachment.uploaded_by_id) == ("received", LINK_DEVICE_ID, None)
    assert attachment.case_id == asked.case_id
    assert file.item_id == item_ids(session, asked)[1]
    assert press_send(browser).status_code == 303
    with app.app_context():
        [sending] = read_evidence(asked).sendings
    assert rows(session, EvidenceFile)[0].sending_id == sending.id


def test_another_links_pass_and_a_phone_neither_see_nor_touch_it(
    client: FlaskClient, session: Session, sender: Phone, other: tuple[AskedEvidence, Phone]
) -> None:
    photo = SentFile(sender, small_photo(1))
    announce(client, photo)
    session.rollback()
    officer = add_phone(session, add_user(session))
    session.commit()
    for stranger in (other[1], officer):
        theirs = SentFile(stranger, photo.content, photo.attachment_id)
        assert client.head(theirs.path, headers=theirs.headers()).status_code == 404
        assert bring(client, theirs).status_code == 404
        assert client.delete(theirs.path, headers=theirs.headers()).status_code == 404
        over = theirs.headers(x_http_method_override="DELETE")
        assert client.post(theirs.path, headers=over).status_code == 404
        assert announce(client, theirs).status_code == 409
    assert client.head(photo.path, headers=photo.headers()).headers["Upload-Offset"] == "0"
    assert len(rows(session, EvidenceUpload)) == 1


def test_a_pass_touches_no_photo_of_an_officer(client: FlaskClient, session: Session, sender: Phone) -> None:
    session.rollback()
    officer = add_phone(session, add_user(session))
    session.commit()
    photo = SentFile(officer, small_photo(3))
    client.post("/files", headers=photo.announcement())
    theirs = SentFile(sender, photo.content, photo.attachment_id)
    assert client.head(theirs.path, headers=theirs.headers()).status_code == 404
    assert announce(client, theirs).status_code == 409


def test_a_pass_names_no_visit_no_operation_and_nothing_sealed(
    client: FlaskClient, session: Session, sender: Phone
) -> None:
    photo = SentFile(sender, small_photo(1))
    wrong: tuple[dict[str, str], ...] = (
        {"visit_id": str(uuid.uuid4())},
        {"instance_id": "uuid:1"},
        {"node": "/data/photo"},
        {"purpose": "operation", "op_id": str(uuid.uuid4())},
        {"sealing_key_id": "0" * 16},
    )
    for more in wrong:
        headers = photo.announcement(document="1", **more)
        assert client.post("/files", headers=headers).status_code == 400, more
    assert [announce(client, photo, number).status_code for number in (0, 3)] == [400, 400]
    assert client.post("/files", headers=photo.announcement()).status_code == 400
    assert rows(session, Attachment) == []


def test_a_pass_opens_nothing_else_and_a_cookie_opens_no_file(
    client: FlaskClient, browser: FlaskClient, sender: Phone
) -> None:
    bearer = {"Authorization": f"Bearer {sender.upload_ticket}"}
    assert client.post("/api/v1/sync/pull", headers=bearer, json={}).status_code == 401
    assert client.get("/e/evidence", headers=bearer).status_code == 403
    photo = SentFile(sender, small_photo(1))
    headers = photo.announcement(document="1")
    del headers["Authorization"]
    assert browser.post("/files", headers=headers).status_code == 401


def test_before_the_answer_there_is_no_pass_and_a_forged_one_is_counted(
    app: Flask, client: FlaskClient, session: Session, asked: AskedEvidence, sender: Phone
) -> None:
    assert sender.upload_ticket.startswith("link.")
    assert "evidence-source" not in client.get(asked.address).text
    assert client.get("/e/evidence/1").status_code == 403
    forged = SentFile(Phone("", "", sender.upload_ticket[:-3] + "abc", asked.sender.id), small_photo(1))
    answers = [announce(client, forged).status_code for _ in range(UNKNOWN_TOKENS.most + 2)]
    assert (answers[0], answers[-1]) == (401, 429)
    assert rows(session, Attachment) == []


def test_a_pass_is_over_after_two_hours_and_with_a_newer_link_and_nothing_is_lost(
    app: Flask, client: FlaskClient, asked: AskedEvidence, sender: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    photo = SentFile(sender, small_photo(1))
    announce(client, photo)
    assert give_link_pass.LIFE.total_seconds() == 7200
    with monkeypatch.context() as patch:
        patch.setattr(give_link_pass, "LIFE", dt.timedelta(seconds=-1))
        over = bring(client, photo)
    assert (over.status_code, over.headers.get("Doorstep-Fault")) == (401, None)
    with app.app_context():
        due_at = NOW + dt.timedelta(days=7)
        again = renew_evidence_link(asked.request_id, due_at.date(), due_at, by_id=asked.sender.id, at=NOW)
    assert bring(client, photo).status_code == 401
    newer = answer(
        app.test_client(), AskedEvidence(asked.resident_id, asked.case_id, asked.sender, again, asked.type_ids)
    )
    resumed = SentFile(open_sender(newer, asked), photo.content, photo.attachment_id)
    assert bring(client, resumed).headers["Doorstep-Received"].endswith(photo.true_sha256)


def test_a_closed_request_says_so_and_a_held_one_only_that_the_link_must_be_opened_again(
    app: Flask, client: FlaskClient, session: Session, asked: AskedEvidence, sender: Phone
) -> None:
    photo = SentFile(sender, small_photo(1))
    announce(client, photo)
    session.rollback()
    session.get_one(Resident, asked.resident_id).on_hold = True
    session.commit()
    assert bring(client, photo).status_code == 401
    session.rollback()
    session.get_one(Resident, asked.resident_id).on_hold = False
    session.commit()
    with app.app_context():
        close_evidence_request(asked.request_id, by_id=asked.sender.id, at=NOW)
    for reply in (bring(client, photo), announce(client, photo), client.head(photo.path, headers=photo.headers())):
        assert (reply.status_code, reply.headers["Doorstep-Fault"]) == (403, "closed")


def test_a_link_to_a_form_gives_no_pass(app: Flask, session: Session) -> None:
    with app.app_context():
        form = ask_resident(session)
    browser = app.test_client()
    browser.post(form.address, data={"day": "6", "month": "5", "year": "1941"})
    assert "evidence-source" not in browser.get("/e/form").text
    assert browser.get("/e/evidence/1").status_code == 404


def test_what_cannot_be_opened_is_told_as_a_code_kept_apart_and_makes_the_link_wait_in_the_end(
    client: FlaskClient, session: Session, browser: FlaskClient, sender: Phone
) -> None:
    bad = SentFile(sender, b"this is no picture")
    announce(client, bad)
    reply = bring(client, bad)
    assert (reply.status_code, reply.headers["Doorstep-Fault"]) == (204, "unknown_type")
    assert "was not taken" in browser.get("/e/evidence/1").text
    assert [attachment.status for attachment in rows(session, Attachment)] == ["quarantined"]
    for _ in range(VAIN_SENDS.most):
        client.delete(bad.path, headers=bad.headers())
    waiting = announce(client, SentFile(sender, small_photo(1)))
    assert (waiting.status_code, waiting.headers["Doorstep-Fault"]) == (429, "wait")
    assert int(waiting.headers["Retry-After"]) > 0


def test_a_document_takes_so_many_files_with_those_under_way_by_either_road(
    client: FlaskClient, session: Session, browser: FlaskClient, sender: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(announce_evidence_upload, "MOST_FILES", 2)
    add(browser, 1, [("plain.jpg", small_photo(9))])
    first, second = SentFile(sender, small_photo(1)), SentFile(sender, small_photo(2))
    assert [announce(client, one).status_code for one in (first, first)] == [201, 201]
    full = announce(client, second)
    assert (full.status_code, full.headers["Doorstep-Fault"]) == (403, "too_many")
    assert announce(client, second, 2).status_code == 201
    assert client.delete(first.path, headers=first.headers()).status_code == 204
    third = SentFile(sender, small_photo(3))
    assert announce(client, third).status_code == 201
    assert announce(client, first).headers["Doorstep-Fault"] == "too_many"
    large = SentFile(sender, small_photo(4))
    headers = large.announcement(document="1") | {"Upload-Length": str(26 * 1024 * 1024)}
    assert client.post("/files", headers=headers).headers["Doorstep-Fault"] == "too_large"


def test_what_is_approved_while_a_file_arrives_takes_it_no_more(
    app: Flask, client: FlaskClient, session: Session, asked: AskedEvidence, browser: FlaskClient, sender: Phone
) -> None:
    add(browser, 1, [("plain.jpg", small_photo(9))])
    press_send(browser)
    photo = SentFile(sender, small_photo(1))
    announce(client, photo)
    bring(client, photo, 0, 100)
    item = session.get_one(EvidenceItem, item_ids(session, asked)[0])
    step = EvidenceStep(
        item_id=item.id, decision=Decision.APPROVE, seen_version=item.version, document_type_id=item.document_type_id
    )
    session.rollback()
    with app.app_context():
        review_evidence(step, by_id=asked.sender.id, at=NOW)
    assert bring(client, photo, 100).status_code == 410
    assert announce(client, photo).headers["Doorstep-Fault"] == "approved"
    assert len(rows(session, EvidenceFile)) == 1
    with app.app_context():
        keys = [found.key for found in open_byte_store(app.config).list_keys(folder_of(photo.attachment_id))]
    assert keys == []


def test_a_file_whose_process_died_after_the_last_byte_is_on_its_document_all_the_same(
    app: Flask, client: FlaskClient, session: Session, sender: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    photo = SentFile(sender, small_photo(1))
    announce(client, photo)
    with monkeypatch.context() as patch:
        patch.setattr("server.api.files.complete_upload", lambda *_, **__: False)
        assert "Doorstep-Received" not in bring(client, photo).headers
    assert rows(session, EvidenceFile) == []
    with app.app_context():
        sweep_uploads(open_byte_store(app.config), now=NOW)
    assert [file.attachment_id for file in rows(session, EvidenceFile)] == [photo.attachment_id]
    assert client.head(photo.path, headers=photo.headers()).headers["Doorstep-Received"].endswith(photo.true_sha256)


def test_it_can_be_taken_back_on_the_page_until_it_is_sent(
    client: FlaskClient, session: Session, browser: FlaskClient, sender: Phone
) -> None:
    photo = SentFile(sender, small_photo(1))
    announce(client, photo)
    bring(client, photo)
    page = browser.get("/e/evidence/1").text
    fields = {"link": page.partition('name="link" value="')[2][:36], "added": str(photo.attachment_id)}
    assert browser.post("/e/evidence/1/remove", data=fields).status_code == 303
    assert [rows(session, table) for table in (EvidenceFile, Attachment, Upload, EvidenceUpload)] == [[], [], [], []]


def test_what_nobody_goes_on_with_is_forgotten_and_what_was_received_stays(
    app: Flask, client: FlaskClient, session: Session, asked: AskedEvidence, sender: Phone
) -> None:
    whole, part = SentFile(sender, small_photo(1)), SentFile(sender, small_photo(2))
    for file, end in ((whole, None), (part, 100)):
        announce(client, file)
        bring(client, file, 0, end)
    with app.app_context():
        store, later = open_byte_store(app.config), NOW + dt.timedelta(days=2)
        assert sweep_evidence_uploads(store, now=later) == 0  # it may still be gone on with
        close_evidence_request(asked.request_id, by_id=asked.sender.id, at=NOW)
        assert sweep_evidence_uploads(store, now=NOW + dt.timedelta(hours=1)) == 0
        assert [sweep_evidence_uploads(store, now=later) for _ in range(2)] == [1, 0]
        assert list(store.list_keys(folder_of(part.attachment_id))) == []
    assert [attachment.id for attachment in rows(session, Attachment)] == [whole.attachment_id]
    assert rows(session, UploadPart) == []


def test_a_file_takes_so_many_runs_and_each_counts_however_short(
    client: FlaskClient, session: Session, sender: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(receive_upload, "MOST_RUNS_BY_LINK", 3)
    file = SentFile(sender, small_photo(1))
    announce(client, file)
    assert [bring(client, file, start, start + 1).status_code for start in (0, 1, 2, 3, 3)] == [204, 204, 204, 429, 429]
    assert len(rows(session, UploadPart)) == 3


def test_what_came_damaged_is_not_begun_again_under_its_name_and_no_sweep_stumbles_over_it(
    app: Flask, client: FlaskClient, session: Session, sender: Phone
) -> None:
    damaged, part = SentFile(sender, small_photo(1), sha256="0" * 64), SentFile(sender, small_photo(2))
    announce(client, damaged)
    assert bring(client, damaged).headers["Doorstep-Fault"] == "damaged"
    again = announce(client, damaged)
    assert (again.status_code, again.headers.get("Doorstep-Fault")) == (201, "damaged")
    announce(client, part)
    bring(client, part, 0, 100)
    assert [attachment.status for attachment in rows(session, Attachment)] == ["quarantined", "receiving"]
    with app.app_context():
        store, later = open_byte_store(app.config), NOW + dt.timedelta(days=60)
        assert sweep_evidence_uploads(store, now=later) == 1
    assert [attachment.id for attachment in rows(session, Attachment)] == [damaged.attachment_id]
    assert [file.attachment_id for file in rows(session, EvidenceFile)] == [damaged.attachment_id]


def test_what_is_forgotten_while_the_storage_fails_is_forgotten_in_the_next_round(
    app: Flask, client: FlaskClient, session: Session, sender: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    part = SentFile(sender, small_photo(2))
    announce(client, part)
    bring(client, part, 0, 100)

    def fail(_key: str) -> None:
        raise OSError("the storage does not answer")

    with app.app_context():
        store, later = open_byte_store(app.config), NOW + dt.timedelta(days=60)
        with monkeypatch.context() as patch:
            patch.setattr(store, "remove", fail)
            with pytest.raises(OSError, match="does not answer"):
                sweep_evidence_uploads(store, now=later)
        assert sweep_evidence_uploads(store, now=later) == 1
        assert list(store.list_keys(folder_of(part.attachment_id))) == []
    assert rows(session, Attachment) == []


def test_a_number_of_a_document_beyond_all_numbers_is_bad_input(client: FlaskClient, sender: Phone) -> None:
    assert announce(client, SentFile(sender, small_photo(1)), 999_999_999_999_999).status_code == 400
