"""What an administrator sees: forms, an upload with what it changes and how it looks, a refusal, and what retiring asks."""

from __future__ import annotations

from collections.abc import Iterator

from playwright.sync_api import FilePayload, Page, expect

from tests.end_to_end.office_pages import OfficePages
from tests.end_to_end.walk.office_screens import show, sign_out
from tests.factories.spreadsheets import shipped_edition, small_form
from tests.live.staff import ADMINISTRATOR

FORM = "Welfare check"


def walk(page: Page, url: str) -> Iterator[str]:
    """Ends on a form that was retired and brought back."""
    sign_out(page)
    office = OfficePages(page, url)
    office.sign_in(ADMINISTRATOR)
    page.goto(f"{url}/office/forms")
    show(page, "Forms")
    yield "forms"
    _send(page, small_form(("text", "two words", "Wrong"), ("text", "fine", "Fine")))
    expect(page.locator(".govuk-error-summary")).to_be_visible()
    yield "forms_refused"
    page.get_by_role("link", name=FORM).click()
    show(page, FORM)
    yield "form"
    _send(page, shipped_edition("welfare_check", "council 1", {"visit_note": "What must the office hear?"}))
    show(page, "council 1")
    _see_preview(page)
    yield "form_upload"
    page.get_by_role("link", name="At the width of this page").click()
    _see_preview(page)
    yield "form_upload_wide"
    page.get_by_role("link", name=FORM).first.click()
    yield "form_with_upload"
    page.get_by_role("link", name="council 1").first.click()
    page.get_by_role("button", name="Publish this version").click()
    expect(page.get_by_role("alert")).to_be_visible()
    yield "form_published"
    page.get_by_role("link", name="council 1").first.click()
    show(page, "council 1")
    _see_preview(page)
    yield "form_version"
    page.goto(page.frame_locator("iframe").locator("html").evaluate("() => location.href"))
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    yield "form_preview_alone"
    page.goto(f"{url}/office/forms")
    page.get_by_role("link", name=FORM).click()
    page.get_by_role("link", name=f"Retire {FORM}").click()
    show(page, "Retire")
    yield "form_retire"
    page.get_by_role("button", name="Retire this form").click()
    page.get_by_role("link", name="Bring back of version council 1").click()
    show(page, "Bring back")
    yield "form_bring_back"
    page.get_by_role("button", name="Bring this version back").click()
    expect(page.get_by_role("alert")).to_be_visible()


def _send(page: Page, spreadsheet: bytes) -> None:
    payload = FilePayload(name="form.xlsx", mimeType="application/octet-stream", buffer=spreadsheet)
    page.get_by_label("Choose an XLSForm").set_input_files(files=[payload])
    page.get_by_role("button", name="Send and preview").click()


def _see_preview(page: Page) -> None:
    expect(page.frame_locator("iframe.doorstep-preview").get_by_role("heading", level=1)).to_be_visible()
