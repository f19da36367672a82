"""The officer's other ways, all without a connection: handing back, correcting, proposing, and a form that cannot be saved."""

from __future__ import annotations

import re
from collections.abc import Iterator

from playwright.sync_api import FilePayload, Page, expect

from tests.end_to_end.walk.officer_screens import go_to, open_visit, show
from tests.end_to_end.walk.staged_rows import Staged
from tests.live.photos import make_photo


def walk(page: Page, staged: Staged) -> Iterator[str]:
    """Begins and ends offline, on the list of visits; one proposal is saved, and one form sent as a note."""
    yield from _handing_back(page, staged)
    yield from _correcting(page, staged)
    yield from _raising(page, staged)
    yield from _proposing(page, staged)
    yield from _left_over(page, staged)
    go_to(page, "Visits")
    show(page, "Your visits")


def _handing_back(page: Page, staged: Staged) -> Iterator[str]:
    go_to(page, "Visits")
    open_visit(page, staged.handed_back)
    page.get_by_role("link", name="Fill in another form").click()
    show(page, "Fill in another form")
    expect(page.get_by_role("main").get_by_role("button").first).to_be_visible()
    yield "other_forms"
    page.go_back()
    page.get_by_role("link", name="Add photos").click()
    show(page, "Add photos")
    photo = FilePayload(name="photo.jpg", mimeType="image/jpeg", buffer=make_photo(5))
    page.get_by_label("Take photo").set_input_files(photo)
    page.get_by_label("What photo 1 shows").fill("The meter in the hall")
    yield "visit_photos"
    page.get_by_role("button", name="Remove photo 1").click()
    expect(page.get_by_label("What photo 1 shows")).to_have_count(0)
    page.go_back()
    page.get_by_role("link", name="Cannot do this visit").click()
    show(page, "Cannot do this visit")
    page.get_by_role("button", name="Hand the visit back").click()
    expect(page.locator(".govuk-error-summary")).to_be_visible()
    yield "cannot_visit_reason_missing"
    page.get_by_label("The area is not safe").check()
    page.get_by_label("What should the office know?").fill("A fight in the street: try again tomorrow morning.")
    yield "cannot_visit"
    page.get_by_role("button", name="Hand the visit back").click()
    expect(page.get_by_text("You have handed this visit back")).to_be_visible()
    yield "visit_handed_back"


def _correcting(page: Page, staged: Staged) -> Iterator[str]:
    go_to(page, "Visits")
    open_visit(page, staged.marked)
    yield "visit_done"
    page.get_by_role("link", name="Correct this check").click()
    show(page, "Correct this check")
    page.get_by_role("button", name="Open the check again").click()
    expect(page.get_by_text("Say what was wrong")).to_be_visible()
    yield "correct_check_why_missing"

    go_to(page, "Visits")
    open_visit(page, staged.others[0])
    page.get_by_role("link", name="Correct this check").click()
    expect(page.get_by_text("opens with the answers you gave")).to_be_visible()
    yield "correct_check_own_answers"


def _raising(page: Page, staged: Staged) -> Iterator[str]:
    """Looked at and left: an alert that is saved stands before every screen."""
    go_to(page, "Visits")
    page.get_by_role("link", name="Raise an alert").click()
    show(page, "Raise an alert")
    expect(page.get_by_label("Where is it?")).to_be_visible()
    yield "raise_alert"
    go_to(page, "Visits")
    open_visit(page, staged.marked)
    page.get_by_role("main").get_by_role("link", name="Raise an alert").click()
    expect(page.get_by_text("It is about")).to_be_visible()
    page.get_by_text("Say more first").click()
    yield "raise_alert_about_visit"


def _proposing(page: Page, staged: Staged) -> Iterator[str]:
    go_to(page, "Visits")
    open_visit(page, staged.marked)
    page.get_by_role("link", name="Somebody else at this address").click()
    show(page, "Somebody else at this address")
    yield "propose_here"
    go_to(page, "Visits")
    page.get_by_role("link", name="Propose a visit").click()
    show(page, "Propose a visit")
    page.get_by_role("button", name="Save on this phone").click()
    expect(page.locator(".govuk-error-summary")).to_be_visible()
    yield "propose_nothing_said"
    page.get_by_label("I met somebody").check()
    page.get_by_label("Last name").fill("Falsename")
    page.get_by_label("Address", exact=True).fill("3 Invented Row")
    page.get_by_label("Why do they need a visit?").fill("Lives alone. No food in the house since Friday.")
    page.get_by_role("button", name="Save on this phone").click()
    show(page, "Your visits")
    expect(page.get_by_text("Your proposals")).to_be_visible()
    yield "visits_with_proposal"


def _left_over(page: Page, staged: Staged) -> Iterator[str]:
    open_visit(page, staged.others[1])
    yield "visit_with_left_over_form"
    go_to(page, "Not sent")
    expect(page.get_by_text("Begun and not saved")).to_be_visible()
    yield "not_sent_with_left_over_form"
    page.get_by_role("link", name="See what you can do with it").click()
    show(page, "A form that was not saved")
    expect(page.get_by_role("button", name="Throw away")).to_be_visible()
    yield "left_over_form"
    page.get_by_role("button", name="Throw away").click()
    expect(page.get_by_role("button", name="Yes, throw them away")).to_be_visible()
    yield "left_over_form_throw_away"
    page.get_by_role("button", name="No, keep them").click()
    page.get_by_role("button", name="Send to the office as a note").click()
    show(page, "Not sent")
    expect(page.locator(".app-thing__what", has_text=re.compile("^Note$"))).to_be_visible()
    expect(page.get_by_role("link", name="See what you can do with it")).to_have_count(0)
