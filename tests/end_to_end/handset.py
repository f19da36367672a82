"""An officer's phone that dies: a browser killed with SIGKILL and started again on the same profile, and the steps of a
check taken one by one, so that a test can stop anywhere between them.
"""

from __future__ import annotations

import os
import re
import signal
from collections.abc import Callable
from contextlib import ExitStack, suppress
from pathlib import Path

from playwright.sync_api import BrowserContext, Error, FilePayload, Page, Playwright, Route, expect

from tests.end_to_end.officer_app import SAVED, OfficerApp
from tests.live.browser import PHONE, open_browser


class Handset:
    """One phone in a hand: `app` drives its first tab. Closed, killed and opened again, it keeps its profile."""

    def __init__(self, playwright: Playwright, profile: Path, url: str, *, whole_browser: bool = False) -> None:
        self._playwright = playwright
        self.profile = profile
        self._url = url
        self._whole = whole_browser
        self._closing = ExitStack()
        self.context: BrowserContext
        self.app: SteadyOfficer

    def start(self, *, offline: bool = False, before: Callable[[BrowserContext], None] | None = None) -> SteadyOfficer:
        """Start the browser; `before` may prepare it while no page is open."""
        opened = open_browser(self._playwright, self.profile, size=PHONE, phone=True, whole=self._whole)
        self.context = self._closing.enter_context(opened)
        self.context.set_offline(offline)
        if before:
            before(self.context)
        self.app = SteadyOfficer(self.context.pages[0], self._url)
        return self.app

    def open(self, *, offline: bool = False, before: Callable[[BrowserContext], None] | None = None) -> SteadyOfficer:
        """Start the browser and open the app, whose officer has signed in before."""
        self.start(offline=offline, before=before).open()
        return self.app

    def kill(self) -> None:
        """SIGKILL the browser, as a phone that takes its memory back would; nothing gets to finish."""
        os.kill(self._find_process(), signal.SIGKILL)
        with suppress(Error):
            self._closing.close()

    def close(self) -> None:
        """Close it in peace."""
        self._closing.close()

    def _find_process(self) -> int:
        wanted = f"--user-data-dir={self.profile}".encode()
        for folder in Path("/proc").iterdir():
            with suppress(OSError):
                words = (folder / "cmdline").read_bytes().split(b"\0") if folder.name.isdigit() else []
                if wanted in words and not any(word.startswith(b"--type=") for word in words):
                    return int(folder.name)
        raise AssertionError("the browser is not running")


