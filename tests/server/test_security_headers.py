"""Every registered route, asked by a stranger and by an administrator, carries every header that its part of the site must."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from server.app import create_app
from server.domain.password import hash_password
from server.domain.words import Role
from server.security_headers import RESIDENT, RESIDENT_FORM, csp_nonce, find_surface
from server.store.database import db
from server.store.tables import User
from server.store.unit_of_work import write_transaction
from tests.conftest import make_settings, migrate
from tests.factories.borough import NOW
from tests.shape.route_rules import list_routes

EXAMPLES = {"uuid": "01890000-0000-7000-8000-000000000000", "int": "320", "path": "a.js", "string": "a"}
HOST = "https://doorstep.example.org"
ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Strict-Transport-Security": "max-age=31536000; includeSubDomains",
}
NEVER_LOADED = {"base-uri": "'none'", "frame-ancestors": "'none'"}
# The preview of a form stands in a frame of an office page, and runs the phone's code.
PREVIEW = "/office/forms/preview"
# The form at a desk runs the phone's code in a page of its own, and may ask this server.
DESK = "/office/desk/fill"
PASSWORD = "correct horse battery"
# Of the app, what the phone needs; of pages, a passkey's sign-in; of everything else, nothing.
MAY_USE = {
    "app": {"camera", "geolocation", "publickey-credentials-create", "publickey-credentials-get"},
    "preview": {"camera"},
    "desk": {"camera", "geolocation"},
    "office": {"publickey-credentials-create", "publickey-credentials-get"},
    "cookies": {"publickey-credentials-create", "publickey-credentials-get"},
    "e": {"camera"},
    "resident form": {"camera"},
}


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """A built app behind https on an SQLite file with one administrator: headers need no other rows."""
    folder = tmp_path_factory.mktemp("headers")
    address = f"sqlite:///{folder / 'house.sqlite'}"
    migrate(address, folder)
    for name in ("app/index.html", "app/a.js", "office/a.js"):
        path = folder / "build" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("/* built */")
    app = create_app(dataclasses.replace(make_settings(address, folder), public_url=HOST))
    app.config["WTF_CSRF_ENABLED"] = False
    with app.app_context(), write_transaction() as session:
        session.add(
            User(email="a@example.org", name="Ada", role=Role.ADMINISTRATOR, created_at=NOW, password_hash=hash_password(PASSWORD))
        )  # fmt: skip
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture(scope="module")
def administrator(house: Flask) -> FlaskClient:
    client = house.test_client()
    client.post("/office/sign-in", data={"email": "a@example.org", "password": PASSWORD}, base_url=HOST)
    assert client.get("/office/devices", base_url=HOST).status_code == 200
    return client


def list_answers(house: Flask, client: FlaskClient) -> Iterator[tuple[str, str, TestResponse]]:
    """(what was asked, path, answer) of each method of each route, and of addresses and methods that are none."""
    asked = [
        (route.method, re.sub(r"<(?:(\w+):)?\w+>", lambda match: EXAMPLES[match.group(1) or "string"], route.address))
        for route in list_routes(house)
        if route.address != "/office/sign-out"
    ]
    assert len(asked) > 60
    asked += [("GET", path) for path in ("/nothing", "/office/nothing", "/app/nothing.js", "/assets/nothing.css")]
    asked += [
        ("DELETE", "/healthz"),
        ("DELETE", "/office/"),
        ("PUT", "/app/"),
        ("HEAD", "/office/sign-in"),
        ("OPTIONS", "/"),
    ]
    for method, path in asked:
        answer = client.open(path, method=method, base_url=HOST, headers={"Tus-Resumable": "1.0.0"})
        yield f"{answer.status_code} {method} {path}", path, answer


def find_part(path: str) -> str:
    """Which part of the site an address belongs to, as this test has it."""
    for name, of in {"preview": PREVIEW, "desk": DESK, "resident form": "/e/form"}.items():
        if path == of or path.startswith(f"{of}/"):
            return name
    return path.split("/")[1]


def find_faults(path: str, answer: TestResponse) -> list[str]:
    """What this answer lacks, in words."""
    headers = answer.headers
    part = find_part(path)
    always, never = dict(ALWAYS), dict(NEVER_LOADED)
    if part in {"e", "resident form"}:
        always |= {"Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex, nofollow, noarchive"}
    if part == "resident form":
        never["connect-src"] = "'self'"
    if part == "preview":
        always["X-Frame-Options"], never["frame-ancestors"], never["connect-src"] = "SAMEORIGIN", "'self'", "'none'"
    if part == "desk":
        never["default-src"], never["connect-src"] = "'none'", "'self'"
    faults = [name for name, value in always.items() if headers.getlist(name) != [value]]
    rules = [rule.partition(" ") for rule in headers.get("Content-Security-Policy", "").split("; ")]
    policy = {name: value for name, _, value in rules}
    faults += [name for name, value in never.items() if policy.get(name) != value and "sandbox" not in policy]
    faults += [] if _runs_only_what_it_may(part, policy) else [f"script-src {policy.get('script-src')}"]
    faults += ["unsafe-inline"] if "unsafe-inline" in str(policy) or "'unsafe-eval'" in str(policy) else []
    allowed = set(re.findall(r"([a-z-]+)=\(self\)", headers.get("Permissions-Policy", "")))
    closed = set(re.findall(r"([a-z-]+)=\(\)", headers.get("Permissions-Policy", "")))
    faults += [] if allowed == MAY_USE.get(part, set()) else [f"permissions {sorted(allowed)}"]
    faults += (
        [] if {"microphone", "usb", "payment", "camera", "geolocation"} <= closed | allowed else ["a feature is open"]
    )
    is_static = part in {"app", "assets"} and answer.status_code == 200
    if is_static is (headers.get("Cache-Control") == "no-store"):
        faults.append(f"Cache-Control {headers.get('Cache-Control')}")
    return faults


def _runs_only_what_it_may(part: str, policy: dict[str, str]) -> bool:
    script = policy.get("script-src", policy.get("default-src"))
    if part in {"app", "preview", "desk", "resident form"}:
        return script == "'self' 'wasm-unsafe-eval'" and policy.get("object-src") == "'none'"
    if policy.get("default-src") != "'none'":
        return False
    if part == "e" and "sandbox" not in policy:  # our own built files, and pictures of what lies on the device
        return script == "'self'" and policy.get("object-src") == "'none'"
    nonce = re.fullmatch(r"'nonce-[\w-]{22}'", script or "") is not None
    return nonce if part in {"office", "cookies"} and "sandbox" not in policy else script == "'none'"


def test_every_answer_of_every_route_carries_its_headers(house: Flask, administrator: FlaskClient) -> None:
    for client in (house.test_client(), administrator):
        faults = {asked: find_faults(path, answer) for asked, path, answer in list_answers(house, client)}
        assert {asked: found for asked, found in faults.items() if found} == {}


def test_pages_and_files_were_really_among_the_answers(house: Flask, administrator: FlaskClient) -> None:
    asked = {asked for asked, _, _ in list_answers(house, administrator)}
    for answer in (
        "200 GET /office/",
        "200 GET /app/",
        "200 GET /app/a.js",
        "200 GET /assets/a.js",
        "404 GET /nothing",
    ):
        assert answer in asked
    assert "401 POST /api/v1/sync/push" in asked


@pytest.mark.parametrize(
    "header", ["X-Frame-Options", "Permissions-Policy", "Content-Security-Policy", "Cache-Control", "Referrer-Policy"]
)
def test_the_rule_would_see_one_missing_header(administrator: FlaskClient, header: str) -> None:
    answer = administrator.get("/office/", base_url=HOST)
    assert find_faults("/office/", answer) == []
    del answer.headers[header]
    assert find_faults("/office/", answer) != []


def test_a_crash_carries_them_too(house: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    def crash() -> str:
        raise RuntimeError

    monkeypatch.setitem(house.view_functions, "office.sign_in_page", crash)
    monkeypatch.setitem(house.config, "PROPAGATE_EXCEPTIONS", False)
    answer = house.test_client().get("/office/sign-in", base_url=HOST)
    assert answer.status_code == 500
    assert find_faults("/office/sign-in", answer) == []


def test_two_answers_never_share_a_nonce_and_a_page_gets_its_own(house: Flask) -> None:
    policies = {house.test_client().get("/office/sign-in").headers["Content-Security-Policy"] for _ in range(2)}
    assert len(policies) == 2
    with house.test_request_context("/office/"):
        nonce = csp_nonce()
        assert csp_nonce() == nonce
        policy = house.process_response(house.response_class()).headers["Content-Security-Policy"]
    assert f"script-src 'nonce-{nonce}'" in policy


def test_a_link_sent_to_a_resident_will_open_a_page_that_may_use_the_camera_alone() -> None:
    assert find_surface("/e/a-code") is RESIDENT
    assert find_surface("/e/form/send") is RESIDENT_FORM
    assert find_surface("/evidence") is not RESIDENT
    assert re.findall(r"([a-z-]+)=\(self\)", RESIDENT.permissions) == ["camera"]
    assert (RESIDENT.policy["script-src"], RESIDENT.policy["default-src"]) == ("'self'", "'none'")
    assert find_surface("/applications") is not find_surface("/app/")


def test_a_picture_that_a_stranger_made_runs_and_loads_nothing(administrator: FlaskClient) -> None:
    for path in (f"/office/photos/{EXAMPLES['uuid']}/320", f"/office/attachments/{EXAMPLES['uuid']}/original"):
        policy = administrator.get(path, base_url=HOST).headers["Content-Security-Policy"]
        assert "sandbox" in policy.split("; ")
        assert "default-src 'none'" in policy


def test_hostile_request_headers_come_back_in_no_answer(house: Flask) -> None:
    client = house.test_client()
    for path in ("/office/sign-in?next=/office/%0d%0aSet-Cookie:%20planted=1", "/office/%0d%0aX: 1", "/app/%0d%0a"):
        answer = client.get(path, base_url=HOST)
        assert "planted" not in str(answer.headers)
    answer = client.get("/office/", headers={"Cookie": "doorstep=" + "x" * 8000}, base_url=HOST)
    assert answer.status_code == 303
