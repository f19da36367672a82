"""The one list of screens, in three walks through a demo council: a day of its officer and its offices, what goes to residents by
link and comes back, and what keeps the house.

Yields each screen and each main state of it once, with a page that shows it. Who takes it may change the size of the
window, and must not click.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page, Playwright, expect

from tests.end_to_end.quick_build import copy_quick_build
from tests.end_to_end.walk import (
    conflict_screens,
    duty_screens,
    evidence_screens,
    form_screens,
    handed_screens,
    lock_screens,
    message_screens,
    office_screens,
    officer_after,
    officer_screens,
    officer_told,
    officer_ways,
    resident_screens,
    setup_screens,
    staged_moves,
    supervisor_screens,
)
from tests.end_to_end.walk.staged_rows import Staged, stage
from tests.live.browser import DESK, PHONE, open_browser
from tests.live.prepared import WITH_DEMO_DATA, prepare
from tests.live.stack import Stack


@dataclass(frozen=True)
class Screen:
    """A screen as it stands before us: who looks at it, what it is called, and the page that shows it."""

    role: str
    name: str
    page: Page

    @property
    def file_name(self) -> str:
        """Unique in a walk."""
        return f"{self.role}_{self.name}"


Turn = tuple[str, Page, Iterator[str]]  # who walks, on which page, and past what


def walk_every_screen(playwright: Playwright, folder: Path, *, device_scale: float = 1) -> Iterator[Screen]:
    """All walks, one after the other."""
    for part in PARTS:
        yield from walk_part(part, playwright, folder / part, device_scale=device_scale)


def walk_part(
    part: str, playwright: Playwright, folder: Path, *, device_scale: float = 1, script: str = ""
) -> Iterator[Screen]:
    """Start a demo council in `folder`, and walk one of PARTS; each page runs `script` before its own."""
    folder.mkdir(exist_ok=True)
    build = folder / "build"
    copy_quick_build(build)  # its own, because the walk puts a new version in its place
    stack = Stack(folder / "installation", build=build)
    prepare(stack, WITH_DEMO_DATA)
    staged = stage(stack)
    expect.set_options(timeout=15_000)
    stack.start()
    try:
        with (
            open_browser(playwright, folder / "phone", size=PHONE, phone=True, scale=device_scale) as phone,
            open_browser(playwright, folder / "desk", size=DESK, scale=device_scale) as desk,
        ):
            for browser in (phone, desk) if script else ():
                browser.add_init_script(script)
            for role, page, names in PARTS[part](phone.pages[0], desk.pages[0], stack, staged):
                for name in names:
                    yield Screen(role, name, page)
    finally:
        stack.stop()


def _take_a_day(mobile: Page, table: Page, stack: Stack, staged: Staged) -> Iterator[Turn]:
    """Officer, back office and duty manager, by turns; each is walked to its end before the next begins."""
    yield "officer", mobile, officer_screens.walk(mobile, stack.url, staged)
    yield "officer", mobile, officer_after.not_sent_yet(mobile)
    yield "officer", mobile, officer_ways.walk(mobile, staged)
    staged_moves.move_meanwhile(stack, staged)
    officer_after.send_everything(mobile)
    yield "officer", mobile, officer_told.walk(mobile)
    yield "back_office", table, office_screens.walk(table, stack.url, staged)
    yield "back_office", table, conflict_screens.walk(table, stack, staged)
    staged_moves.answer_proposal(stack)
    yield "officer", mobile, officer_told.walk_news(mobile)
    yield "officer", mobile, officer_after.walk(mobile, stack.url, staged)
    untouched = mobile.context.new_page()
    yield "officer", untouched, lock_screens.walk_soon(untouched)
    untouched.close()
    yield "officer", mobile, officer_told.walk_wrong_ways(mobile, stack)
    yield "duty_manager", table, duty_screens.walk(table, stack.url)
    yield "receiving_team", table, handed_screens.walk(table, stack.url)
    staged_moves.wipe_phone(stack)
    yield "officer", mobile, lock_screens.walk_wiped(mobile)


def _send_links(mobile: Page, table: Page, stack: Stack, staged: Staged) -> Iterator[Turn]:
    """A form and evidence by link, from the desk to a resident's phone and back."""
    sent, evidence = resident_screens.Sent(), resident_screens.Sent()
    yield "back_office", table, resident_screens.walk_desk(table, stack.url, staged, sent)
    yield "back_office", table, message_screens.walk(table, stack.url, sent)
    yield "back_office", table, evidence_screens.walk_desk(table, stack.url, staged, evidence)
    yield "resident", mobile, evidence_screens.walk_phone(mobile, evidence.link, sent.born)
    yield "back_office", table, evidence_screens.walk_review(table, stack.url)
    yield "supervisor", table, evidence_screens.walk_document_types(table, stack.url)
    yield "resident", mobile, resident_screens.walk_phone(mobile, sent)


def _keep_house(mobile: Page, table: Page, stack: Stack, staged: Staged) -> Iterator[Turn]:
    """Supervisor and administrator; an officer without visits."""
    yield "supervisor", table, supervisor_screens.walk(table, stack)
    yield "administrator", table, form_screens.walk(table, stack.url)
    yield "administrator", table, setup_screens.walk(table, stack.url)
    yield "officer", mobile, officer_after.walk_without_visits(mobile, stack.url)


PARTS: dict[str, Callable[[Page, Page, Stack, Staged], Iterator[Turn]]] = {
    "day": _take_a_day,
    "links": _send_links,
    "house": _keep_house,
}
