"""What a supervisor sees: lists of people coming in, and visits given out and taken back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import FilePayload, Page, expect

from tests.end_to_end.office_pages import OfficePages
from tests.end_to_end.walk import device_screens, exchange_screens, report_screens
from tests.live.stack import Stack
from tests.live.staff import SUPERVISOR

LISTS = Path(__file__).parents[2] / "fixtures" / "imports"
OFFICER_NAME = "Orla Officer"


def walk(page: Page, stack: Stack) -> Iterator[str]:
    """Ends as an administrator; an officer's visits are all taken back."""
    office = OfficePages(page, stack.url)
    office.sign_in(SUPERVISOR)
    yield "today"
    page.goto(f"{office.url}/office/markers?show=in_force")
    page.locator("tbody th a").first.click()
    page.get_by_role("button", name="Keep it").click()
    expect(page.locator(".govuk-error-summary")).to_be_visible()
    yield "marker_kept_without_a_day"
    yield from _imports(page, office)
    yield from _assigning(page, office)
    yield from report_screens.walk(office, stack)
    yield from device_screens.walk(office)
    yield from exchange_screens.walk(office, stack)


def _imports(page: Page, office: OfficePages) -> Iterator[str]:
    page.goto(f"{office.url}/office/imports")
    yield "imports"
    page.get_by_role("button", name="Send and preview").click()
    expect(page.locator(".govuk-error-summary")).to_be_visible()
    yield "imports_no_file"
    not_a_list: FilePayload = {
        "name": "minutes.csv",
        "mimeType": "text/csv",
        "buffer": b"Minutes of the meeting\n1. Apologies\n",
    }
    _send(page, office, not_a_list)
    office.wait_for_any_badge("refused", "waiting for you to confirm")
    yield "import_not_a_list"
    _send(page, office, LISTS / "council_list.xlsx")
    page.get_by_role("button", name="Save and preview").click()
    expect(page.locator(".govuk-error-summary")).to_be_visible()
    yield "import_columns"
    _send(page, office, LISTS / "spl_extract.csv")
    office.wait_for_any_badge("waiting for you to confirm")
    yield "import_preview"
    batch = page.url.split("?")[0]
    for verdict in ("rejected", "decide"):
        page.goto(f"{batch}?verdict={verdict}")
        yield f"import_{verdict}"
    page.goto(batch)
    page.get_by_label("Open cases under").select_option("")
    page.get_by_role("button", name="Import: ").click()
    expect(page.locator(".govuk-error-summary")).to_be_visible()
    yield "import_no_programme"
    page.get_by_label("Open cases under").select_option(index=1)
    page.get_by_label("This file is the whole list").check()
    page.get_by_role("button", name="Import: ").click()
    office.wait_for_any_badge("imported")
    yield "import_done"
    page.goto(f"{batch}/missing")
    yield "import_missing"
    page.get_by_role("button", name="Decide").click()
    expect(page.locator(".govuk-error-summary")).to_be_visible()
    yield "import_missing_nobody_ticked"
    page.goto(f"{office.url}/office/imports")
    yield "imports_before"


def _send(page: Page, office: OfficePages, file: Path | FilePayload) -> None:
    page.goto(f"{office.url}/office/imports")
    page.get_by_label("Choose a list (CSV or Excel)").set_input_files(file)
    page.get_by_role("button", name="Send and preview").click()


def _assigning(page: Page, office: OfficePages) -> Iterator[str]:
    page.goto(f"{office.url}/office/assign")
    yield "assign"
    page.get_by_role("button", name="Assign").click()
    expect(page.locator(".govuk-error-summary")).to_be_visible()
    yield "assign_nobody_ticked"
    page.goto(f"{office.url}/office/assign?points=99")
    yield "assign_nobody_fits"
    office.assign_first(3, OFFICER_NAME)
    expect(page.get_by_role("alert")).to_be_visible()
    yield "assign_done"
    page.get_by_role("link", name=OFFICER_NAME).click()
    yield "officer_list"
    page.locator("tbody a[href*='/office/visits/']").first.click()
    yield "visit_planned"
    page.get_by_role("link", name="Cancel").first.click()
    yield "visit_cancel"
    page.goto(f"{office.url}/office/assign")
    page.get_by_role("link", name=OFFICER_NAME).click()
    page.get_by_role("button", name="Later").first.click()
    expect(page.get_by_role("alert")).to_be_visible()
    page.get_by_text("Map", exact=True).click()
    yield "officer_list_by_hand"
    page.get_by_role("link", name="Split this list among others").click()
    yield "split_list"
    page.goto(f"{office.url}/office/assign?tick=all")
    page.get_by_role("button", name="Share among officers on shift").click()
    yield "share"
    page.goto(f"{office.url}/office/shifts")
    page.get_by_role("button", name="Plan", exact=True).click()
    yield "shifts_mistakes"
    page.goto(f"{office.url}/office/assign")
    page.get_by_role("link", name=OFFICER_NAME).click()
    page.get_by_role("link", name="Tick all").click()
    page.get_by_role("button", name="Take visits back").click()
    expect(page.get_by_role("alert")).to_be_visible()
    yield "officer_list_taken_back"
