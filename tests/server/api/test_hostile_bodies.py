"""What a broken phone, or somebody who has stolen one, can put into a body: every answer is a sentence, and never a crash.

Each place of each body is filled with each odd value in turn; answers must be JSON that a phone can read.
"""

from __future__ import annotations

import itertools
import json
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from server.domain.password import hash_password
from server.domain.words import Role
from server.store.tables import User, Visit
from tests.factories.borough import Phone, add_phone, add_server_device, add_user, add_visit
from tests.factories.operations import edit, make_operation

ODD = [
    '"\\u0000"', '"\\ud800"', "2147483648", "1" * 400, "0.5", "null", "[null]", "[" * 60 + "]" * 60,
    '{"\\u0000":"\\ud800"}', '"' + "x" * 3000 + '"', '"0001-01-01T00:00:00+14:00"', '"9999-12-31"',
]  # fmt: skip
NEVER = ["1e400", "-1e400", "NaN", "[" * 200 + "]" * 200, "[" * 970 + "]" * 970, "[" * 30_000 + "]" * 30_000]
FILE = {
    "attachment_id": str(uuid.uuid4()), "name": "a.jpg", "content_type": "image/jpeg", "size": 5, "sha256": "0" * 64,
    "captured_at": "2026-01-01T00:00:00Z", "node": "/data/x",
}  # fmt: skip
PAYLOADS: dict[str, dict[str, Any]] = {
    "visit.start": {},
    "visit.submit": {"submission_op_id": str(uuid.uuid4())},
    "resident.edit": {},
    "case.edit": {},
    "note.add": {"text": "hello"},
    "attachment.add": {"attachment": FILE},
    "alert.raise": {},
    "alert.told": {"alert_id": str(uuid.uuid4()), "told_whom": "Bob", "told_at": "2026-01-01T00:00:00Z"},
    "submission.create": {
        "instance_id": "uuid:1", "form_id": "welfare_check", "form_version_id": str(uuid.uuid4()), "xml": "<data/>",
        "finalised_at": "2026-01-01T00:00:00Z", "utc_offset_minutes": 0, "attachments": [FILE],
        "base": {"resident.mobile": {"version": 1, "value": "x"}},
    },
}  # fmt: skip
FIELDS = {
    "resident.edit": {"mobile": edit("07700 900001", "1")},
    "case.edit": {"risk": edit(None, "low"), "next_contact_on": edit(None, "2026-12-01")},
}


@pytest.fixture
def visit(session: Session) -> Visit:
    add_server_device(session)
    add_user(session, "Dora Duty", Role.DUTY_MANAGER)
    visit = add_visit(session, add_user(session, email="olive@example.org"))
    session.commit()
    return visit


@pytest.fixture
def phone(session: Session, visit: Visit) -> Phone:
    phone = add_phone(session, session.get_one(User, visit.officer_id))
    session.commit()
    return phone


def post(client: FlaskClient, path: str, phone: Phone, text: str) -> Any:
    """The reply, whose body must be strict JSON."""
    headers = {"Authorization": f"Bearer {phone.device_token}", "Content-Type": "application/json"}
    reply = client.post(path, data=text, headers=headers)
    json.loads(reply.get_data(as_text=True), parse_constant=lambda name: pytest.fail(f"{name} is no JSON"))
    return reply


def places(value: Any, before: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Every place in a body, the whole included."""
    yield before
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, found in inner:
        yield from places(found, (*before, key))


def filled(body: Any, place: tuple[Any, ...], odd: str) -> str:
    """The body as text, with `odd` at one place."""
    copy = {"body": json.loads(json.dumps(body))}
    at: Any = copy
    for key in ("body", *place)[:-1]:
        at = at[key]
    at[("body", *place)[-1]] = "@odd@"
    return json.dumps(copy["body"]).replace('"@odd@"', odd)


@pytest.mark.parametrize("kind", PAYLOADS)
def test_whatever_stands_in_an_operation_it_gets_a_receipt(
    client: FlaskClient, phone: Phone, visit: Visit, kind: str
) -> None:
    entity = {"resident.edit": ("resident", visit.resident_id), "case.edit": ("case", visit.case_id)}
    alert = {"alert_id": str(uuid.uuid4()), "kind": "safeguarding", "node": "/data/x"}
    after = [str(uuid.uuid4())] if kind == "note.add" else []

    def make() -> dict[str, Any]:
        words: dict[str, Any] = {
            "payload": PAYLOADS[kind],
            "fields": FIELDS.get(kind, {}),
            "alerts": [alert],
            "after": after,
        }
        return make_operation(phone, kind, *entity.get(kind, ("visit", visit.id)), **words)

    odd_ones = [filled(make(), place, odd) for place in places(make()) for odd in ODD]
    for batch in (odd_ones[start : start + 40] for start in range(0, len(odd_ones), 40)):
        reply = post(client, "/api/v1/sync/push", phone, f'{{"operations":[{",".join(batch)}]}}')
        assert reply.status_code == 200
        broken = [r["op_id"] for r in reply.get_json()["receipts"] if r["reason"] == "could_not_be_decided"]
        assert not broken
    assert post(client, "/api/v1/sync/pull", phone, '{"view":0}').status_code == 200


@pytest.mark.parametrize("never", NEVER)
def test_a_body_that_no_database_could_keep_is_refused_in_words(
    client: FlaskClient, phone: Phone, visit: Visit, never: str
) -> None:
    operation = make_operation(phone, "note.add", "visit", visit.id, payload={"text": "@odd@"})
    text = json.dumps({"operations": [operation]}).replace('"@odd@"', never)
    reply = post(client, "/api/v1/sync/push", phone, text)
    assert reply.status_code == 400
    assert reply.get_json()["message"]


def test_whatever_stands_in_a_pull_it_is_answered(client: FlaskClient, phone: Phone) -> None:
    state = {
        "unsent_count": 1, "oldest_unsent_at": "2026-01-01T00:00:00Z", "persisted": True, "storage_used_bytes": 5,
        "app_version": "1",
    }  # fmt: skip
    body = {"device_id": phone.device_id, "schema": 1, "view": 0, "page": "d1", "full": False, "state": state}
    for place, odd in itertools.product(places(body), ODD):
        assert post(client, "/api/v1/sync/pull", phone, filled(body, place, odd)).status_code in (200, 400), (
            place,
            odd,
        )


@pytest.mark.parametrize("place", [("email",), ("password",), ("device", "device_id"), ("device", "label")])
@pytest.mark.parametrize("odd", ['"\\u0000"', '"\\ud800"', '"olive@example.org\\u0000"'])
def test_whatever_is_typed_at_sign_in_it_is_answered(
    client: FlaskClient, session: Session, phone: Phone, place: tuple[str, ...], odd: str
) -> None:
    session.get_one(User, phone.user_id).password_hash = hash_password("a good password")
    session.commit()
    device = {"device_id": None, "label": "a phone", "app_version": "1", "schema": 1}
    body = {"email": "olive@example.org", "password": "a good password", "device": device}
    assert post(client, "/api/v1/session", phone, filled(body, place, odd)).status_code in (400, 401)
