"""T7: the server burns down after a backup; what officers did since is only on their phones, and comes back from there, once."""

from __future__ import annotations

import hashlib
import re
import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Playwright, expect

from tests.end_to_end.handset import Handset, SteadyOfficer
from tests.end_to_end.office_pages import OfficePages
from tests.end_to_end.stored_rows import list_stored_photos
from tests.end_to_end.town import Hired, Town
from tests.live.browser import DESK, open_browser
from tests.live.photos import make_photo
from tests.live.staff import PASSWORD, SUPERVISOR

SETTLED = {"applied", "merged", "agreed"}

pytestmark = pytest.mark.browser


def test_a_server_brought_back_from_a_backup_gets_everything_again_from_the_phones(
    lone_town: Town, playwright: Playwright, tmp_path: Path
) -> None:
    early, late = lone_town.hire(), lone_town.hire()
    phones = [Handset(playwright, tmp_path / name, lone_town.stack.url) for name in ("early", "late")]
    before, after = phones
    try:
        before.start().sign_in(early.email, visits=2)
        backup = tmp_path / "backup.tar"
        lone_town.stack.flask("backup", str(backup))
        after.start().sign_in(late.email, visits=2)
        for phone, officer, seed in ((before, early, 81), (after, late, 82)):
            phone.context.set_offline(True)
            phone.app.check(officer.names[0], note="After the backup", photo=make_photo(seed))
            phone.context.set_offline(False)
            phone.app.wait_until_all_received()
            _is_there_once(lone_town, officer)
        _burn_down_and_restore(lone_town, backup)
        for officer in (early, late):
            assert lone_town.list_submissions(officer.visit_ids[0]) == []

        # The backup knows this phone: nobody need do anything.
        before.app.open()
        _send_now(before.app)
        before.app.wait_until_all_received()
        _is_there_once(lone_town, early)

        # It does not know this one, which registered later.
        app = after.app
        app.open()
        app.see(re.compile("Do not sign out"))
        app.go_to("Device")
        app.page.get_by_role("button", name="Sign out", exact=True).click()
        app.page.get_by_role("button", name="Yes, sign out").click()
        app.see(re.compile("may need what is on it"))
        app.page.get_by_role("button", name="Sign in again").click()
        app.page.get_by_label("Email address").fill(early.email)
        app.page.get_by_label("Password").fill(PASSWORD)
        app.page.get_by_role("button", name="Sign in", exact=True).click()
        app.see("The work of another officer is on this phone. Sign in with their address")
        app.page.get_by_label("Email address").fill(late.email)
        app.page.get_by_role("button", name="Sign in", exact=True).click()
        expect(app.page.get_by_role("heading", level=1, name="Not sent")).to_be_visible()
        _send_now(app)
        app.wait_until_all_received()
        _is_there_once(lone_town, late)
    finally:
        for phone in phones:
            phone.close()
    _is_shown_at_the_desk(lone_town, playwright, tmp_path / "desk", (early, late))


def _send_now(app: SteadyOfficer) -> None:
    app.show_not_sent()
    app.page.get_by_role("button", name="Send now").click()
    expect(app.page.get_by_role("button", name="Send now")).to_be_enabled()


def _burn_down_and_restore(town: Town, backup: Path) -> None:
    """Everything the server had is gone but the backup."""
    town.stack.stop()
    town.close()
    folder = town.stack.folder
    shutil.rmtree(folder)
    folder.mkdir()
    town.stack.flask("restore", str(backup), "--yes")
    town.stack.start()


def _is_there_once(town: Town, officer: Hired) -> None:
    """One submission with its photo, whole, and each operation once, taken as it was the first time."""
    visit_id = officer.visit_ids[0]
    [submission] = town.list_submissions(visit_id)
    assert "<visit_note>After the backup</visit_note>" in submission.xml
    operations = town.list_operations(officer)
    assert [operation.kind for operation in operations].count("submission.create") == 1
    assert {operation.verdict for operation in operations} <= SETTLED
    assert sorted(one.device_seq or 0 for one in operations) == list(range(1, len(operations) + 1))
    [photo] = town.list_photos(visit_id)
    [stored] = [one for one in list_stored_photos(town.stack) if one.sha256_of_upload == photo.sha256]
    assert stored.status == "received"
    assert hashlib.sha256(stored.content).hexdigest() == stored.sha256_in_operation == photo.sha256


def _is_shown_at_the_desk(town: Town, playwright: Playwright, profile: Path, officers: tuple[Hired, ...]) -> None:
    with open_browser(playwright, profile, size=DESK) as browser:
        desk = OfficePages(browser.pages[0], town.stack.url)
        desk.sign_in(SUPERVISOR)
        for officer in officers:
            desk.page.goto(f"{desk.url}/office/visits/{officer.visit_ids[0]}")
            expect(desk.page.get_by_text("After the backup").first).to_be_visible()
        desk.page.goto(f"{desk.url}/office/devices")
        expect(desk.page.get_by_text("Not heard since the restore")).to_have_count(0)
