"""The phone's lock in a browser: a cold start offline, wrong PINs, time without a touch, two tabs, an upgrade, a forgotten PIN."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.end_to_end.handset import Handset, SteadyOfficer
from tests.end_to_end.officer_app import choose_pin, fill_sign_in, type_pin, unlock_if_locked
from tests.end_to_end.phone_contents import leave_bare_key, list_key_parts
from tests.end_to_end.town import Hired, Town
from tests.live.staff import PIN

OTHER_PIN = "830275"
FIVE_MINUTES, FOUR_MINUTES = "05:05", "04:10"

pytestmark = pytest.mark.browser


def _see_nothing_of(app: SteadyOfficer, officer: Hired) -> None:
    """Neither on the page, nor in what it is made of, nor in its title and address."""
    shown = app.page.evaluate("document.documentElement.outerHTML + document.title + location.hash")
    for word in (*(part for name in officer.names for part in name.split()), "Hired Officer", officer.email):
        assert word not in shown, word


def test_a_cold_start_without_a_connection_asks_for_the_pin_and_shows_nothing_of_anybody(
    officer: Hired, phone: Handset
) -> None:
    phone.app.check(officer.names[0], note="Before the phone was put away")
    phone.kill()
    app = phone.start(offline=True)
    app.page.goto(f"{app.url}/app/")
    app.see_locked()
    _see_nothing_of(app, officer)
    app.see(re.compile("1 thing is only on this phone"))
    expect(app.page.get_by_role("button", name=re.compile("Duty manager, by day"))).to_be_visible()
    box = app.page.get_by_label("PIN", exact=True)
    expect(box).to_be_focused()
    assert (box.get_attribute("inputmode"), box.get_attribute("autocomplete")) == ("numeric", "off")
    type_pin(app.page)
    app.see(officer.names[1])
    assert list_key_parts(app.page, officer.user_id) & {"raw", "pin"} == {"pin"}


def test_five_wrong_pins_end_reading_although_the_tab_is_killed_in_between_and_a_sign_in_brings_it_back(
    officer: Hired, phone: Handset
) -> None:
    app = phone.app
    app.answer_up_to_photos(officer.names[0], note="Half way through")
    app.see_draft_saved()
    app.lock()
    for left in (4, 3):
        type_pin(app.page, OTHER_PIN)
        app.see(f"That is not the PIN. {left} tries are left")
    type_pin(app.page)
    app.see("Wait half a minute, then try again")
    phone.kill()
    app = phone.start(offline=True, before=lambda context: context.clock.install())
    app.page.goto(f"{app.url}/app/")
    for words in ("2 tries are left", "1 try is left"):
        app.page.clock.fast_forward("01:00")
        type_pin(app.page, OTHER_PIN)
        app.see(f"That is not the PIN. {words}")
    app.page.clock.fast_forward("01:00")
    type_pin(app.page, OTHER_PIN)
    app.see("There were five wrong PINs. To read your visits, sign in with a connection.")
    expect(app.page.get_by_label("PIN", exact=True)).to_have_count(0)
    assert "raw" not in list_key_parts(app.page, officer.user_id)
    expect(app.page.get_by_role("button", name="Unlock", exact=True)).to_have_count(0)
    phone.context.set_offline(False)
    fill_sign_in(app.page, officer.email)
    choose_pin(app.page, OTHER_PIN)
    expect(app.page.locator(".app-visit")).to_have_count(2)


def test_nobody_touching_the_app_locks_it_and_unlocking_leads_back_to_the_very_word(
    officer: Hired, phone: Handset
) -> None:
    phone.kill()
    app = phone.start(offline=True, before=lambda context: context.clock.install())
    app.open()
    app.open_visit(officer.names[0])
    app.page.get_by_role("link", name="Cannot do this visit").click()
    expect(app.page.get_by_role("heading", level=1, name="Cannot do this visit")).to_be_visible()
    app.page.get_by_label("The area is not safe").check()
    note = app.page.get_by_label("What should the office know?")
    note.fill("The side gate is open, and the dog")
    stay = app.page.get_by_role("button", name="Keep it open")
    app.page.clock.fast_forward(FOUR_MINUTES)
    expect(stay).to_be_visible()
    expect(note).to_be_focused()
    stay.click()
    expect(stay).to_have_count(0)
    note.focus()
    app.page.clock.fast_forward(FOUR_MINUTES)
    expect(stay).to_be_visible()
    app.page.keyboard.press("End")  # any touch does
    expect(stay).to_have_count(0)

    app.page.clock.fast_forward(FIVE_MINUTES)
    app.see_locked()
    _see_nothing_of(app, officer)
    phone.kill()
    app = phone.start(offline=True)
    app.page.goto(f"{app.url}/app/#/visit/{officer.visit_ids[0]}/cannot")
    app.see_locked()
    type_pin(app.page)
    expect(app.page.get_by_label("The area is not safe")).to_be_checked()
    note = app.page.get_by_label("What should the office know?")
    expect(note).to_have_value("The side gate is open, and the dog")
    expect(note).to_be_focused()
    app.page.keyboard.type(" is out")
    app.page.get_by_role("button", name="Hand the visit back").click()
    app.show_not_sent()
    app.see(re.compile("1 thing is only on this phone"))


def test_a_check_goes_on_where_the_lock_interrupted_it(town: Town, officer: Hired, phone: Handset) -> None:
    app = phone.app
    app.answer_up_to_photos(officer.names[0], note="Interrupted by the lock")
    app.lock()
    type_pin(app.page)
    expect(app.page.get_by_role("heading", level=1)).to_contain_text("Photos")
    assert any("Interrupted by the lock" in answer for answer in app.go_to_summary())
    app.press_save()
    app.see_saved()
    phone.context.set_offline(False)
    app.wait_until_all_received()
    assert len(town.list_submissions(officer.visit_ids[0])) == 1


def test_all_tabs_lock_together_and_two_that_lock_at_once_open_again(officer: Hired, phone: Handset) -> None:
    first = phone.app
    second = first.in_tab(phone.context.new_page())
    second.open()
    second.see(officer.names[0])
    first.lock()
    second.see_locked()
    for tab in (first, second):
        _see_nothing_of(tab, officer)
        type_pin(tab.page)
        tab.see(officer.names[0])
    for tab in (first, second):
        tab.page.evaluate("() => { setTimeout(() => document.querySelector('.app-header__lock').click(), 300) }")
    for tab in (first, second):
        tab.see_locked()
        type_pin(tab.page)
        tab.see(officer.names[0])


def test_a_phone_of_the_version_before_asks_for_a_pin_once_and_loses_nothing(
    town: Town, officer: Hired, phone: Handset
) -> None:
    app = phone.app
    app.check(officer.names[0], note="Saved before there was a lock")
    app.answer_up_to_photos(officer.names[1], note="Begun before there was a lock")
    app.see_draft_saved()
    leave_bare_key(app.page, officer.user_id)
    phone.kill()

    app = phone.open(offline=True)
    app.see("From now on a PIN protects what is on this phone.")
    _see_nothing_of(app, officer)
    choose_pin(app.page, OTHER_PIN)
    app.see(re.compile("2 things are only on this phone"))
    assert list_key_parts(app.page, officer.user_id) & {"raw", "pin"} == {"pin"}
    phone.kill()

    app = phone.start(offline=True)
    app.page.goto(f"{app.url}/app/")
    unlock_if_locked(app.page, OTHER_PIN)
    app.go_on(officer.names[1])
    assert any("Begun before there was a lock" in answer for answer in app.go_to_summary())
    app.press_save()
    app.see_saved()
    phone.context.set_offline(False)
    app.wait_until_all_received()
    for visit_id in officer.visit_ids:
        assert len(town.list_submissions(visit_id)) == 1


def test_a_forgotten_pin_is_told_what_stays_and_ends_with_a_new_one(officer: Hired, phone: Handset) -> None:
    app = phone.app
    app.lock()
    app.page.get_by_role("button", name="I forgot my PIN").click()
    app.see(re.compile("^Nothing is lost"))
    fill_sign_in(app.page, officer.email)
    app.see("There is no connection to the council. Signing in needs one")
    phone.context.set_offline(False)
    fill_sign_in(app.page, officer.email)
    choose_pin(app.page, OTHER_PIN)
    expect(app.page.locator(".app-visit")).to_have_count(2)
    app.lock()
    type_pin(app.page, PIN)
    app.see("That is not the PIN. 4 tries are left")
    type_pin(app.page, OTHER_PIN)
    app.see(officer.names[0])
