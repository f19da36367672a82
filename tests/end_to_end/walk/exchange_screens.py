"""What an administrator sees when a form's submissions leave as a file, and when another program is let in."""

from __future__ import annotations

import uuid
from collections.abc import Iterator

from playwright.sync_api import expect

from server.app import create_app
from server.config import read_settings
from server.store.database import db
from server.store.forms import find_form
from server.store.unit_of_work import read_snapshot
from tests.end_to_end.office_pages import OfficePages
from tests.live.stack import Stack

FORM = "welfare_check"


def walk(office: OfficePages, stack: Stack) -> Iterator[str]:
    """Begins and ends signed in as an administrator."""
    page, address = office.page, f"{office.url}/office/forms/{_find_form(stack)}"
    page.goto(f"{address}/export")
    yield "export"
    page.get_by_label("From").fill("last week")
    page.get_by_role("button", name="Make the file").click()
    expect(page.locator(".govuk-error-summary")).to_be_visible()
    yield "export_wrong_day"
    page.goto(f"{address}/access")
    yield "access_none"
    page.get_by_role("button", name="Point ODK Collect here").click()
    expect(page.locator(".govuk-error-summary")).to_be_visible()
    yield "access_nobody"
    page.get_by_label("Who fills it in").select_option(index=1)
    page.get_by_label("Name of this access").first.fill("Street team")
    page.get_by_role("button", name="Point ODK Collect here").click()
    expect(page.get_by_role("heading", name="The new access")).to_be_visible()
    yield "access_collect_token"
    page.goto(f"{address}/access")
    page.get_by_label("Name of this access").last.fill("Monthly report")
    page.get_by_role("button", name="Make an access for reading").click()
    expect(page.get_by_role("heading", name="The new access")).to_be_visible()
    yield "access_odata_token"
    page.goto(f"{address}/access")
    page.get_by_role("button", name="Revoke Street team").click()
    expect(page.get_by_role("alert")).to_be_visible()
    yield "access"


def _find_form(stack: Stack) -> uuid.UUID:
    with create_app(read_settings(stack.environment())).app_context():
        with read_snapshot() as session:
            form = find_form(session, FORM)
        db.engine.dispose()
    assert form is not None
    return form.id
