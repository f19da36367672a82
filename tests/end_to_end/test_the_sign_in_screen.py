"""Before anybody is signed in the app says whose it is and whom to ring, without a line too."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, Playwright, expect

from tests.live.browser import PHONE, open_browser
from tests.live.stack import Stack

pytestmark = pytest.mark.browser


def test_the_council_its_number_and_the_demo_stand_on_the_sign_in_screen_from_a_cold_start_offline(
    playwright: Playwright, demo_stack: Stack, tmp_path: Path
) -> None:
    with open_browser(playwright, tmp_path / "phone", size=PHONE, phone=True) as phone:
        page = phone.pages[0]
        page.goto(f"{demo_stack.url}/app/")
        _says_whose_it_is(page)
        page.wait_for_function("navigator.serviceWorker.ready.then(ready => ready.active?.state === 'activated')")
    demo_stack.stop()
    with open_browser(playwright, tmp_path / "phone", size=PHONE, phone=True) as phone:
        phone.set_offline(True)
        page = phone.pages[0]
        page.goto(f"{demo_stack.url}/app/")
        _says_whose_it_is(page)


def _says_whose_it_is(page: Page) -> None:
    expect(page.get_by_role("heading", level=1, name="Sign in")).to_be_visible()
    expect(page.get_by_role("banner")).to_contain_text("Doorstep Borough Council")
    expect(page.get_by_role("banner")).to_contain_text("Do not enter real people")
    expect(page.get_by_role("link", name="Ring Doorstep Borough Council")).to_have_attribute("href", "tel:02079460000")
