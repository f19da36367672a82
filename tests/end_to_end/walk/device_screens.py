"""What a supervisor and an administrator see of phones."""

from __future__ import annotations

from collections.abc import Iterator

from playwright.sync_api import expect

from tests.end_to_end.office_pages import OfficePages


def walk(office: OfficePages) -> Iterator[str]:
    """Begins signed in as a supervisor; ends on a phone that was revoked."""
    page = office.page
    page.goto(f"{office.url}/office/devices")
    yield "devices"
    page.locator(".doorstep-filter summary").click()
    yield "devices_filter"
    page.goto(f"{office.url}/office/devices?silent=1&unsent=1&officer=00000000-0000-4000-8000-000000000000")
    yield "devices_none_found"
    page.goto(f"{office.url}/office/devices")
    page.get_by_role("link", name="Phone of the stores").last.click()
    yield "device_that_lost_work"
    page.get_by_role("button", name="It is dealt with").click()
    expect(page.get_by_role("alert")).to_be_visible()
    page.goto(f"{office.url}/office/devices")
    page.get_by_role("link", name="Pixel of the morning").last.click()
    yield "device"
    page.get_by_role("link", name="Revoke this phone").click()
    yield "device_revoke"
    page.get_by_role("button", name="Revoke this phone").click()
    expect(page.locator(".govuk-error-summary")).to_be_visible()
    yield "device_revoke_without_reason"
    page.get_by_label("Why?").fill("The officer rang: it was stolen from the car.")
    page.get_by_role("button", name="Revoke this phone").click()
    yield "device_revoked"
