"""The phone's lock, screen by screen: choosing a PIN, the locked phone and what works on it, the warning before it locks."""

from __future__ import annotations

from collections.abc import Iterator

from playwright.sync_api import Page, expect

from tests.end_to_end.officer_app import choose_pin, fill_sign_in, type_pin, unlock_if_locked
from tests.live.staff import OFFICER, PIN

WRONG_PIN = "830275"
A_MINUTE_TO_GO = "04:10"


def choose(page: Page) -> Iterator[str]:
    """Right after signing in; ends with the PIN of every test."""
    expect(page.get_by_role("heading", level=1, name="Choose a PIN")).to_be_visible()
    yield "choose_pin"
    page.get_by_label("New PIN", exact=True).fill("123456")
    page.get_by_role("button", name="Save the PIN").click()
    expect(page.get_by_text("too easy to guess").first).to_be_visible()
    yield "choose_pin_too_easy"
    choose_pin(page)


def walk(page: Page) -> Iterator[str]:
    """Begins and ends on the open visits."""
    page.get_by_role("button", name="Lock", exact=True).click()
    expect(page.get_by_role("heading", level=1, name="Locked")).to_be_visible()
    yield "locked"
    page.get_by_text("What is kept on this phone").click()
    yield "locked_what_is_kept"
    page.get_by_role("button", name="Unlock", exact=True).click()
    expect(page.get_by_text("Enter the PIN").first).to_be_visible()
    type_pin(page, WRONG_PIN)
    expect(page.get_by_text("4 tries are left").first).to_be_visible()
    yield "locked_wrong_pin"
    page.get_by_role("button", name="I forgot my PIN").click()
    expect(page.get_by_role("heading", level=1, name="You forgot your PIN")).to_be_visible()
    yield "forgotten_pin"
    page.get_by_role("link", name="Back to the locked screen").click()
    page.get_by_role("button", name="Sign in as somebody else").click()
    yield "locked_somebody_else"
    page.get_by_role("link", name="Back to the locked screen").click()
    page.get_by_role("button", name="Raise an alert").click()
    yield "locked_raise_alert"
    page.get_by_role("link", name="Back to the locked screen").click()
    page.get_by_role("button", name="Record a check").click()
    page.get_by_role("button", name="Save on this phone").click()
    expect(page.locator(".govuk-error-summary")).to_be_visible()
    yield "locked_record_check_empty"
    page.get_by_role("link", name="Back to the locked screen").click()
    type_pin(page)
    expect(page.get_by_role("heading", level=1, name="Your visits")).to_be_visible()
    yield from _settings(page)


def _settings(page: Page) -> Iterator[str]:
    page.get_by_role("navigation").get_by_role("link", name="Device").click()
    page.get_by_role("button", name="Change the PIN").click()
    expect(page.get_by_role("heading", level=1, name="Change the PIN")).to_be_visible()
    page.get_by_label("Your PIN now").first.fill(PIN)
    page.get_by_label("New PIN", exact=True).fill(WRONG_PIN)
    page.get_by_role("button", name="Save the PIN").click()
    expect(page.get_by_text("The two PINs are not the same").first).to_be_visible()
    yield "change_pin_not_same"
    page.get_by_role("navigation").get_by_role("link", name="Visits").click()


def walk_soon(page: Page) -> Iterator[str]:
    """A tab that nobody touches, a minute before it locks. Its clock runs faster than ours."""
    page.clock.install()
    page.goto(page.context.pages[0].url.split("#")[0])
    unlock_if_locked(page)
    expect(page.get_by_role("heading", level=1, name="Your visits")).to_be_visible()
    page.clock.fast_forward(A_MINUTE_TO_GO)
    expect(page.get_by_role("button", name="Keep it open")).to_be_visible()
    yield "lock_soon"


def walk_with_alert(page: Page) -> Iterator[str]:
    """Begins and ends on the page of an alert that the council does not know yet."""
    page.get_by_role("button", name="Lock", exact=True).click()
    expect(page.get_by_role("button", name="Unlock first")).to_be_visible()
    yield "locked_with_alert"
    page.get_by_role("button", name="Unlock first").click()
    expect(page.get_by_role("heading", level=1, name="Locked")).to_be_visible()
    yield "locked_alert_open"
    type_pin(page)
    expect(page.get_by_role("heading", level=1)).to_contain_text("The council does not know this yet")


def walk_wiped(page: Page) -> Iterator[str]:
    """The office has ordered the phone to wipe: at the next contact, and after signing in again."""
    page.reload()
    expect(page.get_by_role("heading", level=1, name="Visits taken off this phone")).to_be_visible(timeout=60_000)
    yield "wiped"
    fill_sign_in(page, OFFICER)
    expect(page.get_by_text("Your visits come again from the council.")).to_be_visible()
    yield "choose_pin_after_a_wipe"
