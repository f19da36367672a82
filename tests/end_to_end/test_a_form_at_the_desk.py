"""The back office records a telephone call, and corrects it: the forms of the phone, in an office page."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, Playwright, expect

from tests.end_to_end.office_pages import OfficePages
from tests.end_to_end.town import Hired, Town
from tests.live.browser import DESK, open_browser
from tests.live.staff import OFFICE

pytestmark = pytest.mark.browser


@pytest.fixture
def hired(town: Town) -> Hired:
    """An officer with a visit, whose resident is rung."""
    return town.hire(1)


@pytest.fixture
def page(playwright: Playwright, town: Town, hired: Hired, tmp_path: Path) -> Iterator[Page]:
    """The back office's browser, on the page of the resident."""
    with open_browser(playwright, tmp_path / "desk", size=DESK) as context:
        office = OfficePages(context.pages[0], town.stack.url)
        office.sign_in(OFFICE)
        office.page.goto(f"{office.url}/office/visits/{hired.visit_ids[0]}")
        office.page.get_by_role("link", name="Open the resident’s record").click()
        yield office.page


def test_a_call_is_recorded_at_the_desk_and_corrected(page: Page, town: Town, hired: Hired) -> None:
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    _begin(page)
    page.get_by_label("No answer").check()
    page.get_by_role("button", name="Continue").click()
    _send(page)
    expect(page.get_by_role("alert")).to_contain_text("Received. The form is with the council.")
    expect(page.get_by_text("Call to them: No answer")).to_be_visible()

    page.get_by_role("link", name="Telephone contact", exact=True).click()
    page.get_by_role("link", name="Correct this submission").click()
    page.get_by_role("button", name="Continue").click()
    expect(page.locator(".govuk-error-summary")).to_contain_text("Say why you correct it")
    page.get_by_label("Why is it corrected?").fill("It was her voicemail.")
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_label("No answer")).to_be_checked()
    page.get_by_label("Voicemail").check()
    page.get_by_role("button", name="Continue").click()
    _send(page)
    expect(page.get_by_role("alert")).to_contain_text("Received. The correction stands now")
    expect(page.get_by_text("It was her voicemail.")).to_be_visible()
    expect(page.get_by_text("Call to them: No answer (corrected since)")).to_be_visible()
    assert town.list_contacts(hired.visit_ids[0]) == [("no_answer", False), ("voicemail", True)]
    assert errors == []
    assert page.evaluate("[localStorage.length, sessionStorage.length, navigator.serviceWorker.controller]") == [
        0,
        0,
        None,
    ]
    assert page.evaluate("indexedDB.databases()") == []


def _begin(page: Page) -> None:
    page.get_by_role("link", name="Record a call or fill in a form").click()
    page.get_by_label("Telephone contact").check()
    page.get_by_role("button", name="Begin").click()
    expect(page.get_by_role("heading", level=1, name="The call")).to_be_visible()


def _send(page: Page) -> None:
    page.get_by_role("button", name="Check your answers").click()
    page.get_by_role("button", name="Send to the council").click()
