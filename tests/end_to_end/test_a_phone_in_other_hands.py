"""What somebody else may do to a phone: copy its profile, set its clock back, have the browser clear it while it is locked."""

from __future__ import annotations

import datetime as dt
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Playwright, expect

from tests.end_to_end.handset import Handset
from tests.end_to_end.officer_app import choose_pin, fill_sign_in, type_pin
from tests.end_to_end.phone_contents import list_key_parts
from tests.end_to_end.town import Hired, Town
from tests.live.staff import SUPERVISOR

OTHER_PIN = "830275"
TAKEN_BY_THE_COUNCIL = "The council has taken your visits off this phone"

pytestmark = pytest.mark.browser


@pytest.fixture
def copy(playwright: Playwright, town: Town, tmp_path: Path) -> Iterator[Handset]:
    """Another machine, on which nothing is yet."""
    copy = Handset(playwright, tmp_path / "copy", town.stack.url)
    yield copy
    copy.close()


def test_a_copied_profile_opens_with_the_pin_alone_sends_nothing_twice_and_is_wiped_with_the_phone(
    town: Town, officer: Hired, phone: Handset, copy: Handset
) -> None:
    phone.app.check(officer.names[0], note="On the phone when it was copied")
    phone.close()
    shutil.copytree(phone.profile, copy.profile, ignore=shutil.ignore_patterns("Singleton*"), symlinks=True)

    theirs = copy.start(offline=True)
    theirs.page.goto(f"{theirs.url}/app/")
    theirs.see_locked()
    shown = theirs.page.content()
    assert not [name for name in (*officer.names, officer.email) if name in shown]
    type_pin(theirs.page, OTHER_PIN)
    theirs.see("That is not the PIN. 4 tries are left")
    theirs.record_check_while_locked("12 Invented Row", "Made on the copy")
    copy.context.set_offline(False)
    theirs.wait_until_all_received()

    app = phone.start()
    app.page.goto(f"{app.url}/app/")
    app.see_locked()
    app.record_check_while_locked("12 Invented Row", "Made on the phone")
    app.wait_until_all_received()
    type_pin(app.page)
    app.see(officer.names[1])
    assert len(town.list_submissions(officer.visit_ids[0])) == 1
    [first, second] = [one for one in town.list_operations(officer) if one.kind == "visit.propose"]
    assert (first.verdict, second.verdict_reason) == ("applied", "repeated_device_seq"), (
        "both are kept, and a person looks"
    )

    page = f"/office/devices/{town.device_of(officer).id}"
    now = town.now()
    words = {"reason": "Copied", "lost_on": f"{now:%d/%m/%Y}", "lost_time": f"{now:%H:%M}"}
    town.sit_at_desk(SUPERVISOR).send(f"{page}/lost", f"{page}/lost", **words)
    for one in (app, theirs):
        one.page.evaluate("window.dispatchEvent(new Event('online'))")
        one.see(re.compile(TAKEN_BY_THE_COUNCIL))
        expect(one.page.get_by_label("PIN", exact=True)).to_have_count(0)
        assert "pin" not in list_key_parts(one.page, officer.user_id)


def test_a_clock_that_is_set_back_opens_nothing_until_it_is_right(officer: Hired, phone: Handset) -> None:
    phone.kill()
    later = dt.datetime.now(dt.UTC) + dt.timedelta(hours=60)
    app = phone.start(offline=True, before=lambda context: context.clock.install(time=later))
    app.open()
    app.see(officer.names[0])
    phone.kill()
    app = phone.start(offline=True)
    app.page.goto(f"{app.url}/app/")
    app.see_locked()
    type_pin(app.page)
    app.see(
        "The clock of this phone is wrong, so your visits stay closed. Put the clock right, or sign in with a connection."
    )
    expect(app.page.get_by_label("PIN", exact=True)).to_have_count(0)
    phone.kill()
    app = phone.start(offline=True, before=lambda context: context.clock.install(time=later))
    app.open()
    app.see(officer.names[0])


def test_storage_that_is_cleared_while_the_phone_is_locked_is_told_and_leads_to_a_new_start(
    officer: Hired, phone: Handset
) -> None:
    app = phone.app
    app.check(officer.names[0], note="Never sent")
    app.lock()
    storage = phone.context.new_cdp_session(app.page)
    storage.send("Storage.clearDataForOrigin", {"origin": app.url, "storageTypes": "indexeddb"})
    type_pin(app.page)
    expect(app.page.get_by_label("Email address")).to_be_visible()
    expect(app.page.get_by_text("Nothing is lost")).to_have_count(0)
    phone.context.set_offline(False)
    fill_sign_in(app.page, officer.email)
    choose_pin(app.page, OTHER_PIN)
    app.see("This phone had 1 unsent, and now has 0. Ring the office.")
    app.show_list()
    app.see(officer.names[1])
