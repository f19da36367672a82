"""Fixtures of the engine tests: a town, and an officer's phone in an engine."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Playwright, sync_playwright

from tests.end_to_end.town import Hired, Town, build_town
from tests.engines.chromium import Chromium
from tests.engines.engine import Engine
from tests.engines.firefox import Firefox
from tests.engines.officer import Officer
from tests.engines.webkitgtk import WebKitGtk
from tests.find_engines import APT_LINE, find_firefox, find_webkit_driver


@pytest.fixture(scope="session")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """One installation on SQLite for every engine, each with an officer of its own."""
    town = build_town(tmp_path_factory.mktemp("town"), full_price=True)
    yield town
    town.stack.kill()
    town.close()


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """What drives Chromium, in the journeys that are told there too."""
    with sync_playwright() as driver:
        yield driver


@pytest.fixture(params=["firefox", "webkitgtk"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """A browser that has just been started, with nothing on its disk; a test may ask for "chromium" as well."""
    engine: Engine
    if request.param == "chromium":
        engine = Chromium(request.getfixturevalue("playwright"), tmp_path / "engine")
    else:
        engine = _make(request.param, tmp_path / "engine")
    try:
        engine.start()
        yield engine
    finally:
        engine.kill()


def _make(name: str, folder: Path) -> Engine:
    program = find_firefox() if name == "firefox" else find_webkit_driver()
    if program is None:
        raise FileNotFoundError(f"No {name} on this machine. On Debian: {APT_LINE}")
    return Firefox(program, folder) if name == "firefox" else WebKitGtk(program, folder)


@pytest.fixture
def officer(town: Town) -> Hired:
    """An officer with two visits, whom no other test knows."""
    return town.hire()


@pytest.fixture
def phone(engine: Engine, town: Town, officer: Hired) -> Officer:
    """The officer's phone, signed in, with her visits on it."""
    phone = Officer(engine, town.stack.url)
    phone.sign_in(officer.email)
    for name in officer.names:
        phone.see(name)
    return phone
