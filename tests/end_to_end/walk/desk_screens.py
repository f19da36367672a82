"""What the back office sees of a form at the desk: choosing it, filling it in, reading what was sent, and correcting it."""

from __future__ import annotations

from collections.abc import Iterator

from playwright.sync_api import Page, expect


def walk(page: Page) -> Iterator[str]:
    """Begins on a resident's page and ends on one; a call that nobody answered is recorded."""
    page.get_by_role("link", name="Record a call or fill in a form").click()
    _show(page, "Fill in a form")
    yield "desk_choose"
    page.get_by_role("button", name="Begin").click()
    expect(page.locator(".govuk-error-summary")).to_be_visible()
    yield "desk_choose_missing"
    page.get_by_label("Telephone contact").check()
    page.get_by_role("button", name="Begin").click()
    _show(page, "The call")
    yield "desk_form"
    page.get_by_role("button", name="Continue").click()
    expect(page.locator(".govuk-error-summary")).to_be_visible()
    yield "desk_form_missing"
    page.get_by_label("No answer").check()
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("button", name="Check your answers").click()
    _show(page, "Check your answers")
    yield "desk_answers"
    page.get_by_role("button", name="Send to the council").click()
    expect(page.get_by_role("alert")).to_be_visible()
    yield "resident_after_a_call"
    page.get_by_role("link", name="Telephone contact", exact=True).click()
    _show(page, "Telephone contact")
    yield "submission"
    page.get_by_role("link", name="Correct this submission").click()
    page.get_by_role("button", name="Continue").click()
    expect(page.locator(".govuk-error-summary")).to_be_visible()
    yield "desk_correct_without_a_reason"
    page.get_by_role("link", name="Leave this form").click()
    _show(page, "Telephone contact")


def _show(page: Page, title: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_contain_text(title)
