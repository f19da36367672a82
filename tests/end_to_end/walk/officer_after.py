"""The officer's app after the office has worked: what is not sent, what needs attention, what came back, signing out."""

from __future__ import annotations

from collections.abc import Iterator

from playwright.sync_api import Page, expect

from tests.end_to_end.officer_app import choose_pin, fill_sign_in
from tests.end_to_end.walk.office_screens import SENT_BACK_WORDS
from tests.end_to_end.walk.officer_screens import go_to, open_visit, show
from tests.end_to_end.walk.staged_rows import WITHOUT_VISITS, Staged


def not_sent_yet(page: Page) -> Iterator[str]:
    """While the phone is offline and its officer has told somebody of the alert."""
    page.get_by_label("Duty manager, by day").check()
    page.get_by_role("button", name="Record and go on").click()
    expect(page.get_by_role("navigation")).to_be_visible()
    go_to(page, "Visits")
    show(page, "Your visits")
    yield "visits_offline"
    go_to(page, "Not sent")
    show(page, "Not sent")
    expect(page.locator(".app-thing").first).to_be_visible()
    yield "not_sent_offline"
    page.get_by_role("button", name="Send now").click()
    expect(page.locator(".app-said")).not_to_be_empty()
    yield "not_sent_tried"
    go_to(page, "Attention")
    show(page, "Needs attention")
    yield "needs_attention_none"
    go_to(page, "Device")
    show(page, "My device")
    yield "my_device_offline"
    _try_to_sign_out(page)
    expect(page.get_by_text("You are still signed in")).to_be_visible()
    yield "sign_out_refused"


def send_everything(page: Page) -> None:
    """Back on the network: everything goes, and the phone says so."""
    page.context.set_offline(False)
    go_to(page, "Not sent")
    expect(page.get_by_text("The council has everything from this phone").first).to_be_visible(timeout=60_000)


def walk(page: Page, url: str, staged: Staged) -> Iterator[str]:
    """Ends at the question before signing out."""
    show(page, "Not sent")
    page.get_by_role("button", name="Send now").click()
    expect(page.locator(".app-said")).not_to_be_empty()
    yield "not_sent_nothing"
    go_to(page, "Visits")
    expect(page.get_by_text(SENT_BACK_WORDS)).to_be_visible()
    yield "visits_sent_back"
    open_visit(page, staged.others[1])
    yield "visit_sent_back"
    page.goto(f"{url}/app/#/visit/00000000-0000-4000-8000-000000000000")
    show(page, "This visit is not on your phone")
    yield "visit_gone"
    go_to(page, "Device")
    page.get_by_label("Cymraeg").check()
    show(page, "Fy nyfais")
    yield "my_device_in_welsh"
    page.get_by_label("English").check()
    _try_to_sign_out(page, sure=False)
    yield "sign_out_sure"


def walk_without_visits(page: Page, url: str) -> Iterator[str]:
    """The phone of an officer to whom nothing has been given yet."""
    page.goto(f"{url}/app/#/")
    fill_sign_in(page, WITHOUT_VISITS)
    choose_pin(page)
    show(page, "Your visits")
    expect(page.get_by_text("You have no visits")).to_be_visible()
    yield "visits_none"


def _try_to_sign_out(page: Page, *, sure: bool = True) -> None:
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("button", name="Yes, sign out")).to_be_visible()
    if sure:
        page.get_by_role("button", name="Yes, sign out").click()
