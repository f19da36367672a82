"""Publishing a form in a browser without JavaScript: upload, what changes, publish, retire, bring back, download."""

from __future__ import annotations

import io
import json
import re
import uuid

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse, encode_multipart

from server.domain.words import Role
from server.store.tables import AuditEntry, Form, FormUpload, FormVersion, Programme
from server.use_cases.ensure_programme import ensure_programme
from tests.factories.borough import add_user, add_visit
from tests.factories.spreadsheets import saved_again, shipped_edition, small_form
from tests.server.office.conftest import CameBack, SignIn

ONE = small_form(("text", "words", "Say <b>something</b>, **now**"), version="1")
TWO = small_form(("text", "words", "Say more"), ("time", "when", "When?"), version="2")


@pytest.fixture
def browser(session: Session, sign_in: SignIn) -> FlaskClient:
    """An administrator's browser."""
    return sign_in(add_user(session, "Ada", Role.ADMINISTRATOR))


def send(browser: FlaskClient, content: bytes, to: str = "/office/forms", name: str = "form.xlsx") -> TestResponse:
    """Choose a file and press the button. The body is made here: the test client would leave a temporary file open."""
    boundary, body = encode_multipart({"file": FileStorage(io.BytesIO(content), filename=name)})
    return browser.post(to, data=body, content_type=f"multipart/form-data; boundary={boundary}")


def publish(browser: FlaskClient, upload: TestResponse) -> TestResponse:
    """Press the button of the upload's page, with what the page has seen."""
    page = browser.get(upload.location)
    found = re.search(r'name="seen_version" value="([^"]*)"', page.text)
    assert found is not None
    return browser.post(f"{upload.location}/publish", data={"seen_version": found.group(1)})


def publish_first(browser: FlaskClient) -> str:
    """Version 1; returns the address of the form's page."""
    return publish(browser, send(browser, ONE)).location


def test_a_form_is_uploaded_looked_at_and_published(session: Session, browser: FlaskClient) -> None:
    assert "No form is published yet." in browser.get("/office/forms").text
    upload = send(browser, ONE)
    assert upload.status_code == 303
    page = browser.get(upload.location).text
    assert "This version is not published: no phone has it." in page
    assert "This form is new" in page
    assert "<div>Say something, now</div>" in page
    assert "Uploaded and not published" in browser.get("/office/forms").text
    published = publish(browser, upload)
    assert published.status_code == 303
    page = browser.get(published.location).text
    assert "The version is published." in page
    assert "New checks begin with version 1." in page
    assert "Ada" in page
    assert browser.get(upload.location).status_code == 404
    listed = browser.get("/office/forms").text
    assert "published</strong>" in listed
    assert "Uploaded and not published" not in listed


def test_a_new_version_says_in_words_what_changes_and_what_degrades(browser: FlaskClient) -> None:
    form = publish_first(browser)
    page = browser.get(send(browser, TWO, f"{form}/upload").location).text
    assert "Beside version 1, which new checks begin with now." in page
    assert "1 question is added" in page
    assert "When? (when)" in page
    assert "Label: “Say &lt;b&gt;something&lt;/b&gt;, **now**” is now “Say more”" in page
    assert "1 question is changed" in page
    assert "is removed" not in page


def test_errors_are_a_summary_with_sheets_and_rows_and_nothing_is_kept(session: Session, browser: FlaskClient) -> None:
    wrong = small_form(
        ("text", "fine", "Fine", "resident.nhs_number"),
        ("text", "fine_too", "Fine", "referral.pizza"),
        heads=("type", "name", "label", "bind::doorstep:records"),
    )
    reply = send(browser, wrong)
    assert reply.status_code == 422
    assert "<title>Error:" in reply.text
    for row, target in ((2, "resident.nhs_number"), (3, "referral.pizza")):
        assert f"Sheet survey, row {row}: “{target}” in the column records:" in reply.text
    assert reply.text.count('href="#file"') == 2
    assert session.scalars(select(FormUpload)).all() == []


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (b"", "", "Choose a file"),
        (b"<html>", "a.xlsx", "This is not an Excel workbook"),
        (b"PK" + b"\0" * (10 * 1024 * 1024), "a.xlsx", "larger than 10 MB"),
    ],
)
def test_what_is_no_form_is_refused_in_words(browser: FlaskClient, content: bytes, name: str, words: str) -> None:
    reply = send(browser, content, name=name)
    assert reply.status_code == 422
    assert words in reply.text


