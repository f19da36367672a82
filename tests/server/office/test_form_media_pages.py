"""Files of a form's labels in a browser without JavaScript: sent with the spreadsheet or after it, listed, and shown."""

from __future__ import annotations

import hashlib
import io
import json
import re
import uuid
from collections.abc import Mapping, Sequence

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.datastructures import FileStorage, MultiDict
from werkzeug.test import TestResponse, encode_multipart

from server.domain.words import Role
from server.store.tables import FormVersion
from server.use_cases.open_byte_store import open_byte_store
from tests.factories.borough import add_user, add_visit
from tests.factories.form_media import FILES, illustrated_form, publish_illustrated
from tests.factories.sent_files import small_photo
from tests.factories.spreadsheets import small_form
from tests.server.office.conftest import SignIn

MAP = "street map.png"


@pytest.fixture
def browser(session: Session, sign_in: SignIn) -> FlaskClient:
    """An administrator's browser."""
    return sign_in(add_user(session, "Ada", Role.ADMINISTRATOR))


def send(
    browser: FlaskClient, to: str, media: Mapping[str, bytes] = {}, spreadsheet: bytes | None = None
) -> TestResponse:
    """Choose the files and press the button."""
    parts: Sequence[tuple[str, FileStorage]] = [
        *([("file", FileStorage(io.BytesIO(spreadsheet), filename="form.xlsx"))] if spreadsheet else []),
        *[("media", FileStorage(io.BytesIO(content), filename=name)) for name, content in media.items()],
    ]
    boundary, body = encode_multipart(MultiDict(parts))
    return browser.post(to, data=body, content_type=f"multipart/form-data; boundary={boundary}")


def states(page: str) -> dict[str, str]:
    """{file name: its state} as the table of files says it."""
    rows = re.findall(r'data-label="File">(?:<a[^>]*>)?([^<]+).*?data-label="State">(.*?)</td>', page, re.DOTALL)
    return {name: "missing" if "missing" in state else "here" for name, state in rows}


def publish(browser: FlaskClient, upload: str) -> TestResponse:
    page = browser.get(upload).text
    seen = re.search(r'name="seen_version" value="([^"]*)"', page)
    assert seen is not None
    return browser.post(f"{upload}/publish", data={"seen_version": seen.group(1)})


def source_of(page: str) -> dict[str, str]:
    found = re.search(r'type="application/json" id="[a-z]+-source">(.*?)</script>', page, re.DOTALL)
    assert found is not None
    media: dict[str, str] = json.loads(found.group(1))["media"]
    return media


def test_files_come_with_the_spreadsheet_and_the_page_says_which_are_missing(browser: FlaskClient) -> None:
    some = {name: FILES[name] for name in (MAP, "hum.wav")}
    upload = send(browser, "/office/forms", some, illustrated_form())
    assert upload.status_code == 303
    page = browser.get(upload.location).text
    assert states(page) == {
        MAP: "here", "map stryd.png": "missing", "how.mp4": "missing", "hum.wav": "here", "round.gif": "missing",
    }  # fmt: skip
    assert "3 files are missing. You can publish without them" in page
    assert "At most 5 MB each and 20 MB together: every phone carries them." in page
    rest = {name: content for name, content in FILES.items() if name not in some}
    assert send(browser, f"{upload.location}/media", rest).status_code == 303
    page = browser.get(upload.location).text
    assert set(states(page).values()) == {"here"}
    assert "Every file that the form names is here." in page


def test_a_file_the_form_does_not_name_is_refused_by_name_and_the_rest_is_kept(browser: FlaskClient) -> None:
    refused = send(browser, "/office/forms", {"x<y>.png": FILES[MAP], MAP: FILES[MAP]}, illustrated_form())
    assert refused.status_code == 422
    assert "The form names no file “x&lt;y&gt;.png”, so it was not taken." in refused.text
    assert 'href="#media"' in refused.text
    assert states(refused.text)[MAP] == "here"
    extra = send(browser, "/office/forms", {MAP: FILES[MAP]}, small_form(form_id="plain"))
    assert extra.status_code == 422
    assert f"The form names no file “{MAP}”" in extra.text
    none = send(browser, re.findall(r'action="(/office/forms/uploads/[^"]*/media)"', refused.text)[0])
    assert (none.status_code, "Choose at least one file." in none.text) == (422, True)


