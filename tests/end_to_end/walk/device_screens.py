"""What a supervisor and an administrator see of phones."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from playwright.sync_api import expect

from server.domain.phone_window import find_council_date
from tests.end_to_end.office_pages import OfficePages
from tests.live.staff import ADMINISTRATOR


def walk(office: OfficePages) -> Iterator[str]:
    """Begins signed in as a supervisor; ends as an administrator on a phone that was lost and whose ticket is ended."""
    page = office.page
    page.goto(f"{office.url}/office/devices")
    yield "devices"
    page.locator(".doorstep-filter summary").click()
    yield "devices_filter"
    page.goto(f"{office.url}/office/devices?silent=1&unsent=1&officer=00000000-0000-4000-8000-000000000000")
    yield "devices_none_found"
    _open(office, "Phone of the stores")
    yield "device_that_lost_work"
    page.get_by_role("button", name="It is dealt with").click()
    expect(page.get_by_role("alert")).to_be_visible()
    _open(office, "Pixel of the morning")
    yield "device"
    yield from _orders(office)
    yield from _revoke(office)
    yield from _lost(office)


def _open(office: OfficePages, label: str) -> None:
    office.page.goto(f"{office.url}/office/devices")
    office.page.get_by_role("link", name=label).last.click()


def _orders(office: OfficePages) -> Iterator[str]:
    """Lock, call back, wipe; and a phone that has wiped, and one too old to lock."""
    page = office.page
    page.get_by_role("link", name="Lock this phone").click()
    yield "device_lock"
    page.get_by_role("button", name="Lock this phone").click()
    expect(page.locator(".govuk-error-summary")).to_be_visible()
    yield "device_lock_without_reason"
    page.get_by_label("Why?").fill("Left in the car over lunch.")
    page.get_by_role("button", name="Lock this phone").click()
    expect(page.get_by_role("alert")).to_be_visible()
    yield "device_locked"
    page.get_by_role("link", name="Call the lock back").click()
    yield "device_call_back"
    page.get_by_label("Why?").fill("She has it again.")
    page.get_by_role("button", name="Call the lock back").click()
    expect(page.get_by_role("alert")).to_be_visible()
    page.get_by_role("link", name="Wipe this phone").click()
    yield "device_wipe"
    page.get_by_label("Why?").fill("It goes to the workshop.")
    page.get_by_role("button", name="Wipe this phone").click()
    expect(page.get_by_role("alert")).to_be_visible()
    yield "device_wipe_ordered"
    _open(office, "Phone under repair")
    yield "device_wiped"
    _open(office, "Old phone")
    page.get_by_role("link", name="Lock this phone").click()
    yield "device_lock_of_an_old_app"
    _open(office, "Phone in the drawer")
    yield "device_lapsed"


def _revoke(office: OfficePages) -> Iterator[str]:
    page = office.page
    _open(office, "Phone of two")
    page.get_by_role("link", name="Revoke this phone").click()
    yield "device_revoke"
    page.get_by_role("button", name="Revoke this phone").click()
    expect(page.locator(".govuk-error-summary")).to_be_visible()
    yield "device_revoke_without_reason"
    page.get_by_label("Why?").fill("Its glass is broken, she has another.")
    page.get_by_role("button", name="Revoke this phone").click()
    expect(page.get_by_role("alert")).to_be_visible()
    yield "device_revoked"
    page.get_by_role("link", name="See everybody").click()
    yield "breach_list_of_nobody"


def _lost(office: OfficePages) -> Iterator[str]:
    page = office.page
    _open(office, "Pixel of the morning")
    page.get_by_role("link", name="Mark as lost").click()
    yield "device_mark_lost"
    page.get_by_label("At what time?").fill("half past two")
    page.get_by_label("Why?").fill("The officer rang: it was stolen from the car.")
    page.get_by_role("button", name="Mark as lost").click()
    expect(page.locator(".govuk-error-summary")).to_be_visible()
    yield "device_mark_lost_with_a_wrong_time"
    yesterday = find_council_date(dt.datetime.now(dt.UTC)) - dt.timedelta(days=1)
    page.get_by_label("When did the officer").fill(f"{yesterday:%d/%m/%Y}")
    page.get_by_label("At what time?").fill("23:30")
    page.get_by_role("button", name="Mark as lost").click()
    expect(page.get_by_role("alert")).to_be_visible()
    yield "breach_list"
    page.get_by_role("button", name="Sign out").click()
    office.sign_in(ADMINISTRATOR)
    _open(office, "Pixel of the morning")
    yield "device_lost"
    page.get_by_role("link", name="See everybody").click()
    yield "breach_list_with_its_file"
    _open(office, "Pixel of the morning")
    page.get_by_role("link", name="End the upload ticket").click()
    yield "device_end_ticket"
    page.get_by_label("Why?").fill("It was found in the river.")
    page.get_by_role("button", name="End the upload ticket").click()
    expect(page.get_by_role("alert")).to_be_visible()
    yield "device_ticket_ended"
