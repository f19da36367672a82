"""Anybody who opens the app is told whose it is, and nothing else."""

from __future__ import annotations

from flask import Flask
from flask.testing import FlaskClient


def test_anybody_is_told_whose_app_it_is_and_nothing_else(app: Flask, client: FlaskClient) -> None:
    app.config.update(COUNCIL_NAME="Hartwell Borough Council", COUNCIL_TELEPHONE="020 7946 0000", DEMO=True)
    answer = client.get("/api/v1/council")
    assert answer.status_code == 200
    told = answer.get_json()
    assert told["council"] == {"name": "Hartwell Borough Council", "telephone": "020 7946 0000"}
    assert told["demo"] is True
    assert set(told) == {"council", "demo", "server_epoch", "server_time"}
    assert "Set-Cookie" not in answer.headers
