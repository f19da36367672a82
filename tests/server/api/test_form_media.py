"""Files of a form's labels on the wire: for a phone by its device token, for ODK Collect by its manifest, for nobody else."""

from __future__ import annotations

import hashlib
import uuid

import pytest
from flask import Flask
from flask.testing import FlaskClient
from lxml import etree
from sqlalchemy.orm import Session

from server.domain.app_token import AppTokenKind
from server.use_cases.make_app_token import make_app_token
from server.use_cases.open_byte_store import open_byte_store
from tests.factories.borough import NOW, Phone
from tests.factories.collect import Collect, LetIn, let_in
from tests.factories.form_media import FILES, publish_illustrated

MANIFEST = "{http://openrosa.org/xforms/xformsManifest}"
MAP = "street map.png"
DIGEST = hashlib.sha256(FILES[MAP]).hexdigest()


@pytest.fixture
def version_id(app: Flask, phone: Phone) -> uuid.UUID:
    with app.app_context():
        return publish_illustrated(open_byte_store(app.config), phone.user_id)


def ask(client: FlaskClient, version_id: uuid.UUID, token: str, sha256: str = DIGEST) -> tuple[int, bytes]:
    headers = {"Authorization": f"Bearer {token}"}
    reply = client.get(f"/api/v1/forms/{version_id}/media/{sha256}", headers=headers)
    return reply.status_code, reply.data


def test_a_phone_fetches_a_file_by_its_content(client: FlaskClient, phone: Phone, version_id: uuid.UUID) -> None:
    assert ask(client, version_id, phone.device_token) == (200, FILES[MAP])


def test_nobody_else_is_given_it(client: FlaskClient, phone: Phone, version_id: uuid.UUID) -> None:
    assert ask(client, version_id, phone.upload_ticket)[0] == 403
    assert ask(client, version_id, "nobody")[0] == 401
    assert client.get(f"/api/v1/forms/{version_id}/media/{DIGEST}").status_code == 401


def test_what_a_version_does_not_have_is_not_found(client: FlaskClient, phone: Phone, version_id: uuid.UUID) -> None:
    for asked, sha256 in ((version_id, "0" * 64), (version_id, "..%2f.."), (uuid.uuid4(), DIGEST)):
        assert ask(client, asked, phone.device_token, sha256)[0] == 404


def test_collect_is_told_of_each_file_and_downloads_it_with_its_own_access(
    app: Flask, client: FlaskClient, session: Session
) -> None:
    with app.app_context():
        entry: LetIn = let_in(session)
        publish_illustrated(open_byte_store(app.config), entry.administrator_id)
        token = make_app_token(
            AppTokenKind.COLLECT, "small", "Tanks", user_id=entry.user_id, by_id=entry.administrator_id, at=NOW
        )
    collect = Collect(client, token)
    form = etree.fromstring(collect.get("/formList").data)[0]
    manifest = etree.fromstring(
        collect.get(str(form.findtext("{http://openrosa.org/xforms/xformsList}manifestUrl"))).data
    )
    listed = {
        str(one.findtext(f"{MANIFEST}filename")): (
            one.findtext(f"{MANIFEST}hash"),
            str(one.findtext(f"{MANIFEST}downloadUrl")),
        )
        for one in manifest
    }
    assert sorted(listed) == sorted(FILES)
    for name, (digest, url) in listed.items():
        assert digest == f"md5:{hashlib.md5(FILES[name], usedforsecurity=False).hexdigest()}"
        assert collect.get(url).data == FILES[name]
    assert collect.get(listed["how.mp4"][1]).mimetype == "video/mp4"
    other = listed[MAP][1].replace(token, entry.token)
    assert other != listed[MAP][1]
    assert Collect(client, entry.token).get(other).status_code == 404
    basic = listed[MAP][1].replace(f"/key/{token}", "/openrosa")
    assert client.get(basic).status_code == 401
