"""Fixtures of end-to-end tests: a browser driver, and an installation on each database."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Playwright, expect, sync_playwright

from tests.end_to_end.handset import Handset
from tests.end_to_end.town import Hired, Town, build_town
from tests.live.prepared import WITH_DEMO_DATA, prepare
from tests.live.stack import Stack
from tests.live.staff import prepare_with_staff
from tests.postgres_server import PostgresServer


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """One driver for the run; a busy machine gets time to show what is expected of it."""
    expect.set_options(timeout=15_000)
    with sync_playwright() as driver:
        yield driver


# On SQLite every other installation of these tests runs.
@pytest.fixture(params=[pytest.param("sqlite", marks=pytest.mark.longer), "postgresql"])
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


@pytest.fixture
def demo_stack(tmp_path: Path) -> Iterator[Stack]:
    """A running demo council on SQLite."""
    stack = Stack(tmp_path / "installation")
    prepare(stack, WITH_DEMO_DATA)
    stack.start()
    yield stack
    stack.stop()


@pytest.fixture(scope="session")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """One installation on SQLite for every test that hires an officer of its own."""
    town = build_town(tmp_path_factory.mktemp("town"))
    yield town
    town.stack.kill()
    town.close()


@pytest.fixture
def lone_town(tmp_path: Path) -> Iterator[Town]:
    """A town that only this test has, to burn down or to give other forms."""
    town = build_town(tmp_path / "town")
    yield town
    town.stack.kill()
    town.close()


@pytest.fixture
def officer(town: Town) -> Hired:
    """An officer with two visits, whom no other test knows."""
    return town.hire()


@pytest.fixture
def phone(
    request: pytest.FixtureRequest, playwright: Playwright, town: Town, officer: Hired, tmp_path: Path
) -> Iterator[Handset]:
    """The officer's phone, signed in, with the network off."""
    whole = request.node.get_closest_marker("whole_browser") is not None
    phone = Handset(playwright, tmp_path / "phone", town.stack.url, whole_browser=whole)
    try:
        phone.start().sign_in(officer.email, visits=len(officer.names))
        phone.context.set_offline(True)
        yield phone
    finally:
        phone.close()
