"""A body that stops on its way frees its thread, and is answered as something to send again."""

from __future__ import annotations

import socket

import pytest
from flask import Flask

from server import hung_lines


@pytest.mark.parametrize(("path", "status"), [("/api/v1/session", 503), ("/office/sign-in", 400)])
def test_a_body_that_stops_on_its_way_holds_no_thread(
    app: Flask, monkeypatch: pytest.MonkeyPatch, path: str, status: int
) -> None:
    monkeypatch.setattr(hung_lines, "SILENCE_SECONDS", 0.2)
    here, there = socket.socketpair()
    with here, there, here.makefile("rb") as arriving:
        there.sendall(b"email=olive")
        reply = app.test_client().post(
            path,
            content_type="application/x-www-form-urlencoded",
            environ_overrides={"gunicorn.socket": here, "wsgi.input": arriving, "CONTENT_LENGTH": "100"},
        )
        assert reply.status_code == status
        assert here.gettimeout() is None
