"""What a broken or hostile client may send to the address of ODK Collect: a clear answer, nothing lost, nothing half-written."""

from __future__ import annotations

import datetime as dt
import io
import logging

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from server.domain.app_token import AppTokenKind
from server.impersonal_logs import hide_tokens
from server.store.tables import AppToken, Attachment, AuditEntry, Device, Operation, RefusedTries, Submission, User
from server.use_cases.make_app_token import make_app_token
from server.use_cases.revoke_app_token import revoke_app_token
from server.use_cases.revoke_device import end_upload_ticket, revoke_device
from tests.factories.borough import NOW
from tests.factories.collect import HEADERS, Collect, LetIn, fill_survey, let_in, publish_survey, read_message
from tests.factories.sent_files import small_photo

BOMB = b"""<?xml version="1.0"?><!DOCTYPE data [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>
<data id="street_survey" version="1"><street>&b;</street></data>"""
OUTSIDE = b"""<?xml version="1.0"?><!DOCTYPE data [<!ENTITY a SYSTEM "file:///etc/passwd">]>
<data id="street_survey" version="1"><street>&a;</street></data>"""


@pytest.fixture
def entry(app: Flask, session: Session) -> LetIn:
    with app.app_context():
        return let_in(session)


@pytest.fixture
def collect(client: FlaskClient, entry: LetIn) -> Collect:
    return Collect(client, entry.token)


def stored(session: Session) -> tuple[int, int, int]:
    """How many operations, submissions and files there are."""
    session.rollback()
    counts = [
        session.scalar(select(func.count()).select_from(table)) or 0 for table in (Operation, Submission, Attachment)
    ]
    return counts[0], counts[1], counts[2]


def refuse(reply: TestResponse, status: int, words: str) -> None:
    assert reply.status_code == status, reply.data
    assert words in read_message(reply)
    assert reply.headers["X-OpenRosa-Version"] == "1.0"


DOCUMENT_TYPE = "cannot be read: the XML has a document type declaration"


@pytest.mark.parametrize(
    ("xml", "words"),
    [
        (BOMB, DOCUMENT_TYPE),
        (OUTSIDE, DOCUMENT_TYPE),
        (b"<data", "not well-formed"),
        (b"\xff\xfe", "not well-formed"),
        (b"<a>" * 200 + b"</a>" * 200, "nested too deeply"),
    ],
)
def test_xml_that_is_a_trap_or_broken_is_refused_by_what_it_has_and_nothing_is_kept(
    collect: Collect, session: Session, xml: bytes, words: str
) -> None:
    refuse(collect.post(xml, {"a.jpg": small_photo()}), 400, words)
    assert stored(session) == (0, 0, 0)


def test_a_submission_that_does_not_name_itself_is_refused(collect: Collect, session: Session) -> None:
    refuse(collect.post(b'<data id="street_survey" version="1"><street>A</street></data>'), 400, "instanceID")
    refuse(collect.post(fill_survey().replace(b' id="street_survey"', b"")), 400, "of which form")
    refuse(collect.post(fill_survey(instance_id="x" * 300)), 400, "instanceID")
    assert stored(session) == (0, 0, 0)


def test_ten_megabytes_of_answer_are_refused_and_a_long_one_is_kept(collect: Collect, session: Session) -> None:
    refuse(collect.post(fill_survey(f"<street>{'a' * 10 * 1024 * 1024}</street>")), 400, "larger than 10 MB")
    assert stored(session) == (0, 0, 0)
    assert collect.post(fill_survey(f"<street>{'a' * 1024 * 1024}</street>")).status_code == 201
    assert stored(session) == (1, 1, 0)


COUNTED = [
    ("type", "name", "label", "repeat_count"),
    ("integer", "homes", "Homes", ""),
    ("begin_repeat", "door", "Door", "${homes}"),
    ("text", "number", "Number", ""),
    ("end_repeat", "", "", ""),
]


