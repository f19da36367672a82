"""A form by link, from the desk to a resident's own phone and back: one question a page, a broken line, a reference number."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, Playwright, expect

from tests.end_to_end.office_pages import OfficePages
from tests.end_to_end.town import Hired, Town
from tests.live.browser import DESK, PHONE, open_browser
from tests.live.staff import SUPERVISOR

pytestmark = pytest.mark.browser
FORM = "Help with Council Tax"


@pytest.fixture
def desk(playwright: Playwright, town: Town, tmp_path: Path) -> Iterator[OfficePages]:
    """A supervisor's browser, signed in."""
    with open_browser(playwright, tmp_path / "desk", size=DESK) as context:
        pages = OfficePages(context.pages[0], town.stack.url)
        pages.sign_in(SUPERVISOR)
        yield pages


@pytest.fixture
def mobile(playwright: Playwright, tmp_path: Path) -> Iterator[Page]:
    """A resident's phone, which has never been here."""
    with open_browser(playwright, tmp_path / "mobile", size=PHONE, phone=True) as context:
        yield context.pages[0]


def test_a_resident_fills_in_a_form_by_link_over_a_line_that_breaks(
    town: Town, officer: Hired, desk: OfficePages, mobile: Page
) -> None:
    resident = town.find_resident(officer.visit_ids[0])
    link = _send_form(desk, str(resident.id))

    mobile.goto(link)
    expect(mobile.get_by_role("heading", level=1)).to_have_text("A form from Doorstep Borough Council")
    assert (resident.last_name or "?") not in mobile.locator("body").inner_text()
    _answer(mobile, dt.date(1900, 1, 1))
    expect(mobile.locator(".govuk-error-summary")).to_contain_text("That is not what we have on record")
    assert resident.date_of_birth is not None
    _answer(mobile, resident.date_of_birth)

    assert link.rpartition("/")[2] not in mobile.url
    _fill_in(mobile)
    mobile.context.set_offline(True)
    mobile.get_by_role("button", name="Send", exact=True).click()
    expect(mobile.locator(".govuk-error-summary")).to_contain_text("Your answers are still here")
    mobile.context.set_offline(False)
    mobile.get_by_role("button", name="Send", exact=True).click()
    _heading(mobile, "Sent")
    reference = mobile.locator(".govuk-panel__body").inner_text().rpartition(" ")[2]
    mobile.goto(link)
    _answer(mobile, resident.date_of_birth)
    expect(mobile.locator("main")).to_contain_text(f"Your reference number is {reference}")

    desk.page.goto(f"{desk.url}/office/residents/{resident.id}")
    desk.page.get_by_role("link", name=f"{FORM}, sent").click()
    expect(desk.page.locator("main")).to_contain_text(reference)
    desk.page.get_by_role("link", name="Read the answers").click()
    expect(desk.page.locator("main")).to_contain_text("Is your name on the Council Tax bill?")
    expect(desk.page.locator("main")).to_contain_text("From the resident, by link.")


def _fill_in(mobile: Page) -> None:
    """Up to the answers, with what is missing said on the way, a look at Welsh, and one answer looked at again."""
    _heading(mobile, FORM)
    _go_on(mobile)
    expect(mobile.locator(".govuk-error-summary")).to_contain_text("Choose who is filling in the form")
    mobile.get_by_label("I am the person it was sent to").check()
    _go_on(mobile)
    _heading(mobile, "Your home")
    _go_on(mobile)
    expect(mobile.locator(".govuk-error-summary a")).to_have_text("Choose an answer")
    mobile.get_by_role("button", name="Cymraeg").click()
    _heading(mobile, "Eich cartref")
    expect(mobile.get_by_role("group", name="Ydy eich enw chi ar fil y Dreth Gyngor?")).to_be_visible()
    mobile.get_by_role("button", name="English").click()
    mobile.get_by_label("No", exact=True).check()
    _go_on(mobile)
    _heading(mobile, "What you may get")
    _go_on(mobile)

    _heading(mobile, "Check your answers")
    mobile.get_by_role("link", name="Change Is your name on the Council Tax bill?").click()
    _heading(mobile, "Your home")
    expect(mobile.get_by_label("No", exact=True)).to_be_checked()
    _go_on(mobile)
    _heading(mobile, "Check your answers")


def _send_form(desk: OfficePages, resident_id: str) -> str:
    page = desk.page
    page.goto(f"{desk.url}/office/residents/{resident_id}")
    page.get_by_role("link", name="Send a form").click()
    page.get_by_label("Form", exact=True).select_option(label=FORM)
    page.get_by_role("button", name="Make the link").click()
    return page.locator("code.doorstep-code").inner_text()


def _answer(page: Page, born: dt.date) -> None:
    for label, part in (("Day", born.day), ("Month", born.month), ("Year", born.year)):
        page.get_by_label(label, exact=True).fill(str(part))
    _go_on(page)


def _go_on(page: Page) -> None:
    page.get_by_role("button", name="Continue").click()


def _heading(page: Page, words: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(words)
