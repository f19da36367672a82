"""What happens at desks while an officer is out: sent back, reassigned, revoked; and what one phone keeps from the next user."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import BrowserContext, expect

from server.use_cases.tell_phones import MESSAGE
from tests.end_to_end.handset import Handset, SteadyOfficer
from tests.end_to_end.service_worker_calls import ServiceWorkerCalls
from tests.end_to_end.town import Hired, Town
from tests.live.photos import make_photo

SETTLED = {"applied", "merged", "agreed"}
NOT_KNOWN_YET = "The council does not know this yet"
# What tells of changes comes some seconds after the list, and tells of those since then.
LOOKED_AT = "() => performance.getEntriesByType('resource').some(({ name }) => name.includes('/list_news-'))"
DUTY_MANAGER = "Duty manager, by day"

NOTICES = """async () => {
  const { scope } = await navigator.serviceWorker.ready;
  const found = await (await navigator.serviceWorker.getRegistration(scope)).getNotifications();
  return found.map((one) => one.title);
}"""

pytestmark = pytest.mark.browser


@pytest.mark.whole_browser
def test_a_visit_sent_back_shows_the_words_and_is_filled_again_beside_the_first(
    town: Town, officer: Hired, phone: Handset
) -> None:
    app, visit_id = phone.app, officer.visit_ids[0]
    app.check(officer.names[0], note="The first time")
    phone.context.set_offline(False)
    app.wait_until_all_received()
    app.show_list()
    app.page.wait_for_function(LOOKED_AT)
    town.send_back(visit_id, "Please ask about the medicine")
    phone.context.grant_permissions(["notifications"])
    worker = ServiceWorkerCalls(phone.context.new_cdp_session(app.page), town.stack.url)
    worker.push(MESSAGE)  # nobody presses anything
    app.see("Sent back: Please ask about the medicine")
    app.see("Your visits have changed since you last looked here.")
    assert app.page.evaluate(NOTICES) == ["Your visits have changed"]
    app.check(officer.names[0], note="The second time")
    app.wait_until_all_received()
    first, second = town.list_submissions(visit_id)
    assert "<visit_note>The first time</visit_note>" in first.xml
    assert "<visit_note>The second time</visit_note>" in second.xml
    assert (first.review_state, second.review_state) == ("sent_back", "received")
    assert {operation.verdict for operation in town.list_operations(officer)} <= SETTLED


def test_a_check_finished_offline_arrives_for_review_though_its_visit_was_reassigned(
    town: Town, officer: Hired, phone: Handset
) -> None:
    app, visit_id = phone.app, officer.visit_ids[0]
    app.check(officer.names[0], note="Was there first", photo=make_photo(51))
    town.reassign(visit_id, officer, town.hire())
    phone.context.set_offline(False)
    _send_now(app)
    app.wait_until_all_received()
    app.show_list()
    expect(app.page.locator(".app-visit")).to_have_count(1)
    expect(app.page.get_by_text(officer.names[0])).to_have_count(0)
    verdicts = {(operation.kind, operation.verdict) for operation in town.list_operations(officer)}
    assert ("submission.create", "review") in verdicts
    [submission] = town.list_submissions(visit_id)
    assert "<visit_note>Was there first</visit_note>" in submission.xml
    assert [photo.status for photo in town.list_photos(visit_id)] == ["received"]


def test_a_revoked_phone_still_delivers_into_review_and_reads_nothing_more(
    town: Town, officer: Hired, phone: Handset
) -> None:
    app, visit_id = phone.app, officer.visit_ids[0]
    app.check(officer.names[0], note="From a revoked phone", photo=make_photo(52))
    town.revoke_device_of(officer)
    phone.context.set_offline(False)
    expect(app.page.get_by_role("heading", level=1, name="Visits taken off this phone")).to_be_visible(timeout=60_000)
    app.see("The council has taken your visits off this phone")
    expect(app.page.get_by_text(re.compile("only on this phone"))).to_have_count(0, timeout=60_000)
    operations = town.list_operations(officer)
    assert {(operation.verdict, operation.verdict_reason) for operation in operations} == {("review", "revoked_device")}
    [kept] = [operation for operation in operations if operation.kind == "submission.create"]
    assert "From a revoked phone" in kept.envelope["payload"]["xml"]
    assert [photo.status for photo in town.list_photos(visit_id)] == ["received"]
    assert _count_records(app, officer, "rows") == 0


def test_signing_out_waits_for_the_work_and_leaves_nothing_to_the_next_officer(
    town: Town, officer: Hired, phone: Handset
) -> None:
    app, next_officer = phone.app, town.hire(1)
    app.answer_up_to_photos(officer.names[0], note="Before signing out")
    app.see_draft_saved()
    app.sign_out()
    app.see("You are still signed in")
    app.see(re.compile("on this phone (is|are) not with the council"))
    app.go_on(officer.names[0])
    app.go_to_summary()
    app.press_save()
    app.see_saved()
    phone.context.set_offline(False)
    app.wait_until_all_received()
    other_tab = app.in_tab(phone.context.new_page())
    other_tab.open()
    other_tab.see(officer.names[1])
    app.sign_out()
    for tab in (app, other_tab):
        expect(tab.page.get_by_label("Email address")).to_be_visible()
    assert f"doorstep-user-{officer.user_id}" not in _list_databases(app)
    other_tab.page.close()

    app.sign_in(next_officer.email, visits=1)
    app.see(next_officer.names[0])
    for name in officer.names:
        expect(app.page.get_by_text(name)).to_have_count(0)
    assert _list_databases(app) == {"doorstep-phone", f"doorstep-user-{next_officer.user_id}"}
    assert len(town.list_submissions(officer.visit_ids[0])) == 1


def test_an_alert_answered_offline_stands_before_every_screen_until_told_and_is_sent_first(
    town: Town, officer: Hired, phone: Handset
) -> None:
    app, visit_id = phone.app, officer.visit_ids[1]
    app.check(officer.names[0], note="Earlier, and quiet")
    app.open_visit(officer.names[1])
    app.page.get_by_role("button", name="No reply").click()
    app.page.get_by_label(
        "No reply, with concern: ring the duty manager now"
    ).click()  # not check(): the alert takes the radio away
    _sees_alert(app)
    phone.kill()

    app = phone.open(offline=True)
    _sees_alert(app)
    app.open("#/device")
    _sees_alert(app)
    app.page.get_by_label(DUTY_MANAGER).check()
    app.page.get_by_role("button", name="Record and go on").click()
    expect(app.page.get_by_role("heading", name=NOT_KNOWN_YET)).to_have_count(0)
    phone.context.set_offline(False)
    app.wait_until_all_received()
    [alert] = town.list_alerts(visit_id)
    assert (alert.kind, alert.told_whom, alert.closed_at) == ("no_reply_concern", DUTY_MANAGER, None)
    assert town.list_operations(officer)[0].kind == "alert.raise"


def test_a_photo_that_is_no_picture_is_set_apart_in_words_and_the_answers_arrive(
    town: Town, officer: Hired, phone: Handset
) -> None:
    app, visit_id = phone.app, officer.visit_ids[0]
    app.check(officer.names[0], note="With a file that is no photo", photo=b"This is a text and no picture.\n" * 40)
    phone.context.set_offline(False)
    _send_now(app)
    app.see("Nothing is waiting on this phone.")
    app.go_to("Attention")
    app.see("The council keeps this photo but cannot show it")
    app.see(officer.names[0])
    [photo] = town.list_photos(visit_id)
    assert photo.status == "quarantined"
    [submission] = town.list_submissions(visit_id)
    assert "<visit_note>With a file that is no photo</visit_note>" in submission.xml
    assert {operation.verdict for operation in town.list_operations(officer)} <= SETTLED


@pytest.mark.longer  # every run asks Firefox and WebKit, in tests/engines
@pytest.mark.parametrize("answer", ["Promise.resolve(false)", "Promise.reject(new Error('not here'))"])
def test_a_browser_that_promises_no_storage_is_said_to_and_works_all_the_same(
    town: Town, officer: Hired, phone: Handset, answer: str
) -> None:
    def refuse(context: BrowserContext) -> None:
        context.add_init_script(
            f"navigator.storage.persist = () => {answer}; navigator.storage.persisted = () => Promise.resolve(false);"
        )

    phone.close()
    app = phone.open(before=refuse)
    app.go_to("Device")
    app.see("Not promised by this browser: send your work often")
    app.check(officer.names[0], note="Without a promise")
    app.wait_until_all_received()
    assert len(town.list_submissions(officer.visit_ids[0])) == 1
    assert town.device_of(officer).persisted is False


def _send_now(app: SteadyOfficer) -> None:
    app.show_not_sent()
    app.page.get_by_role("button", name="Send now").click()
    expect(app.page.get_by_role("button", name="Send now")).to_be_enabled()


def _sees_alert(app: SteadyOfficer) -> None:
    expect(app.page.get_by_role("heading", level=1, name=NOT_KNOWN_YET)).to_be_visible()
    expect(app.page.get_by_text("Call 999", exact=True)).to_be_visible()
    expect(app.page.get_by_role("navigation")).to_have_count(0)


def _list_databases(app: SteadyOfficer) -> set[str]:
    return set(app.page.evaluate("indexedDB.databases().then(found => found.map(({ name }) => name))"))


def _count_records(app: SteadyOfficer, officer: Hired, store: str) -> int:
    counted: int = app.page.evaluate(
        """([database, store]) => new Promise((resolve, reject) => {
             const opening = indexedDB.open(database);
             opening.onerror = () => reject(opening.error);
             opening.onsuccess = () => {
               const counting = opening.result.transaction(store).objectStore(store).count();
               counting.onsuccess = () => { opening.result.close(); resolve(counting.result); };
             };
           })""",
        [f"doorstep-user-{officer.user_id}", store],
    )
    return counted
