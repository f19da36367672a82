"""What a locked phone can still do: an alert and a check go, sealed to the council alone; a forgotten PIN gives all back."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.end_to_end.handset import Handset
from tests.end_to_end.officer_app import choose_pin, fill_sign_in, type_pin
from tests.end_to_end.town import Hired, Town

DUTY_MANAGER = "Duty manager, by day"
OTHER_PIN = "830275"

pytestmark = pytest.mark.browser


def test_a_locked_phone_without_a_connection_raises_an_alert_and_it_reaches_the_council_while_locked(
    town: Town, officer: Hired, phone: Handset
) -> None:
    app = phone.app
    app.lock()
    app.page.get_by_role("button", name="Raise an alert").click()
    app.page.get_by_text("Say more first").click()
    app.page.get_by_label("What should the council know?").fill("A man with a knife in the stairwell")
    app.page.get_by_role("button", name="Unsafe: you withdrew").click()
    expect(app.page.get_by_role("heading", level=1)).to_have_text("The council does not know this yet")
    app.page.get_by_label(DUTY_MANAGER).check()
    app.page.get_by_role("button", name="Record and go on").click()
    app.see("Recorded. The alert is sent by itself when there is signal.")
    app.see(re.compile("1 thing is only on this phone"))
    phone.context.set_offline(False)
    app.wait_until_all_received()
    expect(app.page.get_by_role("heading", level=1, name="Locked")).to_be_visible()
    raised, told = town.list_operations(officer)
    assert (raised.kind, raised.envelope["payload"]["note"]) == ("alert.raise", "A man with a knife in the stairwell")
    assert told.envelope["payload"]["told_whom"] == DUTY_MANAGER
    [alert] = town.list_alerts_of(officer)
    assert (alert.kind, alert.told_whom) == ("unsafe_withdrew", DUTY_MANAGER)


def test_a_check_at_a_typed_address_and_i_am_safe_go_from_a_phone_that_nobody_unlocks(
    town: Town, officer: Hired, phone: Handset
) -> None:
    app = phone.app
    town.plan_shift(officer)
    phone.context.set_offline(False)
    app.reload()
    expect(app.page.locator(".app-shift-place--running .app-shift")).to_be_visible()
    app.page.wait_for_load_state("networkidle")  # the pull is over, and what the locked screen shows is kept
    phone.context.set_offline(True)
    app.lock()
    app.see(re.compile(r"The council expects to hear from you by .*, in \d h \d+ min"))
    app.page.get_by_role("button", name="I am safe").click()
    app.see("without signal the council does not know it yet")
    app.record_check_while_locked("Flat above the bakery, 3 Invented Row", "No food since Friday")
    phone.kill()
    app = phone.start()
    app.page.goto(f"{app.url}/app/")
    expect(app.page.get_by_role("heading", level=1, name="Locked")).to_be_visible()
    app.wait_until_all_received()
    app.see(re.compile("You said that you are safe: .* The council has it"))
    said, proposed = town.list_operations(officer)
    assert (said.kind, said.verdict, said.envelope["payload"]["kind"]) == ("check_in.add", "applied", "safe")
    payload = proposed.envelope["payload"]
    assert (proposed.kind, proposed.verdict, payload["basis"]) == ("visit.propose", "applied", "typed_address")
    assert re.search("Seen, with needs.*No food since Friday", payload["why"])


def test_a_forgotten_pin_brings_the_draft_back_and_work_goes_before_anybody_signs_in(
    town: Town, officer: Hired, phone: Handset
) -> None:
    app = phone.app
    app.check(officer.names[0], note="Sent although the PIN was forgotten")
    app.answer_up_to_photos(officer.names[1], note="Begun before the PIN was forgotten")
    app.see_draft_saved()
    phone.kill()
    app = phone.start()
    app.page.goto(f"{app.url}/app/")
    expect(app.page.get_by_text("The council has everything you have saved").first).to_be_visible(timeout=60_000)
    assert len(town.list_submissions(officer.visit_ids[0])) == 1
    app.page.get_by_role("button", name="I forgot my PIN").click()
    fill_sign_in(app.page, officer.email)
    app.see("Your visits, your drafts and your unsent work are all here. Choose a new PIN.")
    choose_pin(app.page, OTHER_PIN)
    app.go_on(officer.names[1])
    assert any("Begun before the PIN was forgotten" in answer for answer in app.go_to_summary())
    phone.kill()
    app = phone.start(offline=True)
    app.page.goto(f"{app.url}/app/")
    type_pin(app.page, OTHER_PIN)
    app.see(officer.names[1])


def test_signing_out_offline_leaves_nothing_to_read_and_what_was_saved_still_goes(
    town: Town, officer: Hired, phone: Handset
) -> None:
    app = phone.app
    app.check(officer.names[0], note="Saved before signing out")
    app.sign_out()
    expect(app.page.get_by_label("Email address")).to_be_visible()
    shown = app.page.evaluate("document.documentElement.outerHTML")
    assert not [name for name in (*officer.names, officer.email) if name in shown]
    phone.context.set_offline(False)
    for _ in range(600):
        if town.list_submissions(officer.visit_ids[0]):
            break
        app.page.wait_for_timeout(50)
    [submission] = town.list_submissions(officer.visit_ids[0])
    assert "<visit_note>Saved before signing out</visit_note>" in submission.xml
    device = town.device_of(officer)
    assert (device.signed_out_at is None, device.device_token_hash) == (False, None), (
        "told with the ticket, before the work"
    )
