"""What a phone keeps of the pages under /e/ for when there is no line: one page that is the same for everybody, and its worker."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from server.app import create_app
from server.impersonal_logs import hide_tokens
from tests.conftest import make_settings

BUILT = {
    "names.json": '{"evidence_worker.js": "assets/worker-1.js", "office.css": "assets/office-1.css"}',
    "waiting_files.json": '["assets/kept-1.js"]',
    "assets/worker-1.js": "listen(__KEPT__);",
}


@pytest.fixture
def phone(tmp_path: Path) -> FlaskClient:
    """An app with a small build; no table is needed."""
    for name, content in BUILT.items():
        path = tmp_path / "build" / "office" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content)
    return _make(tmp_path).test_client()


def _make(folder: Path) -> Flask:
    return create_app(make_settings(f"sqlite:///{folder / 'unused.sqlite'}", folder))


def _edition(client: FlaskClient, language: str = "en") -> str:
    script = client.get(f"/e/service_worker.js?lang={language}").text
    found: list[str] = re.findall(r'"edition": "([0-9a-f]{16})"', script)
    return found[0]


def test_the_worker_is_told_its_page_and_files_and_is_another_when_a_word_a_number_or_a_file_changes(
    phone: FlaskClient, tmp_path: Path
) -> None:
    answer = phone.get("/e/service_worker.js?lang=cy")
    assert answer.content_type.startswith("text/javascript")
    assert answer.headers["Cache-Control"] == "no-store"
    assert '"page": "/e/waiting?lang=cy"' in answer.text
    assert '"files": ["/assets/assets/office-1.css", "/assets/assets/kept-1.js"]' in answer.text
    assert answer.text.endswith("\nlisten(__KEPT__);")
    first = _edition(phone)
    assert first == _edition(phone) != _edition(phone, "cy")
    phone.application.config["COUNCIL_TELEPHONE"] = "01632 960999"
    second = _edition(phone)
    (tmp_path / "build/office/waiting_files.json").write_text('["assets/kept-2.js"]')
    assert len({first, second, _edition(phone)}) == 3


def test_the_page_is_the_same_for_everybody_sets_nothing_and_has_the_telephone_number(phone: FlaskClient) -> None:
    page = phone.get("/e/waiting?lang=cy")
    assert "Set-Cookie" not in page.headers
    assert phone.application.config["COUNCIL_TELEPHONE"] in page.text
    assert "Does dim signal" in page.text
    assert hide_tokens("GET /e/waiting?lang=cy /e/service_worker.js?lang=en") == (
        "GET /e/waiting?lang=cy /e/service_worker.js?lang=en"
    )


def test_before_the_first_build_there_is_no_worker(tmp_path: Path) -> None:
    assert _make(tmp_path).test_client().get("/e/service_worker.js").status_code == 503
