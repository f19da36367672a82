"""What the machinery around us is told: alive, and ready only with a database at our own migration."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text
from sqlalchemy.orm import Session

from server.app import create_app
from server.domain.worker_line import WorkerLine
from server.use_cases.note_worker_heard import note_worker_heard
from tests.conftest import make_settings


def test_a_migrated_installation_is_alive_and_ready(app: Flask, client: FlaskClient) -> None:
    assert client.get("/healthz").get_json() == {"status": "ok"}
    ready = client.get("/readyz")
    assert (ready.status_code, ready.get_json()["status"]) == (200, "ok")
    assert ready.get_json()["worker"].startswith("silent: alarms never heard of")  # told, and no reason to take it away
    with app.app_context():
        for line in WorkerLine:
            note_worker_heard(line, dt.datetime.now(dt.UTC))
    assert client.get("/readyz").get_json()["worker"] == "ok"


def test_a_database_at_another_migration_is_not_ready(client: FlaskClient, session: Session) -> None:
    session.execute(text("UPDATE alembic_version SET version_num = '0000'"))
    session.commit()
    ready = client.get("/readyz")
    assert ready.status_code == 503
    assert ready.get_json()["checks"]["database"].startswith("at migration 0000")
    assert client.get("/healthz").status_code == 200


def test_a_database_that_does_not_answer_is_not_ready_but_the_process_lives(tmp_path: Path) -> None:
    address = f"postgresql+psycopg://nobody@/nothing?host={tmp_path}"
    client = create_app(make_settings(address, tmp_path)).test_client()
    ready = client.get("/readyz")
    assert ready.status_code == 503
    assert ready.get_json()["checks"] == {"database": "does not answer", "data_folder": "ok"}
    assert client.get("/healthz").status_code == 200


def test_a_data_folder_that_is_gone_is_not_ready(client: FlaskClient, tmp_path: Path) -> None:
    (tmp_path / "attachments").rmdir()
    assert client.get("/readyz").get_json()["checks"]["data_folder"] == "cannot be written"
