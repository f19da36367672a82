"""After a day of work the whole browser profile is searched, file by file, for everybody and everything of that day.

Not only the app's own store: history, sessions, caches and logs of the browser lie there too.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping
from pathlib import Path

import pytest
from playwright.sync_api import Playwright, expect

from server.domain.words import DeviceOrder
from tests.end_to_end.handset import Handset
from tests.end_to_end.phone_contents import list_key_parts
from tests.end_to_end.stored_rows import list_stored_photos
from tests.end_to_end.town import Hired, Town
from tests.live.browser import PHONE, open_browser
from tests.live.photos import make_photo
from tests.live.prepared import prepare
from tests.live.stack import Stack

HOUR_MS = 3_600_000
NOTE = "The boiler has been cold since Martinmas"
PLANT = """async (secrets) => {
  const wait = (request) => new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  const request = indexedDB.open('control', 1);
  request.onupgradeneeded = () => request.result.createObjectStore('plain');
  const opened = await wait(request);
  for (const [name, secret] of Object.entries(secrets)) {
    const raw = Uint8Array.from(atob(secret), (letter) => letter.charCodeAt(0));
    const tx = opened.transaction('plain', 'readwrite', { durability: 'strict' });
    tx.objectStore('plain').put(name === 'photo' ? raw.buffer : new TextDecoder().decode(raw), name);
    await new Promise((resolve) => { tx.oncomplete = resolve; });
  }
  opened.close();
}"""

pytestmark = pytest.mark.browser


def find_in_profile(profile: Path, secrets: Mapping[str, bytes]) -> set[tuple[str, str]]:
    """(what, file) for each secret in each file, as bytes, as UTF-8 and as UTF-16."""
    found = set()
    for path in profile.rglob("*"):
        if path.is_symlink() or not path.is_file():
            continue
        content = path.read_bytes()
        for name, secret in secrets.items():
            forms = [secret] if name == "photo" else [secret, secret.decode().encode("utf-16-le")]
            if any(form in content for form in forms):
                found.add((name, str(path.relative_to(profile))))
    return found


def list_secrets(town: Town, officer: Hired) -> dict[str, bytes]:
    """What the day was about: the people, where they live, how to ring them, what was written, and what was photographed."""
    secrets = {"note": NOTE.encode()}
    for number, visit_id in enumerate(officer.visit_ids):
        facts = town.facts_of(visit_id)
        secrets |= {f"{what} {number}": words.encode() for what, words in facts.items()}
    attachment_id = town.list_photos(officer.visit_ids[0])[0].id
    photo = next(one for one in list_stored_photos(town.stack) if one.attachment_id == attachment_id)
    return secrets | {"photo": photo.content[1000:1064]}


def test_nobody_and_nothing_of_a_day_is_found_in_the_profile_of_a_phone_that_is_locked_or_signed_out(
    town: Town, officer: Hired, phone: Handset, tmp_path: Path
) -> None:
    app = phone.app
    app.check(officer.names[0], note=NOTE, photo=make_photo(91))
    app.answer_up_to_photos(officer.names[1], note=f"{NOTE}, said her neighbour")
    app.see_draft_saved()
    phone.context.set_offline(False)
    expect(app.page.get_by_text(re.compile("^The council has everything")).first).to_be_visible(timeout=60_000)
    app.page.get_by_role("button", name="Lock", exact=True).click()
    expect(app.page.get_by_role("heading", level=1, name="Locked")).to_be_visible()
    phone.close()
    secrets = list_secrets(town, officer)
    assert find_in_profile(phone.profile, secrets) == set()
    app = phone.open()
    app.go_on(officer.names[1])
    app.go_to_summary()
    app.press_save()
    app.see_saved()
    app.wait_until_all_received()
    app.sign_out()
    expect(app.page.get_by_label("Email address")).to_be_visible()
    phone.close()
    assert find_in_profile(phone.profile, secrets) == set()


def spend_a_day(phone: Handset, officer: Hired) -> None:
    """One check sent with its photo, another begun; the phone is in contact and its officer has it open."""
    app = phone.app
    app.check(officer.names[0], note=NOTE, photo=make_photo(93))
    app.answer_up_to_photos(officer.names[1], note=f"{NOTE}, said her neighbour")
    app.see_draft_saved()
    phone.context.set_offline(False)
    expect(app.page.get_by_text(re.compile("^The council has everything")).first).to_be_visible(timeout=60_000)


def see_wiped(phone: Handset) -> None:
    """At the next contact, which the app is opened for; it may be wiped before anybody can unlock it."""
    phone.close()
    page = phone.start().page
    page.goto(f"{phone.app.url}/app/")
    expect(page.get_by_role("heading", level=1, name="Visits taken off this phone")).to_be_visible(timeout=60_000)


def test_nobody_and_nothing_of_a_day_is_found_in_the_profile_of_a_phone_that_was_wiped_by_order(
    town: Town, officer: Hired, phone: Handset
) -> None:
    spend_a_day(phone, officer)
    phone.app.go_to("Visits")
    town.order_device_of(officer, DeviceOrder.WIPE)
    page = phone.app.page
    phone.app.show_not_sent()
    page.get_by_role("button", name="Send now").click()  # while it is open and shows them
    expect(page.get_by_role("heading", level=1, name="Visits taken off this phone")).to_be_visible(timeout=60_000)
    assert list_key_parts(page, officer.user_id) >= {"key_id", "dropped"}
    phone.close()
    assert find_in_profile(phone.profile, list_secrets(town, officer)) == set()


def test_nobody_and_nothing_of_a_day_is_found_in_the_profile_of_a_phone_that_was_revoked(
    town: Town, officer: Hired, phone: Handset
) -> None:
    spend_a_day(phone, officer)
    town.revoke_device_of(officer)
    see_wiped(phone)
    phone.close()
    assert find_in_profile(phone.profile, list_secrets(town, officer)) == set()


def test_nobody_and_nothing_of_a_day_is_found_in_the_profile_of_a_phone_whose_reading_has_lapsed(
    town: Town, officer: Hired, phone: Handset
) -> None:
    spend_a_day(phone, officer)
    phone.close()
    app = phone.open(offline=True, before=lambda context: context.clock.install())
    app.see(officer.names[0])
    app.page.clock.fast_forward(74 * HOUR_MS)
    page = app.page
    expect(page.get_by_text("This phone has not reached the council for too long.")).to_be_visible()
    expect(page.get_by_label("PIN", exact=True)).to_have_count(0)
    phone.close()
    assert find_in_profile(phone.profile, list_secrets(town, officer)) == set()


def test_the_search_finds_what_is_kept_in_the_open(playwright: Playwright, tmp_path: Path) -> None:
    """Or it would prove nothing: the same kinds of things, written as an app without a lock would."""
    photo = make_photo(92)
    secrets = {"name": "Ffion Ĝrey-O’Brien".encode(), "note": NOTE.encode(), "mobile": b"07700 900123", "photo": photo}
    stack = Stack(tmp_path / "installation", with_worker=False)
    prepare(stack)
    stack.start()
    try:
        with open_browser(playwright, tmp_path / "phone", size=PHONE, phone=True) as context:
            page = context.pages[0]
            page.goto(f"{stack.url}/cookies")
            page.evaluate(PLANT, {name: base64.b64encode(secret).decode() for name, secret in secrets.items()})
    finally:
        stack.stop()
    found = find_in_profile(tmp_path / "phone", secrets | {"photo": photo[1000:1064]})
    assert {name for name, _ in found} == set(secrets)
