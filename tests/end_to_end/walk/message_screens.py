"""Messages to residents as the back office sees them: a link sent again by text, the outbox, and one that did not arrive."""

from __future__ import annotations

from collections.abc import Iterator

from playwright.sync_api import Page, expect

from tests.end_to_end.office_pages import OfficePages
from tests.end_to_end.walk.office_screens import show, sign_out
from tests.end_to_end.walk.resident_screens import Sent


def walk(page: Page, url: str, sent: Sent) -> Iterator[str]:
    """Begins on a link's page, and ends signed out. The link that opens from now on is the one that the outbox has."""
    page.get_by_label("By text to").check()
    page.get_by_role("button", name="Send it again").click()
    expect(page.get_by_text("The message with the link is kept under Messages")).to_be_visible()
    yield "link_sent_by_text"
    page.goto(f"{url}/office/")
    yield "today_with_a_failed_message"
    page.get_by_role("link", name="All messages to residents").click()
    show(page, "Messages")
    yield "messages"
    page.get_by_role("link", name="Failed", exact=True).click()
    page.locator("tbody").get_by_role("link").first.click()
    show(page, "Message")
    yield "message_failed"
    page.get_by_role("button", name="I have seen to it").click()
    page.get_by_role("link", name="All messages").click()
    page.get_by_role("link", name="Stopped", exact=True).click()
    yield "messages_none"
    page.get_by_role("link", name="All", exact=True).click()
    page.locator("tbody").get_by_role("link").first.click()
    OfficePages(page, url).wait_for_any_badge("Kept here")
    sent.link = page.locator("#words").get_by_role("link").inner_text()
    yield "message_kept"
    sign_out(page)
