"""A form by link: how the office sends it, and what a resident sees of it on a phone of their own."""

from __future__ import annotations

from collections.abc import Iterator

from playwright.sync_api import Page, expect

from tests.end_to_end.office_pages import OfficePages
from tests.end_to_end.walk.office_screens import show
from tests.end_to_end.walk.staged_rows import Staged
from tests.live.staff import OFFICE

FORM = "Help with Council Tax"


class Sent:
    """The link, and the date of birth that it asks, once the office has sent it."""

    link = ""
    born: tuple[str, str, str] = ("", "", "")


def walk_desk(page: Page, url: str, staged: Staged, sent: Sent) -> Iterator[str]:
    """Begins signed out, and ends on the page of the link."""
    OfficePages(page, url).sign_in(OFFICE)
    page.goto(f"{url}/office/residents")
    page.get_by_label("Find a resident").fill(staged.marked.split()[-1])
    page.get_by_role("button", name="Find").click()
    page.get_by_role("link", name=staged.marked).first.click()
    born = page.locator(".govuk-summary-list__row", has_text="Date of birth").locator("dd").inner_text()
    day, month, year = born.split(" ")[0].split("/")
    sent.born = (day, month, year)
    page.get_by_role("link", name="Send a form").click()
    show(page, "Send a form")
    yield "send_form"
    page.get_by_role("button", name="Make the link").click()
    expect(page.locator(".govuk-error-summary")).to_be_visible()
    yield "send_form_without_a_form"
    page.get_by_label("Form", exact=True).select_option(label=FORM)
    page.get_by_role("button", name="Make the link").click()
    show(page, "The link is ready")
    sent.link = page.locator("code.doorstep-code").inner_text()
    yield "link_made"
    page.get_by_role("link", name="See what has become of this link").click()
    show(page, "Form sent by link")
    yield "link"


def walk_phone(page: Page, sent: Sent) -> Iterator[str]:
    """From the link to the reference number."""
    page.goto(f"{sent.link.rpartition('/')[0]}/AAAAAAAAAAAAAAAAAAAAAA")
    yield "link_opens_nothing"
    page.goto(sent.link)
    yield "first_question"
    _go_on(page)
    expect(page.locator(".govuk-error-summary")).to_be_visible()
    yield "first_question_empty"
    for label, part in zip(("Day", "Month", "Year"), sent.born, strict=True):
        page.get_by_label(label, exact=True).fill(part)
    _go_on(page)
    show(page, FORM)
    page.get_by_label("I am helping them").check()
    _go_on(page)
    expect(page.locator(".govuk-error-summary")).to_be_visible()
    yield "helper_missing"
    page.get_by_label("I am the person it was sent to").check()
    yield "who"
    _go_on(page)
    show(page, "Your home")
    _go_on(page)
    expect(page.locator(".govuk-error-summary")).to_be_visible()
    yield "question_missing"
    page.get_by_label("Yes", exact=True).check()
    _go_on(page)
    show(page, "Do you own or rent your home?")
    yield "question"
    page.get_by_role("link", name="Back").click()
    page.get_by_label("No", exact=True).check()
    _go_on(page)
    show(page, "What you may get")
    yield "notes_alone"
    _go_on(page)
    show(page, "Check your answers")
    yield "answers"
    page.context.set_offline(True)
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.locator(".govuk-error-summary")).to_be_visible()
    yield "not_sent_yet"
    page.context.set_offline(False)
    page.get_by_role("button", name="Send", exact=True).click()
    show(page, "Sent")
    yield "sent"
    page.get_by_role("button", name="Remove from this device").click()
    show(page, "Nothing of the form is left")
    yield "removed"


def _go_on(page: Page) -> None:
    page.get_by_role("button", name="Continue").click()
