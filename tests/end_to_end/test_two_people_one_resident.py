"""Two real browsers side by side: an officer without a line and a person at a desk write the same thing, or take the same visit.

Both see what the other wrote, one settles it, the other is told; nothing that was finished offline is lost.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, Playwright, expect

from tests.end_to_end.handset import Handset, SteadyOfficer
from tests.end_to_end.office_pages import OfficePages
from tests.end_to_end.town import Hired, Town
from tests.live.browser import DESK, open_browser
from tests.live.photos import make_photo
from tests.live.staff import OFFICE, SUPERVISOR

# Two numbers for each test: whom one of them leaves with a new number, the next officer may be sent to.
OFFICE_SETTLES, OFFICER_SETTLES = ("07700 900555", "07700 900777"), ("07700 900556", "07700 900778")

pytestmark = pytest.mark.browser


@pytest.fixture
def desk(playwright: Playwright, town: Town, tmp_path: Path) -> Iterator[OfficePages]:
    """A browser at a desk; nobody has signed in yet."""
    with open_browser(playwright, tmp_path / "desk", size=DESK) as browser:
        yield OfficePages(browser.pages[0], town.stack.url)


def test_the_office_settles_what_it_and_an_offline_officer_both_wrote_and_the_officer_is_told(
    town: Town, officer: Hired, phone: Handset, desk: OfficePages
) -> None:
    hers, theirs = OFFICE_SETTLES
    _both_write(town, officer, phone, desk, OFFICE_SETTLES)
    phone.app.go_to("Attention")
    for words in ("Two answers for one thing", f"You: {hers}", theirs):
        phone.app.see(words)
    page = _open_conflict(desk, officer.names[0])
    for value in (hers, theirs):
        expect(page.get_by_text(value).first).to_be_visible()
    page.get_by_label(re.compile(hers)).check()
    page.get_by_label("How you know").fill("Rang her, she read it to me")
    page.get_by_role("button", name="Settle").click()
    expect(page.get_by_text("Settled. What you chose is shown to everybody from now on.")).to_be_visible()
    assert town.mobile_of(officer.visit_ids[0]) == hers
    _send_now(phone.app)
    phone.app.go_to("Attention")
    phone.app.see("That was your answer.")
    phone.app.see(re.compile("Rang her, she read it to me"))
    phone.app.page.get_by_role("button", name=re.compile("^I have read")).first.click()
    expect(phone.app.page.get_by_text("That was your answer.")).to_be_hidden()
    phone.app.see("1 settled lately")


def test_the_officer_settles_it_on_the_phone_and_the_office_sees_who_did(
    town: Town, officer: Hired, phone: Handset, desk: OfficePages
) -> None:
    _, theirs = OFFICER_SETTLES
    _both_write(town, officer, phone, desk, OFFICER_SETTLES)
    app = phone.app
    app.go_to("Attention")
    app.see("Two answers for one thing")
    phone.context.set_offline(True)
    app.page.get_by_role("link", name="Choose, or leave it").click()
    app.page.get_by_label(re.compile(theirs)).check()
    app.page.get_by_role("button", name="Save my choice on this phone").click()
    app.see("Your choice is saved on this phone.")
    phone.context.set_offline(False)
    _send_now(app)
    app.wait_until_all_received()
    assert town.mobile_of(officer.visit_ids[0]) == theirs
    desk.page.goto(f"{desk.url}/office/conflicts?state=settled")
    settled = desk.page.get_by_role("row").filter(has_text=officer.names[0])
    expect(
        settled.filter(has_text=f"Hired Officer {officer.email.partition('@')[0].removeprefix('hired')}")
    ).to_have_count(1)


def test_a_check_finished_offline_on_a_visit_given_away_is_accepted_and_both_officers_are_told(
    town: Town, officer: Hired, phone: Handset, desk: OfficePages, playwright: Playwright, tmp_path: Path
) -> None:
    colleague, visit_id = town.hire(1), officer.visit_ids[0]
    phone.app.check(officer.names[0], note="Was there first", photo=make_photo(61))
    town.reassign(visit_id, officer, colleague)
    other = Handset(playwright, tmp_path / "colleague", town.stack.url)
    try:
        other.start().sign_in(colleague.email, visits=2)
        phone.context.set_offline(False)
        _send_now(phone.app)
        phone.app.wait_until_all_received()
        _send_now(other.app)
        other.app.go_to("Attention")
        other.app.see(re.compile("has also reported on this visit, which was theirs before"))
        _accept_late_report(desk, officer.names[0])
        _send_now(phone.app)
        phone.app.go_to("Attention")
        phone.app.see("Your report was accepted")
    finally:
        other.close()
    [submission] = town.list_submissions(visit_id)
    assert "<visit_note>Was there first</visit_note>" in submission.xml
    assert [photo.status for photo in town.list_photos(visit_id)] == ["received"]
    desk.page.goto(f"{desk.url}/office/visits/{visit_id}")
    expect(desk.page.get_by_text("Was there first").first).to_be_visible()
    expect(
        desk.page.get_by_role("link", name="Approve").or_(desk.page.get_by_role("button", name="Approve"))
    ).to_be_visible()


def _both_write(town: Town, officer: Hired, phone: Handset, desk: OfficePages, numbers: tuple[str, str]) -> None:
    """The officer without a line, then the desk; then the line is back and everything has arrived."""
    app, (hers, theirs) = phone.app, numbers
    app.answer_up_to_photos(officer.names[0], note="Wrote down her new number")
    app.page.get_by_role("button", name="Continue", exact=True).click()
    app.page.get_by_label("Mobile number").fill(hers)
    assert any(hers in answer for answer in app.go_to_summary())
    app.press_save()
    app.see_saved()
    desk.sign_in(OFFICE)
    desk.page.goto(f"{desk.url}/office/visits/{officer.visit_ids[0]}")
    desk.page.get_by_role("link", name="Open the resident").click()
    desk.page.get_by_role("link", name="Correct telephone, email or needs").click()
    desk.page.get_by_label("Mobile").fill(theirs)
    desk.page.get_by_label("How you know").fill("Her daughter rang")
    desk.page.get_by_role("button", name="Save").click()
    expect(desk.page.get_by_text("The record is corrected.")).to_be_visible()
    assert town.mobile_of(officer.visit_ids[0]) == theirs
    assert town.list_derived(officer) == []
    phone.context.set_offline(False)
    app.wait_until_all_received()
    [(kind, verdict, edits)] = town.list_derived(officer)
    assert (kind, verdict, list(edits)) == ("resident.edit", "conflict", ["mobile"])
    assert town.mobile_of(officer.visit_ids[0]) == theirs


def _open_conflict(desk: OfficePages, name: str) -> Page:
    desk.page.goto(f"{desk.url}/office/conflicts")
    desk.page.get_by_role("row").filter(has_text=name).get_by_role("link").first.click()
    return desk.page


def _accept_late_report(desk: OfficePages, name: str) -> None:
    desk.sign_in(SUPERVISOR)
    desk.page.goto(f"{desk.url}/office/late-reports")
    desk.page.get_by_role("row").filter(has_text=name).get_by_role("link").first.click()
    expect(desk.page.get_by_text("Was there first").first).to_be_visible()
    desk.page.get_by_role("radio", name="Accept", exact=True).check()
    desk.page.get_by_role("button", name="Settle").click()


def _send_now(app: SteadyOfficer) -> None:
    app.go_to("Not sent")
    app.page.get_by_role("button", name="Send now").click()
    expect(app.page.get_by_role("button", name="Send now")).to_be_enabled()
