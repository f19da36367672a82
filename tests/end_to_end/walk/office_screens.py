"""What the back office sees: what came in, and what to do with it."""

from __future__ import annotations

from collections.abc import Iterator

from playwright.sync_api import Page, expect

from tests.end_to_end.office_pages import OfficePages
from tests.end_to_end.walk import desk_screens, referral_screens
from tests.end_to_end.walk.staged_rows import Staged
from tests.live.staff import OFFICE

SENT_BACK_WORDS = "Please ask at number 3 as well: she has the spare key."


def walk(page: Page, url: str, staged: Staged) -> Iterator[str]:
    """Ends signed out, with one visit sent back and one approved."""
    yield from _signing_in(page, url)
    yield from _lists(page, url)
    yield from _reviews(page, url, staged)
    yield from referral_screens.walk(page, url)
    yield from _residents(page, url, staged)
    page.goto(f"{url}/office/imports")
    show(page, "You may not")
    yield "not_allowed"
    page.goto(f"{url}/office/nothing-here")
    yield "not_found"
    sign_out(page)


def _signing_in(page: Page, url: str) -> Iterator[str]:
    page.goto(f"{url}/office/")
    yield "sign_in"
    page.get_by_role("link", name="Cookies").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Cookies")
    yield "cookies"
    page.go_back()
    page.get_by_label("Email address").fill(OFFICE)
    page.get_by_label("Password").fill("not the password")
    page.get_by_role("button", name="Sign in").click()
    expect(page.locator(".govuk-error-summary")).to_be_visible()
    yield "sign_in_wrong_password"
    OfficePages(page, url).sign_in(OFFICE)
    yield "today"


def _lists(page: Page, url: str) -> Iterator[str]:
    page.goto(f"{url}/office/visits")
    yield "visits"
    page.locator(".doorstep-filter summary").click()
    yield "visits_filter"
    page.goto(f"{url}/office/visits?status=submitted&review=received")
    yield "visits_filtered"
    page.goto(f"{url}/office/visits")
    page.locator(".doorstep-filter summary").click()
    page.get_by_label("Text in the address").fill("Nowhere Street")
    page.get_by_role("button", name="Apply filter").click()
    expect(page.locator(".doorstep-chosen")).to_be_visible()
    yield "visits_none"
    page.goto(f"{url}/office/visits?from=31.02.2026")
    expect(page.locator(".govuk-error-summary")).to_be_visible()
    yield "visits_wrong_date"
    page.goto(f"{url}/office/visits/approve")
    yield "visits_together"
    page.goto(f"{url}/office/alerts")
    yield "alerts"


def _reviews(page: Page, url: str, staged: Staged) -> Iterator[str]:
    _open_visit(page, url, staged.marked, "submitted")
    expect(page.locator(".doorstep-photos img").first).to_be_visible()
    yield "visit"
    for button, name in (("Has issues", "has_issues"), ("Reject", "reject")):
        page.get_by_role("link", name=button).click()
        yield f"review_{name}"
        page.go_back()
    page.get_by_role("button", name="Approve").click()
    expect(page.get_by_role("alert")).to_be_visible()
    yield "visit_approved"
    _open_visit(page, url, staged.others[1], "submitted")
    page.get_by_role("link", name="Send back").click()
    page.get_by_role("button", name="Send back").click()
    expect(page.locator(".govuk-error-summary")).to_be_visible()
    yield "review_send_back_without_words"
    page.get_by_label("Words to the officer").fill(SENT_BACK_WORDS)
    page.get_by_role("button", name="Send back").click()
    yield "visit_sent_back"
    _open_visit(page, url, staged.overdue, "assigned")
    yield "visit_not_done_yet"


def _residents(page: Page, url: str, staged: Staged) -> Iterator[str]:
    page.goto(f"{url}/office/residents")
    yield "residents"
    page.get_by_label("Find a resident").fill("Zzyzx")
    page.get_by_role("button", name="Find").click()
    yield "residents_none"
    page.get_by_role("link", name="Add a new resident").click()
    page.get_by_role("button", name="Add this person").click()
    expect(page.locator(".govuk-error-summary")).to_be_visible()
    yield "resident_new_empty"
    page.get_by_role("link", name="All residents").click()
    page.get_by_label("Find a resident").fill(staged.marked.split()[-1])
    page.get_by_role("button", name="Find").click()
    yield "residents_found"
    page.get_by_role("link", name=staged.marked).first.click()
    yield "resident"
    page.get_by_role("link", name="Propose a warning marker").click()
    page.get_by_role("button", name="Propose marker").click()
    expect(page.locator(".govuk-error-summary")).to_be_visible()
    yield "marker_proposed_empty"
    page.goto(f"{url}/office/markers?show=in_force")
    yield "markers"
    page.locator("tbody th a").first.click()
    show(page, staged.marked)
    page.get_by_role("link", name="Open the resident’s record").click()
    yield from desk_screens.walk(page)
    page.get_by_role("link", name="Back to the resident").click()
    page.get_by_role("link", name="Correct name, date of birth or address").click()
    page.get_by_label("Postcode").fill("nowhere")
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".govuk-error-summary")).to_be_visible()
    yield "correction_wrong"
    page.get_by_role("link", name=staged.marked).click()
    page.get_by_role("link", name="Close, hold or next contact").first.click()
    page.get_by_role("button", name="Close the case").click()
    expect(page.locator(".govuk-error-summary")).to_be_visible()
    yield "case_closed_without_a_reason"
    page.get_by_role("link", name="Back to the record").click()
    page.get_by_role("link", name="Correct telephone, email or needs").click()
    show(page, "Correct ")
    page.get_by_label("Email").fill("x" * 255)
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".govuk-error-summary")).to_be_visible()
    yield "resident_edit_too_long"


def sign_out(page: Page) -> None:
    """By the button at the foot of every page."""
    page.get_by_role("button", name="Sign out").click()
    show(page, "Sign in")


def show(page: Page, title: str) -> None:
    """Wait for the page of this heading."""
    expect(page.get_by_role("heading", level=1)).to_contain_text(title)


def _open_visit(page: Page, url: str, name: str, status: str) -> None:
    page.goto(f"{url}/office/visits?status={status}")
    page.get_by_role("link", name=name).first.click()
    show(page, name)