@pytest.mark.parametrize("homes", ["2026-02-30", f"0x{'f' * 400}"])
def test_an_answer_that_cannot_be_computed_with_is_taken_in(
    app: Flask, collect: Collect, session: Session, homes: str
) -> None:
    with app.app_context():
        publish_survey(version="2", survey=COUNTED)
    assert collect.post(fill_survey(f"<homes>{homes}</homes>", version="2")).status_code == 201
    assert stored(session) == (1, 1, 0)


def test_a_form_we_do_not_have_or_that_the_access_is_not_for_is_refused(
    app: Flask, collect: Collect, session: Session
) -> None:
    with app.app_context():
        publish_survey("other_survey")
    refuse(collect.post(fill_survey(form_id="nowhere")), 404, "no such form")
    refuse(collect.post(fill_survey(form_id="other_survey")), 403, "another form")
    refuse(collect.get("/formList?formID=other_survey"), 404, "not for that form")
    assert stored(session) == (0, 0, 0)


def test_a_request_without_the_submission_is_refused(collect: Collect, session: Session) -> None:
    address = collect.path("/submission")
    photo = {"front.jpg": (io.BytesIO(small_photo()), "front.jpg")}
    refuse(collect.client.post(address, headers=HEADERS, data=photo), 400, "xml_submission_file")
    refuse(collect.client.post(address, headers=HEADERS, data=fill_survey()), 400, "multipart/form-data")
    broken = "multipart/form-data; boundary=x"
    refuse(
        collect.client.post(address, headers=HEADERS, data=b"--y\r\n", content_type=broken), 400, "xml_submission_file"
    )
    assert stored(session) == (0, 0, 0)


# werkzeug leaves the part that never ended to the garbage collector, which closes it.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_body_that_breaks_off_leaves_nothing_behind(collect: Collect, session: Session) -> None:
    head = b'--x\r\nContent-Disposition: form-data; name="xml_submission_file"; filename="a.xml"\r\n\r\n'
    whole = head + fill_survey() + b"\r\n--x--\r\n"
    address, kind = collect.path("/submission"), "multipart/form-data; boundary=x"
    cut = collect.client.post(address, headers=HEADERS, data=whole[:-40], content_type=kind)
    assert cut.status_code == 400
    assert stored(session) == (0, 0, 0)
    assert collect.client.post(address, headers=HEADERS, data=whole, content_type=kind).status_code == 201


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("a\u202egpj.exe", "agpj.exe"),
        ("\u2028..", "file"),
        ("x" * 400, "x" * 255),
    ],
)
def test_a_hostile_name_is_only_a_name(collect: Collect, session: Session, sent: str, kept: str) -> None:
    assert collect.post(fill_survey(), {sent: small_photo()}).status_code == 201
    session.rollback()
    file = session.scalars(select(Attachment)).one()
    assert file.name == kept
    assert str(file.storage_key) == f"{file.id.hex[-2:]}/{file.id}/original-0"


def test_a_file_larger_than_the_council_takes_is_refused_with_all_of_its_request(
    app: Flask, collect: Collect, session: Session
) -> None:
    app.config["MAX_UPLOAD_BYTES"] = 1000
    refuse(collect.post(fill_survey(), {"a.jpg": b"x" * 1001}), 413, "larger than the council takes")
    refuse(collect.post(fill_survey(), {"a.jpg": b"x" * 5000}), 413, "")
    assert stored(session) == (0, 0, 0)


def test_a_revoked_access_opens_and_delivers_nothing(
    app: Flask, collect: Collect, session: Session, entry: LetIn
) -> None:
    token_id = session.scalars(select(AppToken.id)).one()
    with app.app_context():
        assert revoke_app_token(entry.form_id, token_id, by_id=entry.administrator_id, at=NOW)
        assert not revoke_app_token(entry.form_id, token_id, by_id=entry.administrator_id, at=NOW)
    for reply in (collect.get("/formList"), collect.post(fill_survey())):
        refuse(reply, 401, "ended")
    assert stored(session) == (0, 0, 0)


