"""What the officer is told and may settle: two answers for one thing, a late report, news; and how it looks when something is wrong."""

from __future__ import annotations

from collections.abc import Iterator

from playwright.sync_api import Page, expect

from tests.end_to_end.officer_app import unlock_if_locked
from tests.end_to_end.second_build import put_second_build
from tests.end_to_end.walk.officer_screens import OFFICERS_NUMBER, go_to, show
from tests.live.stack import Stack

FAILURE = "() => { IDBDatabase.prototype.transaction = () => { throw new Error('The store could not be opened'); }; }"


def walk(page: Page) -> Iterator[str]:
    """After everything was sent. Ends with the officer's own choice received."""
    go_to(page, "Attention")
    show(page, "Needs attention")
    expect(page.get_by_text("Two answers for one thing")).to_be_visible()
    expect(page.get_by_text("This visit had been given to somebody else").first).to_be_visible()
    yield "needs_attention"
    page.emulate_media(forced_colors="active")
    yield "needs_attention_forced_colours"
    page.emulate_media(forced_colors="none")
    page.context.set_offline(True)
    page.get_by_role("link", name="Choose, or leave it").first.click()
    show(page, "Two answers: Mobile number")
    yield "conflict"
    page.get_by_label(OFFICERS_NUMBER).check()
    yield "conflict_chosen"
    page.get_by_role("button", name="Save my choice on this phone").click()
    expect(page.get_by_text("Your choice is saved on this phone.")).to_be_visible()
    yield "needs_attention_choice_saved"
    page.context.set_offline(False)
    go_to(page, "Not sent")
    page.get_by_role("button", name="Send now").click()
    expect(page.get_by_text("Nothing is waiting on this phone.")).to_be_visible(timeout=60_000)


def walk_news(page: Page) -> Iterator[str]:
    """After the office has answered: the banner on the list, and the news until it is read. Ends on Not sent."""
    go_to(page, "Not sent")
    page.get_by_role("button", name="Send now").click()
    go_to(page, "Visits")
    expect(page.get_by_role("link", name="Read it")).to_be_visible(timeout=60_000)
    yield "visits_with_news"
    page.get_by_role("link", name="Read it").click()
    show(page, "Needs attention")
    expect(page.get_by_role("button", name="I have read this").first).to_be_visible()
    yield "needs_attention_news"
    page.get_by_role("button", name="I have read this").first.click()
    go_to(page, "Not sent")


def walk_wrong_ways(page: Page, stack: Stack) -> Iterator[str]:
    """A store that cannot be read, forced colours, and a new version that waits. Ends on My device."""
    go_to(page, "Device")
    page.evaluate(FAILURE)
    go_to(page, "Visits")
    show(page, "This screen failed")
    yield "screen_failed"
    page.reload()
    unlock_if_locked(page)
    expect(page.locator(".app-visit").first).to_be_visible()
    page.emulate_media(forced_colors="active")
    yield "visits_forced_colours"
    page.emulate_media(forced_colors="none")
    put_second_build(stack)
    page.reload()
    unlock_if_locked(page)
    expect(page.get_by_role("button", name="Use the new version")).to_be_visible(timeout=30_000)
    yield "visits_with_new_version"
    go_to(page, "Device")
