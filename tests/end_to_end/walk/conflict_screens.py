"""What the back office sees of conflicts: the list, one field with every value, settled in words, and settled before one."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator

from playwright.sync_api import Page, expect
from sqlalchemy import select
from sqlalchemy.orm import Session

from server.app import create_app
from server.config import read_settings
from server.domain.operation import FieldEdit
from server.store.database import db
from server.store.tables import Conflict, Resident, User
from server.store.unit_of_work import read_snapshot
from server.use_cases.edit_at_desk import DeskEdit, edit_at_desk
from tests.end_to_end.office_pages import OfficePages
from tests.end_to_end.walk.office_screens import show, sign_out
from tests.end_to_end.walk.staged_rows import Staged
from tests.live.stack import Stack
from tests.live.staff import OFFICE, SUPERVISOR

VALUES = {
    "landline": ("020 7946 0101", "020 7946 0102"),
    "access_needs": ("Ring twice and wait.", "Key with Mrs Example at number 3.\nShe is in until noon."),
}
REASON = "I rang her and she read the number to me."


def walk(page: Page, stack: Stack, staged: Staged) -> Iterator[str]:
    """Begins and ends signed out, with one conflict settled and one open."""
    write_apart(stack, staged.marked)
    OfficePages(page, stack.url).sign_in(OFFICE)
    expect(page.get_by_role("link", name="To decide (")).to_be_visible()
    yield "today_with_conflicts"
    page.get_by_role("link", name="To decide (").click()
    show(page, "Conflicts")
    yield "conflicts"
    page.get_by_label("Find by the resident’s name").fill("Zzyzx")
    page.get_by_role("button", name="Find").click()
    yield "conflicts_none_found"
    page.get_by_role("link", name="Show all").click()
    page.get_by_role("link", name="Access needs").first.click()
    show(page, "Access needs: which one stands?")
    yield "conflict_long_text"
    page.get_by_label(VALUES["access_needs"][0]).check()
    _settle(page)
    expect(page.get_by_role("alert")).to_be_visible()
    yield "conflict_settled"
    page.get_by_role("link", name="All conflicts").click()
    page.get_by_role("link", name="Landline").first.click()
    show(page, "Landline: which one stands?")
    yield "conflict"
    page.get_by_label("Something else").check()
    page.get_by_role("button", name="Settle").click()
    expect(page.locator(".govuk-error-summary")).to_be_visible()
    yield "conflict_without_value_and_words"
    page.get_by_role("textbox", name="Landline").fill("020 7946 0109")
    _settle_in_another_window(page)
    _settle(page)
    expect(page.get_by_text("Your choice was not used").first).to_be_visible()
    yield "conflict_settled_by_another"
    page.goto(f"{stack.url}/office/conflicts?state=settled")
    yield "conflicts_settled"
    sign_out(page)


def _settle(page: Page) -> None:
    page.get_by_label("How you know").fill(REASON)
    page.get_by_role("button", name="Settle").click()


def _settle_in_another_window(page: Page) -> None:
    other = page.context.new_page()
    other.goto(page.url)
    other.get_by_label(VALUES["landline"][1]).check()
    _settle(other)
    expect(other.get_by_role("alert")).to_be_visible()
    other.close()


def write_apart(stack: Stack, name: str) -> None:
    """Two at the office write different things in the same fields, neither having seen the other's."""
    app = create_app(read_settings(stack.environment()))
    with app.app_context():
        with read_snapshot() as session:
            resident = _find_resident(session, name)
            users = [
                session.scalars(select(User.id).where(User.email == email)).one() for email in (SUPERVISOR, OFFICE)
            ]
            seen = {field: (resident.field_versions.get(field, 1), getattr(resident, field)) for field in VALUES}
            resident_id = resident.id
        for place, user_id in enumerate(users):
            fields = {field: FieldEdit(*seen[field], values[place]) for field, values in VALUES.items()}
            edit = DeskEdit(resident_id=resident_id, fields=fields, reason="She rang", by_id=user_id)
            edit_at_desk(edit, at=dt.datetime.now(dt.UTC))
        _expect_conflicts(resident_id)
        db.engine.dispose()


def _expect_conflicts(resident_id: uuid.UUID) -> None:
    with read_snapshot() as session:
        found = session.scalars(select(Conflict.field).where(Conflict.entity_id == resident_id)).all()
    assert set(VALUES) <= set(found)


def _find_resident(session: Session, name: str) -> Resident:
    for resident in session.scalars(select(Resident)):
        if f"{resident.first_name} {resident.last_name}" == name:
            return resident
    raise AssertionError(f"nobody is called {name}")
