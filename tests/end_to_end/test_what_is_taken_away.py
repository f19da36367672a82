"""What a phone loses: its tab in the middle of a push, its storage, a visit that goes to somebody else (T4 and T6)."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, Playwright, expect

from tests.end_to_end.handset import Handset, HeldRequest, SteadyOfficer
from tests.end_to_end.office_pages import OfficePages
from tests.end_to_end.phone_contents import read_phone
from tests.end_to_end.service_worker_calls import ServiceWorkerCalls
from tests.end_to_end.town import Hired, Town
from tests.live.browser import DESK, open_browser
from tests.live.photos import make_photo
from tests.live.staff import SUPERVISOR

pytestmark = pytest.mark.browser


def test_a_tab_that_dies_in_a_push_beside_the_service_worker_sends_everything_once(
    town: Town, officer: Hired, phone: Handset
) -> None:
    phone.app.check(officer.names[0], note="Sent by two", photo=make_photo(71))
    beside = phone.context.new_page()
    worker = ServiceWorkerCalls(phone.context.new_cdp_session(beside), town.stack.url)
    push = HeldRequest("**/sync/push", "POST", delivered=True)
    push.watch(phone.context)
    phone.context.set_offline(False)
    push.wait(phone.app.page)
    worker.call()  # while the tab holds the lock, with its push in the air
    assert len(town.list_submissions(officer.visit_ids[0])) == 1
    phone.app.page.close()
    worker.call()
    _wait_for_the_photo(beside, town, officer)  # no page of the app is open: only the worker can have sent it
    app = phone.app.in_tab(beside)
    app.open()
    app.wait_until_all_received()
    assert len(town.list_submissions(officer.visit_ids[0])) == 1
    operations = town.list_operations(officer)
    assert {operation.verdict for operation in operations} <= {"applied", "merged", "agreed"}
    assert sorted(one.device_seq or 0 for one in operations) == list(range(1, len(operations) + 1))


def test_storage_that_the_browser_clears_is_told_to_the_officer_and_to_the_office(
    town: Town, officer: Hired, phone: Handset, playwright: Playwright, tmp_path: Path
) -> None:
    phone.app.check(officer.names[0], note="Never sent", photo=make_photo(72))
    phone.app.see(re.compile("1 thing and 1 photo are only on this phone"))
    phone.close()

    app = phone.start()
    storage = phone.context.new_cdp_session(app.page)
    storage.send("Storage.clearDataForOrigin", {"origin": town.stack.url, "storageTypes": "indexeddb"})
    app.sign_in(officer.email, visits=2)
    app.see("This phone had 2 unsent, and now has 0. Ring the office.")
    with open_browser(playwright, tmp_path / "desk", size=DESK) as browser:
        desk = OfficePages(browser.pages[0], town.stack.url)
        desk.sign_in(SUPERVISOR)
        expect(desk.page.get_by_text(re.compile("2 pieces of work vanished before they were sent"))).to_be_visible()
        desk.page.goto(f"{desk.url}/office/devices")
        expect(desk.page.get_by_text("2 lost")).to_be_visible()


def test_of_a_visit_given_away_nothing_stays_on_the_phone_but_sealed_copies(
    town: Town, officer: Hired, phone: Handset
) -> None:
    app, visit_id = phone.app, officer.visit_ids[0]
    app.check(officer.names[0], note="Mrs Example knows", photo=make_photo(73))
    secret = re.compile("|".join((*town.list_ids_around(visit_id), "Mrs Example knows")))
    before = read_phone(app.page, officer.user_id)
    assert {"rows", "operations", "attachments"} <= {one.store for one in before if secret.search(one.text)}
    town.reassign(visit_id, officer, town.hire(1))
    phone.context.set_offline(False)
    for _ in range(2):  # the second pull settles what the first has heard
        _send_now(app)
    app.wait_until_all_received()

    after = read_phone(app.page, officer.user_id)
    left = [one for one in after if secret.search(one.text)]
    assert {(one.store, one.state) for one in left} == {("kept", ""), ("attachments", "kept")}
    assert not [one for one in after if "Mrs Example knows" in one.text], "the copies can be read by the council alone"
    copies = {one.store for one in after if one.store == "pieces"}
    assert copies == {"pieces"}, "the photo's copy is there for a restored server"
    assert town.list_holders(visit_id) == [(officer.user_id, True)], "who had it on a phone, and that it has left"


def _wait_for_the_photo(page: Page, town: Town, officer: Hired) -> None:
    for _ in range(600):
        if [photo.status for photo in town.list_photos(officer.visit_ids[0])] == ["received"]:
            return
        page.wait_for_timeout(50)
    raise AssertionError("the service worker sent nothing")


def _send_now(app: SteadyOfficer) -> None:
    app.show_not_sent()
    app.page.get_by_role("button", name="Send now").click()
    expect(app.page.get_by_role("button", name="Send now")).to_be_enabled()
