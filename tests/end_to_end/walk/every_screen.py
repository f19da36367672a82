"""The one list of screens: a day of the demo council, walked by officer, back office, duty manager and supervisor in turn.

Yields each screen and each main state of it once, with a page that shows it. Who takes it may change the size of the
window, and must not click.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page, Playwright, expect

from tests.end_to_end.walk import (
    conflict_screens,
    duty_screens,
    office_screens,
    officer_after,
    officer_screens,
    supervisor_screens,
)
from tests.end_to_end.walk.staged_rows import stage
from tests.live.browser import DESK, PHONE, open_browser
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


def walk_every_screen(playwright: Playwright, folder: Path, *, device_scale: float = 1) -> Iterator[Screen]:
    """Start a demo council in `folder`, and walk."""
    stack = Stack(folder / "installation")
    stack.flask("prepare", "--with-demo-data")
    staged = stage(stack)
    expect.set_options(timeout=15_000)
    stack.start()
    try:
        with (
            open_browser(playwright, folder / "phone", size=PHONE, phone=True, scale=device_scale) as phone,
            open_browser(playwright, folder / "desk", size=DESK, scale=device_scale) as desk,
        ):
            mobile, table = phone.pages[0], desk.pages[0]
            for name in officer_screens.walk(mobile, stack.url, staged):
                yield Screen("officer", name, mobile)
            for name in officer_after.not_sent_yet(mobile):
                yield Screen("officer", name, mobile)
            officer_after.send_everything(mobile)
            for name in office_screens.walk(table, stack.url, staged):
                yield Screen("back_office", name, table)
            for name in conflict_screens.walk(table, stack, staged):
                yield Screen("back_office", name, table)
            for name in officer_after.walk(mobile, stack.url, staged):
                yield Screen("officer", name, mobile)
            with open_browser(playwright, folder / "second_phone", size=PHONE, phone=True, scale=device_scale) as other:
                for name in officer_after.walk_without_visits(other.pages[0], stack.url):
                    yield Screen("officer", name, other.pages[0])
            for name in duty_screens.walk(table, stack.url):
                yield Screen("duty_manager", name, table)
            for name in supervisor_screens.walk(table, stack.url):
                yield Screen("supervisor", name, table)
    finally:
        stack.stop()
