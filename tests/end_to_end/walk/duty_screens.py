"""What the duty manager sees: an alert from a phone, taken in hand, handed over or closed."""

from __future__ import annotations

from collections.abc import Iterator

from playwright.sync_api import Page, expect

from tests.end_to_end.office_pages import OfficePages
from tests.end_to_end.walk.office_screens import sign_out

DUTY_MANAGER = "duty@example.org"


def walk(page: Page, url: str) -> Iterator[str]:
    """Ends signed out, with the alert closed."""
    OfficePages(page, url).sign_in(DUTY_MANAGER)
    yield "today"
    page.goto(f"{url}/office/alerts")
    yield "alerts"
    page.locator("main a[href*='/office/alerts/']").first.click()
    yield "alert"
    page.get_by_role("button", name="Hand over").click()
    expect(page.locator(".govuk-error-summary")).to_be_visible()
    yield "alert_owner_missing"
    page.get_by_label("What are you doing about it?").fill("Rang her daughter, who is on her way with a key.")
    page.get_by_role("button", name="Acknowledge").click()
    yield "alert_acknowledged"
    page.get_by_label("What came of it?").fill("The daughter found her well: she had been in the garden.")
    page.get_by_role("button", name="Close alert").click()
    yield "alert_closed"
    page.goto(f"{url}/office/alerts?state=closed")
    yield "alerts_closed"
    page.goto(f"{url}/office/alerts")
    yield "alerts_none"
    sign_out(page)