def test_a_form_is_published_without_a_file_and_its_version_says_so(session: Session, browser: FlaskClient) -> None:
    upload = send(browser, "/office/forms", {MAP: FILES[MAP]}, illustrated_form())
    form = publish(browser, upload.location).location
    version = session.scalars(select(FormVersion)).one()
    page = browser.get(f"/office/forms/versions/{version.id}").text
    assert states(page)[MAP] == "here"
    assert "4 files are missing, and the form says so. A published version does not change" in page
    assert "<form" not in page.split('id="form-media"')[1].split("</table>")[0]
    again = send(browser, f"{form}/upload", FILES, illustrated_form())
    assert "the files of a published version do not change" in browser.get(again.location).text
    session.rollback()
    assert [one["name"] for one in session.scalars(select(FormVersion)).one().media] == [MAP]
    second = send(browser, f"{form}/upload", {"hum.wav": FILES["hum.wav"]}, illustrated_form("2"))
    page = browser.get(second.location).text
    assert "Taken over from version 1." in page
    assert (states(page)[MAP], states(page)["hum.wav"]) == ("here", "here")


def test_the_preview_shows_the_files_out_of_a_sandbox_and_in_parts(browser: FlaskClient) -> None:
    upload = send(browser, "/office/forms", FILES, illustrated_form()).location
    media = source_of(browser.get(upload.replace("/uploads/", "/preview/upload/")).text)
    assert sorted(media) == sorted(FILES)
    picture = browser.get(media[MAP])
    assert (picture.status_code, picture.data, picture.mimetype) == (200, FILES[MAP], "image/png")
    assert "sandbox" in picture.headers["Content-Security-Policy"]
    assert picture.headers["X-Content-Type-Options"] == "nosniff"
    part = browser.get(media["hum.wav"], headers={"Range": "bytes=0-3"})
    assert (part.status_code, part.data, part.headers["Content-Range"]) == (
        206,
        b"RIFF",
        f"bytes 0-3/{len(FILES['hum.wav'])}",
    )
    assert browser.get(re.sub("[0-9a-f]{64}", "0" * 64, media[MAP])).status_code == 404


def test_a_form_at_the_desk_has_addresses_that_whoever_fills_in_forms_may_read(
    app: Flask, session: Session, sign_in: SignIn
) -> None:
    administrator, caller = add_user(session, "Ada", Role.ADMINISTRATOR), add_user(session, "Cy", Role.CONTACT_CENTRE)
    visit = add_visit(session, add_user(session))
    session.commit()
    resident_id, user_id, client = visit.resident_id, administrator.id, sign_in(caller)
    session.rollback()
    with app.app_context():
        version_id = publish_illustrated(open_byte_store(app.config), user_id)
    page = client.get(f"/office/desk/fill/resident/{resident_id}/{version_id}").text
    media = source_of(page)
    assert client.get(media[MAP]).data == FILES[MAP]
    forms_page = f"/office/forms/media/version/{version_id}/{hashlib.sha256(FILES[MAP]).hexdigest()}"
    assert client.get(forms_page).status_code == 403
    assert client.get(f"/office/desk/media/{uuid.uuid4()}/{'0' * 64}").status_code == 404


def test_who_may_not_publish_adds_nothing(session: Session, browser: FlaskClient, sign_in: SignIn) -> None:
    upload = send(browser, "/office/forms", {}, illustrated_form()).location
    governor = sign_in(add_user(session, "Ivy", Role.INFORMATION_GOVERNANCE))
    assert send(governor, f"{upload}/media", {MAP: small_photo(kind="PNG")}).status_code == 403
    page = governor.get(upload).text
    assert 'name="media"' not in page
    assert states(page)[MAP] == "missing"
