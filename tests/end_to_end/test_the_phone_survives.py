"""What a phone does to an officer's work: kills the browser, opens two tabs, fills up, brings a new version."""

from __future__ import annotations

import hashlib
import re

import pytest
from playwright.sync_api import expect

from tests.end_to_end.handset import Handset, HeldRequest
from tests.end_to_end.officer_app import unlock_if_locked
from tests.end_to_end.second_build import put_second_build
from tests.end_to_end.stored_rows import list_stored_photos
from tests.end_to_end.town import Hired, Town
from tests.live.photos import make_photo

FULL = "There is no room on this phone, so this was not saved"
SETTLED = {"applied", "merged", "agreed"}

pytestmark = pytest.mark.browser


def test_a_browser_killed_in_the_middle_of_a_check_gives_back_the_draft_with_its_photo(
    town: Town, officer: Hired, phone: Handset
) -> None:
    app = phone.app
    app.answer_up_to_photos(officer.names[0], note="Half way through")
    app.choose_photo(make_photo(41))
    size = app.see_photo_kept()
    app.see_draft_saved()
    before = app.go_to_summary()
    phone.kill()

    app = phone.open(offline=True)
    app.go_on(officer.names[0])
    assert app.go_to_summary() == before
    app.go_to_part(5)
    assert app.see_photo_kept() == size
    app.go_to_summary()
    app.press_save()
    app.see_saved()
    phone.context.set_offline(False)
    app.wait_until_all_received()
    [submission] = town.list_submissions(officer.visit_ids[0])
    assert "<visit_note>Half way through</visit_note>" in submission.xml
    _is_there_once(town, officer)


def test_a_browser_killed_in_the_middle_of_sending_loses_nothing_and_sends_nothing_twice(
    town: Town, officer: Hired, phone: Handset
) -> None:
    phone.app.check(officer.names[0], note="Sent through three deaths", photo=make_photo(42))
    deaths = [
        HeldRequest("**/sync/push", "POST", delivered=False),
        HeldRequest("**/sync/push", "POST", delivered=True),
        HeldRequest("**/files/*", "PATCH", delivered=True),
    ]
    for death in deaths:
        phone.kill()
        app = phone.open(before=death.watch)
        death.wait(app.page)
        if death is not deaths[0]:
            assert len(town.list_submissions(officer.visit_ids[0])) == 1
    phone.kill()
    app = phone.open()
    app.wait_until_all_received()
    [submission] = town.list_submissions(officer.visit_ids[0])
    assert "<visit_note>Sent through three deaths</visit_note>" in submission.xml
    operations = town.list_operations(officer)
    assert {operation.verdict for operation in operations} <= SETTLED
    assert [operation.kind for operation in operations].count("submission.create") == 1
    _is_there_once(town, officer)


def test_two_tabs_of_one_visit_save_and_send_it_once(town: Town, officer: Hired, phone: Handset) -> None:
    first = phone.app
    first.answer_up_to_photos(officer.names[0], note="In two tabs")
    first.see_draft_saved()
    first.go_to_summary()
    second = first.in_tab(phone.context.new_page())
    second.open()
    second.go_on(officer.names[0])
    second.go_to_summary()
    first.press_save()
    first.see_saved()
    second.press_save()
    second.see("This check is already saved on this phone, from another tab")
    for tab in (first, second):
        tab.show_not_sent()
        tab.see(re.compile(r"No connection\. 1 thing is only on this phone"))
    phone.context.set_offline(False)
    for tab in (first, second):
        tab.page.get_by_role("button", name="Send now").click()
    for tab in (first, second):
        tab.wait_until_all_received()
        tab.see("Nothing is waiting on this phone.")
    assert len(town.list_submissions(officer.visit_ids[0])) == 1
    assert {operation.verdict for operation in town.list_operations(officer)} <= SETTLED


def test_a_full_phone_says_that_nothing_was_saved_and_goes_on_when_there_is_room(
    town: Town, officer: Hired, phone: Handset
) -> None:
    app = phone.app
    app.answer_up_to_photos(officer.names[0], note="On a full phone")
    app.see_draft_saved()
    phone.kill()

    # Chromium remembers for half a minute how much room there was, so the phone is full from its next start on.
    app = phone.start(offline=True)
    storage = phone.context.new_cdp_session(app.page)
    storage.send("Storage.overrideQuotaForOrigin", {"origin": town.stack.url, "quotaSize": 1})
    app.open()
    expect(app.page.locator(".app-visit")).to_have_count(2)
    app.go_on(officer.names[0])
    assert any("On a full phone" in answer for answer in app.go_to_summary())
    app.go_to_part(5)
    app.choose_photo(make_photo(43))
    app.see(FULL)
    app.see(re.compile("^The last answer is not saved"))
    expect(app.page.get_by_text(re.compile("^On this phone, "))).to_have_count(0)
    app.go_to_summary()
    app.press_save()
    app.see(FULL)
    expect(app.page.locator(".govuk-panel")).to_have_count(0)

    storage.send("Storage.overrideQuotaForOrigin", {"origin": town.stack.url})
    app.go_to_part(5)
    app.choose_photo(make_photo(43))
    app.see_photo_kept()
    app.see_draft_saved()
    assert any("On a full phone" in answer for answer in app.go_to_summary())
    app.press_save()
    app.see_saved()
    phone.context.set_offline(False)
    app.wait_until_all_received()
    assert len(town.list_submissions(officer.visit_ids[0])) == 1
    _is_there_once(town, officer)


def test_a_new_version_keeps_drafts_and_forms_and_works_offline_at_once(
    town: Town, officer: Hired, phone: Handset
) -> None:
    app = phone.app
    app.answer_up_to_photos(officer.names[0], note="Before the new version")
    app.choose_photo(make_photo(44))
    app.see_photo_kept()
    app.see_draft_saved()
    before = app.go_to_summary()
    app.go_to("Device")
    version = put_second_build(town.stack)
    expect(app.page.get_by_text(version)).to_have_count(0)
    phone.context.set_offline(False)
    app.reload()
    with app.page.expect_event("load"):
        app.page.get_by_role("button", name="Use the new version").click()
    unlock_if_locked(app.page)
    expect(app.page.get_by_text(version)).to_be_visible()
    phone.context.set_offline(True)
    phone.kill()

    app = phone.open(offline=True)
    expect(app.page.locator(".app-visit")).to_have_count(2)
    app.go_on(officer.names[0])
    assert app.go_to_summary() == before
    app.press_save()
    app.see_saved()
    app.check(officer.names[1], note="With the new version")
    phone.context.set_offline(False)
    app.wait_until_all_received()
    for visit_id in officer.visit_ids:
        assert len(town.list_submissions(visit_id)) == 1


def _is_there_once(town: Town, officer: Hired) -> None:
    """The one photo of the first visit, byte for byte as it was when it was taken."""
    [photo] = town.list_photos(officer.visit_ids[0])
    [stored] = [one for one in list_stored_photos(town.stack) if one.sha256_of_upload == photo.sha256]
    assert stored.status == "received"
    assert hashlib.sha256(stored.content).hexdigest() == stored.sha256_in_operation == photo.sha256
