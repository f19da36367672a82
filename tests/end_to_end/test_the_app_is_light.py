"""The scripts that a phone must fetch before its visits show weigh less than the budget; bytes are the same on every machine."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Playwright

from tests.bench.app_figures import list_scripts, weigh_content
from tests.end_to_end.officer_app import OfficerApp, choose_pin, fill_sign_in
from tests.end_to_end.town import Hired, Town
from tests.live.browser import PHONE, open_browser

pytestmark = pytest.mark.browser

BUDGET, FIRST_FILE = 70_000, 62_000


def test_the_scripts_before_the_visit_list_weigh_less_than_the_budget(
    playwright: Playwright, town: Town, officer: Hired, tmp_path: Path
) -> None:
    with open_browser(playwright, tmp_path / "phone", size=PHONE, phone=True) as phone:
        page = phone.pages[0]
        scripts = list_scripts(page)
        app = OfficerApp(page, town.stack.url)
        app.open()
        fill_sign_in(page, officer.email)
        choose_pin(page)
        page.locator(".app-visit").first.wait_for()
        served = {path: phone.request.get(f"{town.stack.url}{path}") for path in scripts if "pin_worker" not in path}
        loaded = {path: weigh_content(reply.body()) for path, reply in served.items() if reply.ok}
    assert len(loaded) == len(served)
    assert len(loaded) > 1, "no script was seen"
    assert max(loaded.values()) < FIRST_FILE, loaded
    assert sum(loaded.values()) < BUDGET, loaded