def test_nothing_has_changed_when_the_download_is_sent_again(session: Session, browser: FlaskClient) -> None:
    form = publish_first(browser)
    version_id = session.scalars(select(FormVersion.id)).one()
    downloaded = browser.get(f"/office/forms/versions/{version_id}/xlsform")
    assert downloaded.data == ONE
    assert downloaded.headers["Content-Disposition"] == 'attachment; filename="small_1.xlsx"'
    for content in (downloaded.data, saved_again(downloaded.data)):
        reply = send(browser, content, f"{form}/upload")
        assert reply.location == f"/office/forms/versions/{version_id}"
        assert "Nothing has changed" in browser.get(reply.location).text
    session.rollback()
    assert session.scalars(select(FormUpload)).all() == []


def test_the_xform_is_what_phones_read_and_both_downloads_are_audited(session: Session, browser: FlaskClient) -> None:
    publish_first(browser)
    version = session.scalars(select(FormVersion)).one()
    xform = browser.get(f"/office/forms/versions/{version.id}/xform")
    assert xform.text == version.xform
    assert xform.headers["Content-Disposition"] == 'attachment; filename="small_1.xml"'
    browser.get(f"/office/forms/versions/{version.id}/xlsform")
    session.rollback()
    actions = session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)).all()
    assert actions[-4:] == ["form.upload", "form.publish", "form.download_xform", "form.download_xlsform"]


def test_a_form_is_retired_after_it_was_asked_and_a_version_is_brought_back(
    session: Session, browser: FlaskClient
) -> None:
    form = publish_first(browser)
    add_visit(session, add_user(session), form_id="small")
    session.commit()
    asked = browser.get(f"{form}/retire").text
    assert "Retire A small form?" in asked
    assert "1 visit that is still to be made uses this form." in asked
    session.rollback()
    assert session.scalars(select(FormVersion.retired_at)).one() is None
    browser.post(f"{form}/retire")
    page = browser.get(form).text
    assert "The form is retired: nobody can begin it." in page
    version_id = session.scalars(select(FormVersion.id)).one()
    session.rollback()
    back = f"/office/forms/versions/{version_id}/bring-back"
    assert "Bring back version 1 of A small form?" in browser.get(back).text
    assert browser.post(back).location == form
    assert "New checks begin with version 1." in browser.get(form).text


def test_a_form_that_says_how_a_visit_ended_is_chosen_for_the_new_visits_of_a_programme(
    session: Session, browser: FlaskClient
) -> None:
    with browser.application.app_context():
        programme_id = ensure_programme()
    own = shipped_edition("welfare_check", "council 1")
    form = publish(browser, send(browser, own)).location or ""
    assert "New visits of Shielding open with this form." in browser.get(form).text
    other = small_form(
        ("select_one ends", "ending", "How did it end?", "visit.outcome"),
        heads=("type", "name", "label", "bind::doorstep:records"),
        choices=(
            ("list_name", "name", "label"),
            ("ends", "seen_no_needs", "Seen"),
            ("ends", "seen_needs", "Needs help"),
        ),
        form_id="short_check",
        title="A short check",
    )
    form = publish(browser, send(browser, other)).location or ""
    assert "New visits of Shielding open with Welfare check." in browser.get(form).text
    chosen = f"{form}/visits/{programme_id}"
    assert "Use A short check for new visits of Shielding?" in browser.get(chosen).text
    assert browser.post(chosen).location == browser.post(chosen).location == form
    assert "New visits of Shielding open with this form." in browser.get(form).text
    assert "New visits of Shielding open with this form." in browser.get(f"{form}/retire").text
    session.rollback()
    assert session.get_one(Programme, programme_id).settings["visit_form"] == "short_check"
    changes = session.scalars(select(AuditEntry.fields).where(AuditEntry.action == "programme.visit_form")).all()
    assert changes == [{"visit_form": {"old": "welfare_check", "new": "short_check"}}]


