"""OpenRosa as ODK Collect drives it: list, form, manifest, submission in parts. What comes is an operation in the one log."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from lxml import etree
from sqlalchemy import select
from sqlalchemy.orm import Session

from server.store.tables import Alert, Attachment, FormVersion, Job, Operation, OperationClash, Submission
from server.use_cases.open_byte_store import open_byte_store
from tests.factories.borough import NOW
from tests.factories.collect import (
    HEADERS,
    Collect,
    LetIn,
    fill_survey,
    let_in,
    new_instance_id,
    publish_survey,
    read_message,
)
from tests.factories.sent_files import small_photo

LIST = "{http://openrosa.org/xforms/xformsList}"
MANIFEST = "{http://openrosa.org/xforms/xformsManifest}"
PHOTO = "<photo>front.jpg</photo>"
PICTURES = "<door><picture>a.jpg</picture></door><door><picture>b.jpg</picture></door>"


@pytest.fixture
def entry(app: Flask, session: Session) -> LetIn:
    with app.app_context():
        return let_in(session)


@pytest.fixture
def collect(client: FlaskClient, entry: LetIn) -> Collect:
    return Collect(client, entry.token)


def get_submission(session: Session) -> Submission:
    session.rollback()
    return session.scalars(select(Submission)).one()


def list_files(session: Session) -> Sequence[Attachment]:
    session.rollback()
    return session.scalars(select(Attachment).order_by(Attachment.name, Attachment.id)).all()


def codes(submission: Submission) -> list[str]:
    return [problem["code"] for problem in submission.problems]


def test_collect_finds_the_form_downloads_it_and_what_it_looks_up(collect: Collect, session: Session) -> None:
    listed = collect.get("/formList")
    assert listed.status_code == 200
    assert listed.headers["X-OpenRosa-Version"] == "1.0"
    assert listed.headers["Date"].endswith("GMT")
    [form] = etree.fromstring(listed.data).findall(f"{LIST}xform")
    said = {child.tag.removeprefix(LIST): child.text for child in form}
    assert (said["formID"], said["name"], said["version"]) == ("street_survey", "Street survey", "1")
    xform = collect.get(str(said["downloadUrl"]))
    assert xform.data.decode() == session.scalars(select(FormVersion.xform)).one()
    assert said["hash"] == f"md5:{hashlib.md5(xform.data, usedforsecurity=False).hexdigest()}"
    manifest = collect.get(str(said["manifestUrl"]))
    assert manifest.status_code == 200
    assert manifest.mimetype == "text/xml"


def test_a_form_that_looks_a_resident_up_opens_in_collect_and_is_given_nobody(
    app: Flask, collect: Collect, entry: LetIn
) -> None:
    rows = [
        ("type", "name", "label", "calculation"),
        ("calculate", "who", "", "pulldata('resident', 'key_worker', 'id', 'x')"),
        ("calculate", "by", "", "pulldata('officer', 'name', 'id', 'y')"),
        ("text", "street", "Street", ""),
    ]
    with app.app_context():
        publish_survey(version="2", survey=rows)
    form = etree.fromstring(collect.get("/formList").data).find(f"{LIST}xform")
    assert form is not None
    manifest = etree.fromstring(collect.get(str(form.findtext(f"{LIST}manifestUrl"))).data)
    files = {
        str(file.findtext(f"{MANIFEST}filename")): collect.get(str(file.findtext(f"{MANIFEST}downloadUrl"))).data
        for file in manifest
    }
    resident = files["resident.csv"].decode().splitlines()
    assert resident[0] == "id,first_name,last_name,mobile,landline,email,key_worker"
    assert resident[1:] == ["not-known-here,,,,,,"]
    assert files["officer.csv"].decode().splitlines()[1] == f"{entry.user_id},{entry.user_name}"


def test_collect_asks_where_to_send_before_it_sends(collect: Collect) -> None:
    reply = collect.client.head(collect.path("/submission"), headers=HEADERS)
    assert reply.status_code == 204
    assert reply.headers["Location"] == f"http://localhost{collect.path('/submission')}"
    assert int(reply.headers["X-OpenRosa-Accept-Content-Length"]) == 100 * 1024 * 1024
    assert reply.headers["X-OpenRosa-Version"] == "1.0"


def test_a_submission_is_an_operation_of_its_person_with_answers_checks_and_review(
    collect: Collect, session: Session, entry: LetIn
) -> None:
    instance_id = new_instance_id()
    xml = fill_survey(instance_id=instance_id)
    reply = collect.send(xml)
    assert (reply.status_code, read_message(reply)) == (201, "Received by the council.")
    submission = get_submission(session)
    assert (submission.instance_id, submission.xml.encode()) == (instance_id, xml)
    assert submission.answers["data"]["homes"] == 12
    assert (submission.submitted_by_id, submission.review_state) == (entry.user_id, "received")
    assert submission.problems == []
    operation = session.scalars(select(Operation)).one()
    assert (operation.op_id, operation.verdict, operation.kind) == (submission.op_id, "applied", "submission.create")
    assert operation.envelope["payload"]["xml"].encode() == xml


def test_what_does_not_fit_the_form_is_kept_with_what_is_wrong(collect: Collect, session: Session) -> None:
    assert collect.send(fill_survey("<homes>many</homes><cellar>wet</cellar>")).status_code == 201
    assert codes(get_submission(session)) == ["wrong_type", "unknown_node"]


def test_files_come_in_several_requests_and_belong_to_one_submission(
    app: Flask, collect: Collect, session: Session
) -> None:
    xml = fill_survey(PICTURES)
    assert collect.send(xml, {"a.jpg": small_photo(1)}).status_code == 201
    submission = get_submission(session)
    assert [(one["code"], one["node"]) for one in submission.problems] == [("file_not_listed", "/data/door[2]/picture")]
    assert collect.post(xml, {"b.jpg": small_photo(2)}).status_code == 201
    submission = get_submission(session)
    assert submission.problems == []
    files = list_files(session)
    assert [(file.name, file.node, file.status) for file in files] == [
        ("a.jpg", "/data/door[1]/picture", "received"),
        ("b.jpg", "/data/door[2]/picture", "received"),
    ]
    assert {file.submission_id for file in files} == {submission.id}
    with app.app_context():
        store = open_byte_store(app.config)
        for file, content in zip(files, (small_photo(1), small_photo(2)), strict=True):
            with store.open(str(file.storage_key)) as opened:
                assert opened.read() == content
    assert session.query(Operation).count() == 1
    assert session.query(Job).filter_by(kind="attachment.derivatives").count() == 2


def test_sending_the_same_again_changes_nothing_and_is_answered_the_same(collect: Collect, session: Session) -> None:
    xml = fill_survey(PHOTO)
    first = collect.send(xml, {"front.jpg": small_photo()})
    again = collect.send(xml, {"front.jpg": small_photo()})
    assert (again.status_code, again.data) == (first.status_code, first.data)
    session.rollback()
    assert (session.query(Submission).count(), session.query(Operation).count(), len(list_files(session))) == (1, 1, 1)
    assert session.query(OperationClash).count() == 0


def test_other_answers_under_the_same_id_are_kept_for_a_person_and_not_acknowledged(
    collect: Collect, session: Session
) -> None:
    instance_id = new_instance_id()
    assert collect.send(fill_survey("<street>One</street>", instance_id)).status_code == 201
    refused = collect.send(fill_survey("<street>Two</street>", instance_id), {"x.jpg": small_photo()})
    assert refused.status_code == 409
    assert "kept for somebody" in read_message(refused)
    assert get_submission(session).answers["data"]["street"] == "One"
    clash = session.scalars(select(OperationClash)).one()
    assert "<street>Two</street>" in clash.envelope["payload"]["xml"]
    assert list_files(session) == []


def test_a_correction_names_what_it_takes_the_place_of(collect: Collect, session: Session) -> None:
    first = new_instance_id()
    collect.send(fill_survey("<street>One</street>", first))
    collect.send(fill_survey("<street>Two</street>", deprecated_id=first))
    session.rollback()
    found = {one.answers["data"]["street"]: one for one in session.scalars(select(Submission))}
    assert found["Two"].corrects_id == found["One"].id
    assert found["One"].corrects_id is None


def test_a_file_that_no_answer_names_is_kept_and_said(collect: Collect, session: Session) -> None:
    assert collect.send(fill_survey(), {"stray.jpg": small_photo()}).status_code == 201
    assert codes(get_submission(session)) == ["file_not_named"]
    assert [(file.name, file.node) for file in list_files(session)] == [("stray.jpg", None)]


def test_what_is_no_picture_is_set_aside_and_holds_nothing_up(collect: Collect, session: Session) -> None:
    assert collect.send(fill_survey(PHOTO), {"front.jpg": b"MZ not a picture"}).status_code == 201
    [file] = list_files(session)
    assert (file.status, file.quarantine_reason is not None) == ("quarantined", True)


def test_a_retired_version_is_still_taken_in_as_it_was_filled(app: Flask, collect: Collect, session: Session) -> None:
    with app.app_context():
        publish_survey(version="2", survey=[("type", "name", "label"), ("text", "street", "Street")])
    assert collect.send(fill_survey()).status_code == 201
    submission = get_submission(session)
    version = session.get_one(FormVersion, submission.form_version_id)
    assert (version.version_label, version.retired_at is not None, submission.problems) == ("1", True, [])


def test_a_version_nobody_published_is_kept_for_a_person(collect: Collect, session: Session) -> None:
    reply = collect.send(fill_survey(version="draft 7"))
    assert (reply.status_code, read_message(reply)) == (201, "Received. Somebody at the council looks at it first.")
    session.rollback()
    operation = session.scalars(select(Operation)).one()
    assert (operation.verdict, operation.verdict_reason) == ("review", "unknown_form_version")
    assert get_submission(session).form_version_id is None


def test_an_answer_that_says_something_of_a_person_waits_for_somebody_to_say_of_whom(
    app: Flask, collect: Collect, session: Session, entry: LetIn
) -> None:
    rows = [
        ("type", "name", "label", "bind::doorstep:records"),
        ("text", "mobile", "Mobile", "resident.mobile"),
        ("text", "worry", "Worry", "alert.safeguarding"),
    ]
    with app.app_context():
        publish_survey(version="2", survey=rows)
    assert collect.send(fill_survey("<mobile>07700 900002</mobile>", version="2")).status_code == 201
    session.rollback()
    operation = session.scalars(select(Operation)).one()
    assert (operation.verdict, operation.verdict_reason) == ("review", "names_nobody")
    assert codes(get_submission(session)) == ["names_nobody"]
    assert collect.send(fill_survey("<worry>yes</worry>", version="2")).status_code == 201
    session.rollback()
    alert = session.scalars(select(Alert)).one()
    assert (alert.kind, alert.visit_id, alert.raised_by_id) == ("safeguarding", None, entry.user_id)


def test_basic_authentication_opens_the_same_and_no_other_does(client: FlaskClient, entry: LetIn) -> None:
    asked = client.get("/openrosa/formList", headers=HEADERS)
    assert asked.status_code == 401
    assert asked.headers["WWW-Authenticate"].lower().startswith("basic realm=")
    assert "digest" not in asked.headers["WWW-Authenticate"].lower()
    basic = {"Authorization": "Basic " + base64.b64encode(f"Street team:{entry.token}".encode()).decode()}
    listed = client.get("/openrosa/formList", headers=HEADERS | basic)
    assert listed.status_code == 200
    assert entry.token.encode() not in listed.data
    bearer: dict[str, Any] = {"Authorization": f"Bearer {entry.token}"}
    assert client.get("/openrosa/formList", headers=HEADERS | bearer).status_code == 401


def test_nothing_was_sent_at_a_time_before_now(collect: Collect, session: Session) -> None:
    collect.send(fill_survey())
    submission = get_submission(session)
    assert submission.finalised_at is None
    assert submission.received_at > NOW