def test_somebody_who_has_left_gets_no_form_and_delivers_into_review_for_thirty_days(
    collect: Collect, session: Session, entry: LetIn
) -> None:
    person = session.get_one(User, entry.user_id)
    person.active, person.left_at = False, dt.datetime.now(dt.UTC) - dt.timedelta(days=29)
    session.commit()
    refuse(collect.get("/formList"), 403, "has left")
    assert collect.send(fill_survey()).status_code == 201
    session.rollback()
    operation = session.scalars(select(Operation)).one()
    assert (operation.verdict, operation.verdict_reason) == ("review", "revoked_device")
    person.left_at = dt.datetime.now(dt.UTC) - dt.timedelta(days=31)
    session.commit()
    refuse(collect.post(fill_survey()), 403, "has left")


def test_a_revoked_registration_gets_no_form_and_delivers_into_review_until_its_ticket_is_ended(
    app: Flask, collect: Collect, session: Session, entry: LetIn
) -> None:
    device_id, at = session.scalars(select(AppToken.device_id)).one() or "", dt.datetime.now(dt.UTC)
    with app.app_context():
        revoke_device(device_id, "Left on a bus", by_id=entry.administrator_id, at=at)
    refuse(collect.get("/formList"), 403, "revoked")
    assert collect.post(fill_survey()).status_code == 201
    session.rollback()
    assert session.scalars(select(Operation.verdict_reason)).one() == "revoked_device"
    with app.app_context():
        end_upload_ticket(device_id, "In other hands", by_id=entry.administrator_id, at=at)
    refuse(collect.post(fill_survey()), 403, "revoked")
    assert stored(session)[0] == 1


def test_an_access_of_one_program_does_not_open_the_other(app: Flask, client: FlaskClient, entry: LetIn) -> None:
    with app.app_context():
        reader = make_app_token(
            AppTokenKind.ODATA,
            entry.form_id,
            "Power BI",
            user_id=entry.administrator_id,
            by_id=entry.administrator_id,
            at=NOW,
        )
    refuse(Collect(client, reader).get("/formList"), 401, "not known")


def test_guessing_is_stopped_like_guessing_passwords_and_never_stops_a_known_access(
    client: FlaskClient, collect: Collect, session: Session
) -> None:
    for _ in range(49):
        refuse(Collect(client, "guess").get("/formList"), 401, "not known")
    stopped = Collect(client, "guess").get("/formList")
    refuse(stopped, 429, "Too many")
    assert 0 < int(stopped.headers["Retry-After"]) <= 901
    assert collect.get("/formList").status_code == 200
    session.rollback()
    assert [row.source for row in session.scalars(select(RefusedTries))] == ["app_token:127.0.0.1/32"]
    assert "token.too_many_tries" in session.scalars(select(AuditEntry.action)).all()


def test_a_token_is_kept_as_a_hash_and_its_registration_is_no_phone(session: Session, entry: LetIn) -> None:
    kept = session.scalars(select(AppToken)).one()
    assert entry.token not in str([getattr(kept, column.name) for column in AppToken.__table__.columns])
    device = session.get_one(Device, kept.device_id)
    assert (device.device_token_hash, device.upload_ticket_hash) == (None, None)


def test_behind_a_proxy_a_request_in_the_clear_is_turned_away(app: Flask, collect: Collect) -> None:
    app.config.update(IS_HTTPS=True, TRUSTED_PROXIES=1)
    refuse(collect.get("/formList"), 403, "https only")


def test_a_token_in_an_address_reaches_no_log(
    app: Flask, collect: Collect, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fall_over(*_: object, **__: object) -> None:
        raise RuntimeError("a bug")

    monkeypatch.setattr("server.api.openrosa.list_forms", fall_over)
    app.testing, app.config["PROPAGATE_EXCEPTIONS"] = False, False
    assert collect.get("/formList").status_code == 500
    written = [logging.root.handlers and record.getMessage() for record in caplog.records]
    assert any(collect.token in str(line) for line in written)  # Flask names the address; the formatter hides it
    from server.impersonal_logs import PATTERN, ImpersonalFormatter

    shown = "\n".join(ImpersonalFormatter(PATTERN).format(record) for record in caplog.records)
    assert collect.token not in shown
    assert "/key/…/formList" in shown
    assert hide_tokens('"GET /key/abc-_1/submission?x=1 HTTP/1.1" 201') == '"GET /key/…/submission?x=1 HTTP/1.1" 201'
