"""What an engine lacks is a path of its own that works and is said to the officer; docs/browsers.md says who has what."""

from __future__ import annotations

import pytest

from tests.end_to_end.town import Hired, Town
from tests.engines.browsers_page import read_column
from tests.engines.engine import Engine
from tests.engines.officer import COVERAGE, Officer

# What each engine answers when the app asks for lasting storage, and what My device makes of it.
ANSWERS = {"Firefox": False, "WebKitGTK": None}
KEPT = {False: "Not promised by this browser: send your work often", None: "This browser does not say"}
COME_BACK = {
    "to the foreground": "() => { document.dispatchEvent(new Event('visibilitychange')); }",
    "into coverage": COVERAGE,
}

pytestmark = pytest.mark.browser


def test_the_page_on_browsers_says_what_this_engine_has(engine: Engine, town: Town) -> None:
    engine.open(f"{town.stack.url}/app/")
    told = read_column(engine.name)
    assert {probe: engine.ask(f"() => {probe}") for probe in told} == told


def test_a_browser_that_promises_no_storage_is_said_to_on_the_phone_and_to_the_office(
    town: Town, officer: Hired, phone: Officer
) -> None:
    phone.see_all_received()
    phone.go_to("Device")
    answer = ANSWERS[phone.engine.name]
    phone.see(f"Kept when space is short {KEPT[answer]}")
    assert town.device_of(officer).persisted is answer


def test_without_background_sync_a_phone_that_comes_back_asks_at_once(
    town: Town, officer: Hired, phone: Officer
) -> None:
    phone.see_all_received()
    assert phone.engine.ask("() => 'SyncManager' in window") is False
    colleague = town.hire(len(COME_BACK))
    for name, visit_id, come_back in zip(colleague.names, colleague.visit_ids, COME_BACK.values(), strict=True):
        town.reassign(visit_id, colleague, officer)
        phone.engine.ask(come_back)
        phone.see(name)
