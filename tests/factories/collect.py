"""ODK Collect as a client of OpenRosa: the requests it makes, in its order, and a council that has let it in."""

from __future__ import annotations

import io
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask.testing import FlaskClient
from lxml import etree
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from server.domain.app_token import AppTokenKind
from server.domain.words import Role
from server.use_cases.make_app_token import make_app_token
from server.use_cases.publish_form import publish_form
from tests.factories.borough import NOW, add_server_device, add_user
from tests.factories.spreadsheets import make_workbook

HEADERS = {
    "X-OpenRosa-Version": "1.0",
    "Date": "Mon, 23 Nov 2026 10:42:00 GMT",
    "User-Agent": "org.odk.collect.android",
}
SURVEY = [
    ("type", "name", "label", "relevant"),
    ("text", "street", "Street", ""),
    ("integer", "homes", "Homes", ""),
    ("select_multiple kinds", "kinds", "Kinds", ""),
    ("image", "photo", "Photo", ""),
    ("begin_group", "where", "Where", ""),
    ("geopoint", "place", "Place", ""),
    ("end_group", "", "", ""),
    ("begin_repeat", "door", "Door", ""),
    ("text", "number", "Number", ""),
    ("date", "seen_on", "Seen on", ""),
    ("image", "picture", "Picture", ""),
    ("begin_repeat", "person", "Person", ""),
    ("integer", "age", "Age", ""),
    ("end_repeat", "", "", ""),
    ("end_repeat", "", "", ""),
]
KINDS = [
    ("list_name", "name", "label"),
    ("kinds", "flat", "Flat"),
    ("kinds", "house", "House"),
    ("kinds", "boat", "Boat"),
]


@dataclass(frozen=True, slots=True)
class LetIn:
    """A published survey, who may fill it in, and the token by which Collect does."""

    token: str
    form_id: str
    user_id: uuid.UUID
    user_name: str
    administrator_id: uuid.UUID


def publish_survey(
    form_id: str = "street_survey", version: str = "1", survey: Any = SURVEY, choices: Any = KINDS
) -> None:
    """Publish the survey, in an app context."""
    publish_form(make_workbook(form_id, version, survey, choices), user_id=None, now=NOW)


def let_in(session: Session, kind: AppTokenKind = AppTokenKind.COLLECT) -> LetIn:
    """Needs an app context. Commits."""
    add_server_device(session)
    administrator = add_user(session, "Ada Admin", Role.ADMINISTRATOR)
    officer = add_user(session)
    add_user(session, "Dora Duty", Role.DUTY_MANAGER)
    session.commit()
    publish_survey()
    holder = officer if kind is AppTokenKind.COLLECT else administrator
    holder_id, by_id, found = holder.id, administrator.id, (officer.id, officer.name, administrator.id)
    session.rollback()
    token = make_app_token(kind, "street_survey", "Street team", user_id=holder_id, by_id=by_id, at=NOW)
    return LetIn(token, "street_survey", *found)


def fill_survey(
    answers: str = "<street>High Street</street><homes>12</homes>",
    instance_id: str | None = None,
    *,
    version: str = "1",
    deprecated_id: str = "",
    form_id: str = "street_survey",
) -> bytes:
    """The XML that Collect keeps of a finished form."""
    was = f"<orx:deprecatedID>{deprecated_id}</orx:deprecatedID>" if deprecated_id else ""
    return (
        "<?xml version='1.0' ?>"
        f'<data xmlns:orx="http://openrosa.org/xforms" id="{form_id}" version="{version}">{answers}'
        f"<orx:meta><orx:instanceID>{instance_id or new_instance_id()}</orx:instanceID>{was}</orx:meta></data>"
    ).encode()


def new_instance_id() -> str:
    """As Collect makes it."""
    return f"uuid:{uuid.uuid4()}"


@dataclass(frozen=True, slots=True)
class Collect:
    """One phone with Collect on it, pointed at `/key/<token>`."""

    client: FlaskClient
    token: str

    def get(self, address: str) -> TestResponse:
        return self.client.get(self.path(address), headers=HEADERS)

    def path(self, address: str) -> str:
        return address if address.startswith("http") else f"/key/{self.token}{address}"

    def send(self, xml: bytes, files: Mapping[str, bytes] | None = None) -> TestResponse:
        """As Collect does: it asks first, then sends."""
        asked = self.client.head(self.path("/submission"), headers=HEADERS)
        assert asked.status_code == 204
        return self.post(xml, files)

    def post(self, xml: bytes, files: Mapping[str, bytes] | None = None) -> TestResponse:
        """One request of a submission."""
        return self.client.post(self.path("/submission"), headers=HEADERS, data=make_parts(xml, files or {}))


def make_parts(xml: bytes, files: Mapping[str, bytes]) -> MultiDict[str, Any]:
    """The parts of a request: the XML first, then each file under its own name."""
    parts: MultiDict[str, Any] = MultiDict()
    parts.add("xml_submission_file", (io.BytesIO(xml), "survey.xml", "text/xml"))
    for name, content in files.items():
        parts.add(name, (io.BytesIO(content), name, "image/jpeg"))
    return parts


def read_message(reply: TestResponse) -> str:
    """The words of OpenRosa's envelope."""
    found = etree.fromstring(reply.data).findtext("{http://openrosa.org/http/response}message")
    assert found is not None
    return found