class SteadyOfficer(OfficerApp):
    """An officer who takes a check step by step."""

    def in_tab(self, page: Page) -> SteadyOfficer:
        """The same officer in another tab."""
        return SteadyOfficer(page, self.url)

    def answer_up_to_photos(self, resident: str, *, note: str) -> None:
        """Somebody else confirmed that the resident is safe; ends on the page of photos."""
        self._begin(resident, "Start check")
        self._choose("Someone else confirmed they are safe")
        self._on("Note").get_by_label("What should the back office know?").fill(note)
        self._continue()
        self._on("Who you met").get_by_label("Neighbour").check()
        self.page.get_by_label("Their name and how they know the resident").fill("Mrs Example, next door")
        self._continue()
        self._on("Anything else").get_by_label("No", exact=True).check()
        self._continue()
        self._on("Photos")

    def choose_photo(self, content: bytes, name: str = "photo.jpg") -> None:
        """Answer the first photo question with a file."""
        self.page.get_by_role("group", name="Do they agree to a photo?").get_by_label("Yes, they agree").check()
        group = self.page.get_by_role("group", name=re.compile(r"^Photo 1\b"))
        photo = FilePayload(name=name, mimeType="image/jpeg", buffer=content)
        group.locator("input[type=file]").first.set_input_files(files=[photo])

    def see_photo_kept(self) -> str:
        """Until the photo is on the phone; the words that say so."""
        words = self.page.get_by_text(re.compile("^On this phone, "))
        expect(words).to_be_visible()
        return words.inner_text()

    def see_draft_saved(self) -> None:
        """Until the page says that the draft is kept."""
        expect(self.page.get_by_text("Draft saved on this phone")).to_be_visible()

    def go_to_summary(self) -> list[str]:
        """From any page of a check to its summary; the answers as it shows them."""
        self._in_a_check()
        self.page.evaluate("location.hash = location.hash.replace(/[^/]*$/, 'save')")
        self._on("Check your answers")
        return self.page.locator("main .app-summary").all_inner_texts()

    def _in_a_check(self) -> None:
        """Until a page of a check is there, or the summary at its end."""
        part_or_summary = self.page.get_by_text(re.compile(r"^(Part \d+ of \d+|Check your answers$)"))
        expect(part_or_summary.first).to_be_visible()

    def go_to_part(self, part: int) -> None:
        """From anywhere in a check to one of its pages."""
        self.page.evaluate("part => { location.hash = location.hash.replace(/[^/]*$/, String(part)) }", part - 1)
        expect(self.page.get_by_text(re.compile(rf"^Part {part} of \d+"))).to_be_visible()

    def sign_out(self) -> None:
        """By *Device*, with the second question."""
        self.go_to("Device")
        self.page.get_by_role("button", name="Sign out", exact=True).click()
        self.page.get_by_role("button", name="Yes, sign out").click()

    def lock(self) -> None:
        """By the button at the top."""
        self.page.get_by_role("button", name="Lock", exact=True).click()
        self.see_locked()

    def see_locked(self) -> None:
        """Until nothing but the locked screen is there."""
        expect(self.page.get_by_role("heading", level=1, name="Locked")).to_be_visible()

    def record_check_while_locked(self, address: str, note: str) -> None:
        """At an address that is typed; ends on the locked screen, which says that the phone has it."""
        self.page.get_by_role("button", name="Record a check").click()
        self.page.get_by_label("Address").fill(address)
        self.page.get_by_label("Seen, with needs").check()
        self.page.get_by_label("What should the back office know?").fill(note)
        self.page.get_by_role("button", name="Save on this phone").click()
        self.see("Saved on this phone. It is sent by itself when there is signal.")

    def press_save(self) -> None:
        """The button under the summary."""
        self.page.get_by_role("button", name="Save on this phone").click()

    def see_saved(self) -> None:
        """Until the phone has the check for good."""
        expect(self.page.locator(".govuk-panel")).to_contain_text(SAVED)

    def check(self, resident: str, *, note: str, photo: bytes | None = None) -> None:
        """A whole check; ends on the saved page."""
        self.answer_up_to_photos(resident, note=note)
        if photo:
            self.choose_photo(photo)
            self.see_photo_kept()
        self.go_to_summary()
        self.press_save()
        self.see_saved()

    def go_on(self, resident: str) -> None:
        """Open the check that was begun, where it was left."""
        self.open_visit(resident)
        self.page.get_by_role("button", name="Go on with the check").click()
        self._in_a_check()

    def open_visit(self, resident: str) -> None:
        """From the list to one visit."""
        self.show_list()
        self.page.get_by_role("link", name=resident).first.click()
        expect(self.page.get_by_role("heading", level=1)).to_contain_text(resident)

    def go_to(self, place: str) -> None:
        """One of the four places at the foot of the screen."""
        self.page.get_by_role("navigation").get_by_role("link", name=place).click()

    def show_not_sent(self) -> None:
        """The page of what the council does not have."""
        self.go_to("Not sent")
        expect(self.page.get_by_role("heading", level=1, name="Not sent")).to_be_visible()

    def see(self, words: str | re.Pattern[str]) -> None:
        """Until the words are on the screen."""
        expect(self.page.get_by_text(words).first).to_be_visible()


class HeldRequest:
    """Holds the first request to an address in the air: untouched, or answered by the server with the answer kept back."""

    def __init__(self, address: str, method: str, *, delivered: bool) -> None:
        self._address = address
        self._method = method
        self._delivered = delivered
        self.is_held = False

    def watch(self, context: BrowserContext) -> None:
        """Begin to watch."""
        context.route(self._address, self._hold)

    def wait(self, page: Page) -> None:
        """Until the request is in the air."""
        for _ in range(600):
            if self.is_held:
                return
            page.wait_for_timeout(50)
        raise AssertionError(f"no {self._method} {self._address} was made")

    def _hold(self, route: Route) -> None:
        if self.is_held or route.request.method != self._method:
            route.continue_()
            return
        if self._delivered:
            route.fetch()
        self.is_held = True
