"""Pictures of a resident's form: shown to whoever has answered the link's question, of that form only."""

from __future__ import annotations

import json
import re
import uuid

from flask import Flask
from flask.testing import FlaskClient

from server.domain.form_medium import NamedMedium
from server.forms.named_media import list_named_media
from server.store.forms import find_current, get_version
from server.store.unit_of_work import read_snapshot
from server.use_cases.add_form_media import add_form_media
from server.use_cases.open_byte_store import open_byte_store
from server.use_cases.publish_form import publish_upload
from server.use_cases.upload_form import upload_form
from tests.factories.borough import NOW
from tests.factories.form_media import publish_illustrated, sent
from tests.factories.resident_links import Asked, make_resident_form
from tests.factories.sent_files import small_photo
from tests.server.resident.conftest import Opened

LETTER = small_photo(seed=5)
SURVEY = [("type", "name", "label", "media::image"), ("text", "how", "How are you?", "letter.jpg")]


def publish(app: Flask, asked: Asked) -> uuid.UUID:
    """Version 2 of the form, with its picture."""
    store = open_byte_store(app.config)
    with app.app_context():
        with read_snapshot() as session:
            user_id, current = asked.sender.id, find_current(session, asked.form_ref_id)
        received = upload_form(
            make_resident_form(survey=SURVEY, version="2"),
            file_name="a.xlsx", form_ref_id=asked.form_ref_id, user_id=user_id, now=NOW,
        )  # fmt: skip
        assert received.upload_id is not None
        assert current is not None
        assert list_named_media(current.xform) == []
        assert add_form_media(store, received.upload_id, sent({"letter.jpg": LETTER}), user_id=user_id, now=NOW) == []
        publish_upload(received.upload_id, seen_version_id=current.id, user_id=user_id, now=NOW)
        with read_snapshot() as session:
            published = find_current(session, asked.form_ref_id)
            assert published is not None
            assert list_named_media(published.xform) == [NamedMedium("letter.jpg", "image")]
        return publish_illustrated(store, user_id)


def addresses(client: FlaskClient) -> dict[str, str]:
    found = re.search(r'id="form-source">(.*?)</script>', client.get("/e/form").text, re.DOTALL)
    assert found is not None
    media: dict[str, str] = json.loads(found.group(1))["media"]
    return media


def test_the_form_by_link_has_its_pictures_and_no_other_forms(app: Flask, asked: Asked, opened: Opened) -> None:
    other_version = publish(app, asked)
    client = opened(asked)
    media = addresses(client)
    assert list(media) == ["letter.jpg"]
    picture = client.get(media["letter.jpg"])
    assert (picture.status_code, picture.data, picture.mimetype) == (200, LETTER, "image/jpeg")
    assert "sandbox" in picture.headers["Content-Security-Policy"]
    assert client.get(media["letter.jpg"], headers={"Range": "bytes=0-1"}).data == LETTER[:2]
    with app.app_context(), read_snapshot() as session:
        sha256 = get_version(session, other_version).media[0]["sha256"]
    assert client.get(f"/e/media/{other_version}/{sha256}").status_code == 404


def test_without_the_answer_nothing_is_shown(app: Flask, client: FlaskClient, asked: Asked, opened: Opened) -> None:
    publish(app, asked)
    address = addresses(opened(asked))["letter.jpg"]
    assert client.get(address).status_code in {303, 403}
