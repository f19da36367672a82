"""A PostgreSQL that restarted, or a firewall that forgot an idle line, is not felt by who asks next."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import text

from server.app import create_app
from server.store import rested_connections
from server.store.database import db
from server.store.unit_of_work import read_now
from tests.conftest import make_settings
from tests.postgres_server import PostgresServer


def test_a_connection_that_died_while_it_rested_is_replaced(
    postgres_template: PostgresServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = postgres_template.create_database()
    with create_app(make_settings(address, tmp_path)).app_context():
        with read_now() as session:
            first = session.scalar(text("SELECT pg_backend_pid()"))
        with read_now() as session:
            assert session.scalar(text("SELECT pg_backend_pid()")) == first
        postgres_template.run(f"SELECT pg_terminate_backend({first})")
        monkeypatch.setattr(rested_connections, "RESTED_SECONDS", 0.0)
        with read_now() as session:
            assert session.scalar(text("SELECT pg_backend_pid()")) != first
            assert session.scalar(text("SHOW jit")) == "off"  # it is told what the first was told
        db.engine.dispose()
    postgres_template.drop_database(address)