def test_a_form_that_closes_no_visit_or_is_retired_opens_none(session: Session, browser: FlaskClient) -> None:
    with browser.application.app_context():
        programme_id = ensure_programme()
    form = publish_first(browser)
    assert "New visits" not in browser.get(form).text
    refused = browser.post(f"{form}/visits/{programme_id}")
    assert (refused.status_code, "records the outcome of the visit" in refused.text) == (409, True)
    check = publish(browser, send(browser, shipped_edition("welfare_check", "council 1"))).location or ""
    assert browser.get(f"{check}/visits/{uuid.uuid4()}").status_code == 404
    assert browser.post(f"{check}/visits/{uuid.uuid4()}").status_code == 404
    browser.post(f"{check}/retire")
    assert browser.post(f"{check}/visits/{programme_id}").status_code == 409
    assert browser.get(f"{check}/visits/{programme_id}").status_code == 404


def test_an_upload_that_was_overtaken_is_shown_again_beside_what_is_current(browser: FlaskClient) -> None:
    form = publish_first(browser)
    two = send(browser, TWO, f"{form}/upload")
    three = send(browser, small_form(("text", "words", "Say it"), version="3"), f"{form}/upload")
    seen = re.search(r'name="seen_version" value="([^"]*)"', browser.get(three.location).text)
    publish(browser, two)
    assert seen is not None
    late = browser.post(f"{three.location}/publish", data={"seen_version": seen.group(1)})
    assert late.status_code == 409
    assert "published or retired meanwhile" in late.text
    assert "Beside version 2" in late.text
    assert publish(browser, three).status_code == 303


def test_an_upload_is_put_aside(session: Session, browser: FlaskClient) -> None:
    upload = send(browser, ONE)
    assert browser.post(f"{upload.location}/discard").location == "/office/forms"
    assert "put aside. Nothing was changed." in browser.get("/office/forms").text
    assert session.scalars(select(Form)).all() == []


def test_submissions_are_counted(browser: FlaskClient, came_back: CameBack) -> None:
    row = re.search(r"Welfare check</a>.*?</tr>", browser.get("/office/forms").text, re.DOTALL)
    assert row is not None
    assert re.findall(r"<td[^>]*>(\d+)</td>", row.group())[-1] == "1"


def test_the_preview_carries_the_form_and_may_ask_the_network_for_nothing(browser: FlaskClient) -> None:
    upload = send(browser, ONE)
    page = browser.get(upload.location).text
    address = f"/office/forms/preview/upload/{upload.location.rpartition('/')[2]}"
    assert f'src="{address}"' in page
    preview = browser.get(address)
    source = re.search(r'id="form-source">(.*?)</script>', preview.text, re.DOTALL)
    assert source is not None
    assert "Say &lt;b&gt;something" in json.loads(source.group(1))["xform"]
    policy = preview.headers["Content-Security-Policy"]
    assert "connect-src 'none'" in policy
    assert "frame-ancestors 'self'" in policy
    assert preview.headers["X-Frame-Options"] == "SAMEORIGIN"
    wide = browser.get(f"{upload.location}?width=office").text
    assert "doorstep-preview--office" in wide
    assert "doorstep-preview--phone" in browser.get(f"{upload.location}?width=1000").text


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATOR])
def test_only_administrators_publish_and_governance_only_looks(session: Session, sign_in: SignIn, role: Role) -> None:
    client = sign_in(add_user(session, "Some Body", role))
    reads = role is Role.INFORMATION_GOVERNANCE
    page = client.get("/office/forms")
    assert page.status_code == (200 if reads else 403)
    assert "Send and preview" not in page.text
    nobody = uuid.uuid4()
    steps = ["", f"/{nobody}/upload", f"/{nobody}/retire", f"/versions/{nobody}/bring-back"]
    for address in [*steps, f"/uploads/{nobody}/publish", f"/uploads/{nobody}/discard"]:
        assert client.post(f"/office/forms{address}").status_code == 403


def test_what_is_not_there_is_not_found(browser: FlaskClient) -> None:
    nobody = uuid.uuid4()
    pages = ("", "/retire")
    parts = ("", "/xlsform", "/xform", "/bring-back")
    addresses = [f"/{nobody}{page}" for page in pages] + [f"/versions/{nobody}{part}" for part in parts]
    addresses += [f"/uploads/{nobody}", f"/preview/upload/{nobody}", f"/preview/version/{nobody}"]
    assert {browser.get(f"/office/forms{address}").status_code for address in addresses} == {404}
    assert send(browser, ONE, f"/office/forms/{nobody}/upload").status_code == 404
