"""The main job once through: import, assign, check offline, a server killed in the first push, sync, review."""

from __future__ import annotations

import hashlib
import threading
import time
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Playwright, expect

from tests.end_to_end.office_pages import OfficePages
from tests.end_to_end.officer_app import OfficerApp
from tests.end_to_end.stored_rows import count_waiting_jobs, list_receipts, list_stored_photos
from tests.live.browser import DESK, PHONE, open_browser
from tests.live.stack import Stack
from tests.live.staff import OFFICE, OFFICER, SUPERVISOR

LISTS = Path(__file__).parents[1] / "fixtures" / "imports"
VISITS, CHECKS = 12, 3

pytestmark = pytest.mark.browser


def test_checks_made_offline_reach_the_office_once_though_the_server_is_killed_in_the_first_push(
    playwright: Playwright, stack: Stack, tmp_path: Path
) -> None:
    with open_browser(playwright, tmp_path / "desk", size=DESK) as desk:
        names = _import_and_assign(desk, stack)
    profile = tmp_path / "phone"
    with open_browser(playwright, profile, size=PHONE, phone=True) as phone:
        OfficerApp(phone.pages[0], stack.url).sign_in(OFFICER, visits=VISITS)
    with open_browser(playwright, profile, size=PHONE, phone=True) as phone:
        phone.set_offline(True)
        app = OfficerApp(phone.pages[0], stack.url)
        _work_offline(app, names)
        _push_while_everything_breaks(phone, app, stack)
    with open_browser(playwright, tmp_path / "another_desk", size=DESK) as desk:
        _everything_is_there_once(desk, stack)


def _import_and_assign(desk: BrowserContext, stack: Stack) -> list[str]:
    office = OfficePages(desk.pages[0], stack.url)
    office.sign_in(SUPERVISOR)
    office.import_list(LISTS / "spl_extract.csv", programme="Shielding")
    names = office.assign_first(VISITS, "Olu Officer")
    assert len(set(names)) == VISITS
    return names


def _work_offline(app: OfficerApp, names: list[str]) -> None:
    app.open()
    expect(app.page.locator(".app-visit")).to_have_count(VISITS)
    for number in range(CHECKS):
        app.check_with_photos(names[number], note=f"Note number {number}", seed=number)
    app.no_reply(names[CHECKS], note="Letter left")
    app.add_loose_photo(names[0], shows="The gate, broken", seed=CHECKS * 10)


def _push_while_everything_breaks(phone: BrowserContext, app: OfficerApp, stack: Stack) -> None:
    """The server dies the moment the first push has gone out; then the network comes and goes."""
    pushed = threading.Event()
    phone.on("request", lambda request: pushed.set() if request.url.endswith("/sync/push") else None)
    phone.set_offline(False)
    deadline = time.monotonic() + 30
    while not pushed.is_set() and time.monotonic() < deadline:
        app.page.wait_for_timeout(5)
    stack.kill()
    assert pushed.is_set(), "the phone never began to push by itself"
    app.page.wait_for_timeout(1500)
    stack.start()
    for _ in range(4):
        phone.set_offline(True)
        app.page.wait_for_timeout(400)
        phone.set_offline(False)
        app.page.wait_for_timeout(900)
    app.show_list()
    app.wait_until_all_received()


def _everything_is_there_once(desk: BrowserContext, stack: Stack) -> None:
    receipts = list_receipts(stack)
    assert {receipt.verdict for receipt in receipts} <= {"applied", "merged", "agreed"}, receipts
    kinds = [receipt.kind for receipt in receipts if receipt.kind == "submission.create"]
    assert len(kinds) == CHECKS + 1
    photos = list_stored_photos(stack)
    assert len(photos) == CHECKS * 2 + 1
    for photo in photos:
        assert photo.status == "received"
        assert hashlib.sha256(photo.content).hexdigest() == photo.sha256_in_operation == photo.sha256_of_upload
    assert len({photo.sha256_of_upload for photo in photos}) == CHECKS * 2 + 1
    _wait_for_pictures(stack)
    office = OfficePages(desk.pages[0], stack.url)
    office.sign_in(OFFICE)
    addresses = office.list_submitted()
    assert len(addresses) == CHECKS + 1
    seen = [_read_visit(office, address) for address in addresses]
    for number in range(CHECKS):
        assert sum(f"Note number {number}" in words for words, _photos in seen) == 1
    assert sum("Letter left" in words for words, _photos in seen) == 1
    assert sorted(count for _words, count in seen) == [0, 2, 2, 2]
    assert sum(_shows_loose_photo(office, address) for address in addresses) == 1


def _shows_loose_photo(office: OfficePages, address: str) -> bool:
    office.page.goto(office.url + address)
    others = office.page.locator("h2:has-text('Other photos of this visit') + .doorstep-photos li")
    return "The gate, broken" in " ".join(others.all_inner_texts()) and others.locator("img").count() == 1


def _wait_for_pictures(stack: Stack) -> None:
    """The worker draws what is shown in place of a photo a moment after it has come; loaded machines take their time."""
    deadline = time.monotonic() + 90
    while count_waiting_jobs(stack, "attachment.derivatives"):
        assert time.monotonic() < deadline, "the worker never drew the pictures"
        time.sleep(0.5)


def _read_visit(office: OfficePages, address: str) -> tuple[str, int]:
    """The words of a visit's newest submission and how many photos of it can be seen."""
    office.page.goto(office.url + address)
    submission = office.page.locator("section[aria-labelledby=submission-1]")
    pictures = submission.locator("img")
    for picture in pictures.all():
        expect(picture).to_have_js_property("complete", True)
        assert picture.evaluate("image => image.naturalWidth") > 0
    return submission.inner_text(), pictures.count()
