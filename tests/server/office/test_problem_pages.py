"""What somebody reads when something went wrong: words and a telephone number, never a trace."""

from __future__ import annotations

import pytest
from flask import Flask

from server.office import sign_in as sign_in_module


def test_an_unknown_page_has_words_and_a_number(app: Flask) -> None:
    reply = app.test_client().get("/office/no/such/page")
    assert reply.status_code == 404
    assert "Page not found" in reply.text
    assert "020 7946 0000" in reply.text


def test_a_bug_of_ours_shows_no_trace(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    def crash(*_: object) -> None:
        raise RuntimeError("secret detail")

    monkeypatch.setattr(sign_in_module, "check_sign_in", crash)
    reply = app.test_client().post("/office/sign-in", data={"email": "a@example.org", "password": "x"})
    assert reply.status_code == 500
    assert "It is our fault" in reply.text
    assert "secret" not in reply.text


def test_a_method_nobody_answers_is_refused_in_words(app: Flask) -> None:
    reply = app.test_client().post("/office/devices")
    assert reply.status_code == 404
    assert "020 7946 0000" in reply.text


def test_pages_may_not_be_kept_framed_or_scripted(app: Flask) -> None:
    headers = app.test_client().get("/office/sign-in").headers
    assert headers["Cache-Control"] == "no-store"
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert "unsafe-inline" not in headers["Content-Security-Policy"]
