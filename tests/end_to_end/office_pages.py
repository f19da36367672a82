"""What a person at a desk does on the office pages, step by step, by the words on the screen."""

from __future__ import annotations

import re
import time
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.live.staff import PASSWORD


class OfficePages:
    """One desk: a page of a browser that has signed in."""

    def __init__(self, page: Page, url: str) -> None:
        self.page = page
        self.url = url

    def sign_in(self, email: str) -> None:
        """Sign in; ends on Today."""
        self.page.goto(f"{self.url}/office/")
        self.page.get_by_label("Email address").fill(email)
        self.page.get_by_label("Password").fill(PASSWORD)
        self.page.get_by_role("button", name="Sign in").click()
        expect(self.page.get_by_role("heading", level=1, name="Today")).to_be_visible()

    def import_list(self, file: Path, *, programme: str | None) -> None:
        """Send a list, look at the preview, confirm, and wait until the worker is through."""
        self.page.goto(f"{self.url}/office/imports")
        self.page.get_by_label("Choose a list (CSV or Excel)").set_input_files(file)
        self.page.get_by_role("button", name="Send and preview").click()
        self.wait_for_any_badge("waiting for you to confirm")
        if programme:
            self.page.get_by_label("Open cases under").select_option(label=programme)
        self.page.get_by_role("button", name=re.compile("^Import: ")).click()
        self.wait_for_any_badge("imported")

    def assign_first(self, count: int, officer: str) -> list[str]:
        """Give the first `count` people on the list to an officer for today; returns their names."""
        self.page.goto(f"{self.url}/office/assign")
        people = self.page.locator("#people tbody input[type=checkbox]")
        names = []
        for number in range(count):
            people.nth(number).check()
            label = self.page.locator("#people tbody label").nth(number).inner_text()
            names.append(re.sub(r", \d+$", "", label))
        choices = self.page.get_by_label("Officer", exact=True)
        choices.select_option(choices.locator("option", has_text=officer).get_attribute("value"))
        self.page.get_by_role("button", name="Assign").click()
        return names

    def list_submitted(self) -> list[str]:
        """Addresses of the pages of all submitted visits."""
        self.page.goto(f"{self.url}/office/visits?status=submitted")
        links = self.page.locator("table a[href*='/office/visits/']")
        return sorted({str(link.get_attribute("href")) for link in links.all()})

    def mark_as_lost(self, device_id: str) -> None:
        """A phone, from now on; ends on the list of whose data was on it."""
        self.page.goto(f"{self.url}/office/devices/{device_id}/lost")
        self.page.get_by_label("Why?").fill("Left on the bus")
        self.page.get_by_role("button", name="Mark as lost").click()
        expect(self.page.get_by_text("The phone is marked as lost")).to_be_visible()

    def wait_for_any_badge(self, *words: str) -> None:
        """Look again and again until what the page is about (an import, a message) stands in one of these states."""
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            if any(self.page.get_by_text(word, exact=True).count() for word in words):
                return
            self.page.wait_for_timeout(500)
            self.page.reload()
        raise AssertionError(f"never saw any of {words!r}: {self.page.locator('main').inner_text()[:500]}")
