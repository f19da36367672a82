"""What a receiving team sees: what was handed to it, its files, and one of them."""

from __future__ import annotations

from collections.abc import Iterator

from playwright.sync_api import Page, expect

from tests.end_to_end.office_pages import OfficePages
from tests.end_to_end.walk.office_screens import sign_out

RECEIVING_TEAM = "team@example.org"


def walk(page: Page, url: str) -> Iterator[str]:
    """Changes nothing, and ends signed out."""
    OfficePages(page, url).sign_in(RECEIVING_TEAM)
    page.get_by_role("link", name="Open what was handed to your team").click()
    expect(page.locator("tbody tr").first).to_be_visible()
    yield "handed"
    page.get_by_role("link", name="Save what is open as a file").click()
    with page.expect_download():
        page.get_by_role("button", name="Save the file").click()
    page.reload()
    expect(page.locator("tbody tr")).to_have_count(1)
    yield "team_files"
    page.goto(f"{url}/office/handed")
    page.locator("main a[href*='/office/handed/']").first.click()
    expect(page.get_by_role("button", name="Save the status")).to_be_visible()
    yield "handed_one"
    sign_out(page)
