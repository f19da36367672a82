"""The office marks a phone as lost, and it obeys: who holds it reads what is true, and the office reads that it was done."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Playwright, Route, expect

from server.domain.words import DeviceOrder
from tests.end_to_end.handset import Handset
from tests.end_to_end.office_pages import OfficePages
from tests.end_to_end.officer_app import choose_pin, fill_sign_in
from tests.end_to_end.town import Hired, Town
from tests.live.browser import DESK, open_browser
from tests.live.staff import SUPERVISOR

WIPED = "Visits taken off this phone"

pytestmark = pytest.mark.browser


@pytest.fixture
def desk(playwright: Playwright, town: Town, tmp_path: Path) -> Iterator[OfficePages]:
    """A supervisor's."""
    with open_browser(playwright, tmp_path / "desk", size=DESK) as browser:
        office = OfficePages(browser.pages[0], town.stack.url)
        office.sign_in(SUPERVISOR)
        yield office


def see_wiped(office: OfficePages, device_id: str) -> None:
    """On the list of whose data was on the phone, and on the page of the phone."""
    page = office.page
    for _ in range(100):  # the phone says it in a request of its own, which may be a moment later
        page.goto(f"{office.url}/office/devices/{device_id}/breach")
        if page.get_by_text(re.compile("^Wiped today")).count():
            break
        page.wait_for_timeout(100)
    expect(page.get_by_text(re.compile("^Wiped today"))).to_be_visible()
    expect(page.get_by_text("not yet obeyed")).to_have_count(0)
    page.goto(f"{office.url}/office/devices/{device_id}")
    expect(page.get_by_text(re.compile("The phone said today .* that it has wiped"))).to_be_visible()


def test_a_phone_marked_as_lost_sends_what_is_sealed_wipes_tells_its_holder_the_truth_and_the_office_that_it_did(
    town: Town, officer: Hired, phone: Handset, desk: OfficePages
) -> None:
    app, device = phone.app, town.device_of(officer)
    app.check(officer.names[0], note="Saved before the phone was lost")
    app.answer_up_to_photos(officer.names[1], note="Begun before the phone was lost")
    app.see_draft_saved()
    desk.mark_as_lost(device.id)
    expect(desk.page.get_by_text("not yet obeyed")).to_be_visible()
    phone.context.set_offline(False)
    expect(app.page.get_by_role("heading", level=1, name=WIPED)).to_be_visible(timeout=60_000)
    app.see("The council has taken your visits off this phone, with every name and address.")
    app.see("Everything that you had saved was with the council already.")
    app.see(re.compile("^1 check that you began and did not save was not sent"))
    for untrue in ("Nothing is lost", "are all here"):
        expect(app.page.get_by_text(untrue)).to_have_count(0)
    shown = app.page.evaluate("document.documentElement.outerHTML")
    assert not [name for name in (*officer.names, officer.email) if name in shown]
    assert "submission.create" in [one.kind for one in town.list_operations(officer)]
    see_wiped(desk, device.id)
    fill_sign_in(app.page, officer.email)
    app.see("1 check that you began and did not save can no longer be read.")


def test_a_wipe_is_confirmed_by_the_sign_in_itself_where_the_phone_could_not_say_it_before(
    town: Town, officer: Hired, phone: Handset, desk: OfficePages
) -> None:
    app, device = phone.app, town.device_of(officer)
    desk.mark_as_lost(device.id)
    cut: list[str] = []

    def cut_off(route: Route) -> None:
        cut.append(route.request.url)
        route.abort()

    phone.context.route("**/sync/push", cut_off)
    phone.context.set_offline(False)
    expect(app.page.get_by_role("heading", level=1, name=WIPED)).to_be_visible(timeout=60_000)
    fill_sign_in(app.page, officer.email)
    choose_pin(app.page)
    expect(app.page.locator(".app-visit")).to_have_count(2)
    assert cut, "the phone tried to say it before"
    see_wiped(desk, device.id)


def test_a_wiped_phone_that_is_not_lost_has_its_drafts_back_after_a_sign_in(
    town: Town, officer: Hired, phone: Handset
) -> None:
    app = phone.app
    town.order_device_of(officer, DeviceOrder.WIPE)
    app.answer_up_to_photos(officer.names[0], note="Begun before the wipe")
    phone.context.set_offline(False)  # the order finds her still at it: nobody has said yet that the draft is saved
    expect(app.page.get_by_role("heading", level=1, name=WIPED)).to_be_visible(timeout=60_000)
    fill_sign_in(app.page, officer.email)
    app.see("Your visits come again from the council. Checks that you began and work that is not sent are still here.")
    choose_pin(app.page)
    app.go_on(officer.names[0])
    assert any("Begun before the wipe" in answer for answer in app.go_to_summary())
