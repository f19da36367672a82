"""Fixtures of end-to-end tests: a browser driver, and an installation on each database."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Playwright, sync_playwright

from tests.live.staff import prepare_with_staff
from tests.live.stack import Stack
from tests.postgres_server import PostgresServer


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """One driver for the run."""
    with sync_playwright() as driver:
        yield driver


@pytest.fixture(params=["sqlite", "postgresql"])
def stack(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Stack]:
    """A running installation with staff and forms: SQLite with two gunicorn workers, PostgreSQL with three."""
    folder = tmp_path / "installation"
    if request.param == "sqlite":
        stack = Stack(folder, workers=2)
    else:
        server: PostgresServer = request.getfixturevalue("postgres_server")
        stack = Stack(folder, database_url=server.create_database(template=None), workers=3)
    prepare_with_staff(stack)
    stack.start()
    yield stack
    stack.kill()
