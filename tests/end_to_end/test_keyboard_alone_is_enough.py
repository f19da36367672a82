"""Every step of the main job with Tab, arrow keys, Space and Enter: no pointer, and no script that puts the focus for us."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, Playwright, expect

from tests.end_to_end.keyboard import press, type_into
from tests.end_to_end.walk.conflict_screens import REASON, VALUES, write_apart
from tests.end_to_end.walk.staged_reports import stage_reports
from tests.end_to_end.walk.staged_rows import stage
from tests.live.browser import DESK, PHONE, open_browser
from tests.live.stack import Stack
from tests.live.staff import OFFICE, OFFICER, PASSWORD, PIN, SUPERVISOR

pytestmark = pytest.mark.browser


def test_a_check_is_made_and_approved_with_the_keyboard_alone(
    playwright: Playwright, demo_stack: Stack, tmp_path: Path
) -> None:
    with open_browser(playwright, tmp_path / "phone", size=PHONE) as phone:
        name = _make_a_check(phone.pages[0], demo_stack.url)
    with open_browser(playwright, tmp_path / "desk", size=DESK) as desk:
        _approve(desk.pages[0], demo_stack.url, name)


def test_the_ways_around_a_visit_are_gone_with_the_keyboard_alone(
    playwright: Playwright, demo_stack: Stack, tmp_path: Path
) -> None:
    with open_browser(playwright, tmp_path / "phone", size=PHONE, phone=True) as phone:
        page = phone.pages[0]
        name = _open_the_list(page, demo_stack.url)
        page.wait_for_function("navigator.serviceWorker.ready.then(ready => ready.active?.state === 'activated')")
        phone.set_offline(True)
        _hand_back_with_a_note(page, name)
        _propose_and_find_what_is_done(page, name)
        _raise_an_alert(page)


def test_a_conflict_a_late_report_and_a_proposal_are_settled_with_the_keyboard_alone(
    playwright: Playwright, demo_stack: Stack, tmp_path: Path
) -> None:
    name = stage(demo_stack).marked
    write_apart(demo_stack, name)
    reports = stage_reports(demo_stack)
    with open_browser(playwright, tmp_path / "desk", size=DESK) as desk:
        page = desk.pages[0]
        _sign_in(page, f"{demo_stack.url}/office/conflicts", SUPERVISOR)
        press(page, f"{name}\n, Access needs", "Enter")
        expect(page.get_by_role("heading", level=1)).to_contain_text("Access needs")
        press(page, VALUES["access_needs"][0], "Space", exact=True)
        type_into(page, "How you know", REASON)
        press(page, "Settle", "Enter")
        expect(page.get_by_role("alert")).to_be_visible()
        page.goto(f"{demo_stack.url}/office/late-reports/{reports.late_op_id}")
        press(page, "Accept", "Space", exact=True)
        press(page, "Settle", "Enter")
        expect(page.get_by_role("alert")).to_be_visible()
        page.goto(f"{demo_stack.url}/office/proposals/{reports.proposal_id}")
        press(page, "Somebody new", "Space", exact=True)
        press(page, "Programme", "ArrowDown")
        press(page, "Make the visit", "Enter")
        expect(page.get_by_role("alert")).to_be_visible()


def _sign_in(page: Page, address: str, email: str) -> None:
    page.goto(address)
    type_into(page, "Email address", email)
    type_into(page, "Password", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(address)


def _open_the_list(page: Page, url: str) -> str:
    """Signs in and chooses a PIN; gives the name on the first visit."""
    page.goto(f"{url}/app/")
    type_into(page, "Email address", OFFICER)
    type_into(page, "Password", PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1, name="Choose a PIN")).to_be_visible()
    type_into(page, "New PIN", PIN)
    type_into(page, "New PIN again", PIN)
    page.keyboard.press("Enter")
    link = page.locator(".app-visit__link").first
    expect(link).to_be_visible(timeout=20_000)
    return link.inner_text().split("\n")[0].strip()


def _hand_back_with_a_note(page: Page, name: str) -> None:
    heading = page.get_by_role("heading", level=1)
    press(page, name, "Enter")
    expect(heading).to_have_text(name)
    press(page, "Cannot do this visit", "Enter")
    expect(heading).to_have_text("Cannot do this visit")
    press(page, "I have no time left today", "Space", exact=True)
    type_into(page, "What should the office know?", "Any time tomorrow")
    press(page, "Hand the visit back", "Enter")
    expect(page.get_by_text("You have handed this visit back")).to_be_visible()
    press(page, "Add a note", "Enter")
    expect(heading).to_have_text("Add a note")
    type_into(page, "What happened", "The gate was locked")
    press(page, "Save on this phone", "Enter")
    expect(heading).to_have_text(name)


def _propose_and_find_what_is_done(page: Page, name: str) -> None:
    heading = page.get_by_role("heading", level=1)
    press(page, "Somebody else at this address", "Enter")
    expect(heading).to_have_text("Somebody else at this address")
    type_into(page, "Why do they need a visit?", "Her brother cannot cook")
    press(page, "Save on this phone", "Enter")
    expect(heading).to_have_text("Your visits")
    press(page, "See 1 that is done", "Enter")
    expect(page.locator("#group-done")).to_be_focused()
    press(page, name, "Enter")
    expect(heading).to_have_text(name)


def _raise_an_alert(page: Page) -> None:
    heading = page.get_by_role("heading", level=1)
    press(page, "Raise an alert", "Enter")
    expect(heading).to_have_text("Raise an alert")
    press(page, "Unsafe: you withdrew", "Enter")
    expect(heading).to_have_text("The council does not know this yet")
    press(page, "Duty manager, by day", "Space", exact=True)
    press(page, "Record and go on", "Enter")
    expect(heading).not_to_have_text("The council does not know this yet")


def _make_a_check(page: Page, url: str) -> str:
    name = _open_the_list(page, url)
    press(page, name, "Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(name)
    press(page, "Start check", "Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Outcome")
    press(page, "Seen, no needs", "Space")
    press(page, "Continue", "Enter")
    expect(page.get_by_role("heading", level=1)).not_to_contain_text("Outcome")
    _answer_to_the_end(page)
    press(page, "Save on this phone", "Enter")
    expect(page.locator(".govuk-panel")).to_be_visible()
    expect(page.get_by_text("The council has received it")).to_be_visible(timeout=30_000)
    return name


def _answer_to_the_end(page: Page) -> None:
    """Questions that must be answered get their first choice; each page's heading has the focus when it opens."""
    for _ in range(12):
        heading = page.get_by_role("heading", level=1)
        title = heading.inner_text().strip()
        if title == "Check your answers":
            return
        expect(heading).to_be_focused()
        if page.get_by_role("group", name="duty manager").count():
            press(page, "No", "Space", exact=True)
        press(page, ("Continue", "Check your answers"), "Enter")
        expect(heading).not_to_have_text(title)
    raise AssertionError("the check never came to its end")


def _approve(page: Page, url: str, name: str) -> None:
    _sign_in(page, f"{url}/office/visits?review=received", OFFICE)
    expect(page.get_by_role("heading", level=1, name="Visits")).to_be_visible()
    press(page, name, "Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text(name)
    press(page, "Approve", "Enter")
    expect(page.get_by_role("alert")).to_contain_text("Approved")
