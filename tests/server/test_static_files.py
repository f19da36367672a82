"""The built pages are served as built: the app under /app/, styles under /assets/, each with the headers it needs."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from server.app import create_app
from tests.conftest import make_settings


@pytest.fixture
def built(tmp_path: Path) -> FlaskClient:
    """An app with a small build; no table is needed."""
    for name, content in {
        "app/index.html": "<!doctype html><title>shell</title>",
        "app/service_worker.js": "// worker",
        "app/assets/main-0a1b2c.js": "console.log(1);" * 200,
        "app/manifest.webmanifest": "{}",
        "office/assets/office-9f.css": "body{}",
        "secret.txt": "not for anybody",
    }.items():
        path = tmp_path / "build" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content)
    app = create_app(make_settings(f"sqlite:///{tmp_path / 'unused.sqlite'}", tmp_path))
    return app.test_client()


def test_every_screen_of_the_app_gets_the_shell(built: FlaskClient) -> None:
    for address in ("/app/", "/app/visits", "/app/visits/0189/check"):
        answer = built.get(address)
        assert (answer.status_code, b"shell" in answer.data) == (200, True), address
        assert answer.headers["Cache-Control"] == "no-cache"
    assert built.get("/app").headers["Location"] == "/app/"


def test_the_bare_address_leads_to_the_office(built: FlaskClient) -> None:
    answer = built.get("/")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/office/")


def test_a_file_that_was_not_built_is_missing_and_not_the_shell(built: FlaskClient) -> None:
    for address in ("/app/assets/gone-1.js", "/app/icon.png", "/assets/gone.css"):
        assert built.get(address).status_code == 404, address


def test_files_named_by_their_content_are_kept_and_others_are_asked_for_again(built: FlaskClient) -> None:
    kept = built.get("/app/assets/main-0a1b2c.js")
    assert "immutable" in kept.headers["Cache-Control"]
    assert built.get("/assets/assets/office-9f.css").status_code == 200
    worker = built.get("/app/service_worker.js")
    assert worker.headers["Cache-Control"] == "no-cache"
    assert worker.headers["Service-Worker-Allowed"] == "/app/"
    again = built.get("/app/service_worker.js", headers={"If-None-Match": worker.headers["ETag"]})
    assert again.status_code == 304


def test_scripts_travel_compressed_when_the_browser_can_read_that(built: FlaskClient) -> None:
    small = built.get("/app/assets/main-0a1b2c.js", headers={"Accept-Encoding": "gzip, br"})
    whole = built.get("/app/assets/main-0a1b2c.js")
    assert small.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(small.data) == whole.data
    assert len(small.data) < len(whole.data) / 10


@pytest.mark.parametrize("address", ["/app/../secret.txt", "/app/%2e%2e/secret.txt", "/assets/..%2fsecret.txt"])
def test_nothing_outside_the_build_is_served(built: FlaskClient, address: str) -> None:
    assert b"not for anybody" not in built.get(address).data


def test_before_the_first_build_the_app_says_what_to_type(tmp_path: Path) -> None:
    client = create_app(make_settings(f"sqlite:///{tmp_path / 'unused.sqlite'}", tmp_path)).test_client()
    answer = client.get("/app/")
    assert answer.status_code == 503
    assert "npm" in answer.text


def test_the_app_may_run_its_own_scripts_and_the_forms_engine_and_nothing_else(built: FlaskClient) -> None:
    policy = built.get("/app/").headers["Content-Security-Policy"]
    assert "script-src 'self' 'wasm-unsafe-eval';" in policy
    assert "unsafe-inline" not in policy
    assert "frame-ancestors 'none'" in policy


def test_what_is_not_a_built_file_is_never_stored(built: FlaskClient) -> None:
    answer = built.get("/healthz")
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["X-Frame-Options"] == "DENY"


def test_transport_security_is_promised_only_over_https(tmp_path: Path) -> None:
    import dataclasses

    plain = make_settings(f"sqlite:///{tmp_path / 'unused.sqlite'}", tmp_path)
    secure = dataclasses.replace(plain, public_url="https://doorstep.example.org")
    assert "Strict-Transport-Security" not in create_app(plain).test_client().get("/healthz").headers
    assert "max-age=" in create_app(secure).test_client().get("/healthz").headers["Strict-Transport-Security"]
