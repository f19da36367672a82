"""The phone's own lock (a passkey with PRF) beside the PIN, by Chromium's virtual authenticator: enrolled, used, refused, gone."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import CDPSession, Page, expect

from tests.end_to_end.handset import Handset, SteadyOfficer
from tests.end_to_end.officer_app import type_pin
from tests.end_to_end.phone_contents import list_key_parts
from tests.end_to_end.town import Hired
from tests.live.staff import PIN

OTHER_PIN = "830275"
REFUSED = "The phone’s own lock did not open the app. Use the PIN"

pytestmark = pytest.mark.browser


class PhonesLock:
    """The fingerprint reader of a page's phone. `knows_finger` is what it makes of whoever touches it."""

    def __init__(self, page: Page, *, has_prf: bool = True) -> None:
        self._line: CDPSession = page.context.new_cdp_session(page)
        self._line.send("WebAuthn.enable")
        options: dict[str, Any] = {
            "protocol": "ctap2",
            "ctap2Version": "ctap2_1",
            "transport": "internal",
            "hasResidentKey": True,
            "hasUserVerification": True,
            "hasPrf": has_prf,
            "automaticPresenceSimulation": True,
            "isUserVerified": True,
        }
        self._id = self._line.send("WebAuthn.addVirtualAuthenticator", {"options": options})["authenticatorId"]

    def knows_finger(self, *, known: bool) -> None:
        """Whether the next touches are its owner's."""
        self._line.send("WebAuthn.setUserVerified", {"authenticatorId": self._id, "isUserVerified": known})

    def answers(self, *, at_once: bool) -> None:
        """Whether somebody touches it as soon as it asks."""
        words = {"authenticatorId": self._id, "enabled": at_once}
        self._line.send("WebAuthn.setAutomaticPresenceSimulation", words)

    def count_passkeys(self) -> int:
        """How many it keeps."""
        return len(self._line.send("WebAuthn.getCredentials", {"authenticatorId": self._id})["credentials"])

    def take_away(self) -> None:
        """A phone that was reset, or another phone."""
        self._line.send("WebAuthn.removeVirtualAuthenticator", {"authenticatorId": self._id})


def _open_lock_page(app: SteadyOfficer) -> None:
    app.go_to("Device")
    app.page.get_by_role("button", name="Change the PIN").click()
    expect(app.page.get_by_role("heading", level=1, name="Change the PIN")).to_be_visible()


def _enrol(app: SteadyOfficer, pin: str = PIN) -> None:
    _open_lock_page(app)
    section = app.page.get_by_role("region", name="Fingerprint or face")
    section.get_by_label("Your PIN now").fill(pin)
    section.get_by_role("button", name="Use the phone’s own lock").click()


def _enrol_and_see(app: SteadyOfficer) -> None:
    _enrol(app)
    app.see("The phone’s own lock opens the app. The PIN always works as well.")


def _touch(app: SteadyOfficer) -> None:
    app.page.get_by_role("button", name="Fingerprint or face").click()


def test_it_opens_the_phone_offline_after_a_cold_start_of_the_app_and_leaves_nothing_but_a_wrap(
    officer: Hired, phone: Handset
) -> None:
    app = phone.app
    lock = PhonesLock(app.page)
    _enrol_and_see(app)
    assert lock.count_passkeys() == 1
    assert list_key_parts(app.page, officer.user_id) & {"raw", "pin", "passkey"} == {"pin", "passkey"}
    app.lock()
    _touch(app)
    app.show_list()
    app.see(officer.names[0])
    app.page.reload()
    app.see_locked()
    _touch(app)
    app.see(officer.names[0])


def test_a_finger_that_the_phone_refuses_opens_nothing_costs_no_try_and_leaves_the_pin(
    officer: Hired, phone: Handset
) -> None:
    app = phone.app
    lock = PhonesLock(app.page)
    _enrol_and_see(app)
    app.lock()
    lock.knows_finger(known=False)
    for _ in range(2):
        _touch(app)
        app.see(REFUSED)
        app.see_locked()
    type_pin(app.page, OTHER_PIN)
    app.see("That is not the PIN. 4 tries are left")
    type_pin(app.page)
    app.show_list()
    app.see(officer.names[0])


def test_the_pin_opens_at_once_while_the_phone_waits_for_a_finger(officer: Hired, phone: Handset) -> None:
    app = phone.app
    lock = PhonesLock(app.page)
    _enrol_and_see(app)
    app.lock()
    lock.answers(at_once=False)
    _touch(app)
    type_pin(app.page)
    app.show_list()
    app.see(officer.names[0])


def test_on_a_phone_that_no_longer_has_the_passkey_the_pin_opens_and_takes_the_passkey_off(
    officer: Hired, phone: Handset
) -> None:
    app = phone.app
    lock = PhonesLock(app.page)
    _enrol_and_see(app)
    lock.take_away()
    PhonesLock(app.page)  # as good, and of another phone
    app.lock()
    _touch(app)
    app.see(REFUSED)
    type_pin(app.page)
    app.show_list()
    _open_lock_page(app)
    app.page.get_by_role("button", name="Use the PIN only").click()
    expect(app.page.get_by_role("button", name="Use the phone’s own lock")).to_be_visible()
    assert list_key_parts(app.page, officer.user_id) & {"raw", "pin"} == {"pin"}
    app.lock()
    expect(app.page.get_by_role("button", name="Fingerprint or face")).to_have_count(0)


def test_a_lock_that_keeps_no_secret_says_why_and_a_wrong_pin_makes_no_passkey(officer: Hired, phone: Handset) -> None:
    app = phone.app
    lock = PhonesLock(app.page, has_prf=False)
    _enrol(app)
    app.see("This phone’s own lock cannot open the app: it keeps no secret for it. Use the PIN")
    assert "passkey" not in list_key_parts(app.page, officer.user_id)
    lock.take_away()
    lock = PhonesLock(app.page)
    _enrol(app, OTHER_PIN)
    app.see("That is not the PIN. 4 tries are left")
    assert lock.count_passkeys() == 0
    _enrol_and_see(app)


def test_a_phone_without_a_lock_of_its_own_is_not_offered_it(phone: Handset) -> None:
    _open_lock_page(phone.app)
    expect(phone.app.page.get_by_label("New PIN", exact=True)).to_be_visible()
    expect(phone.app.page.get_by_text("Fingerprint or face")).to_have_count(0)
