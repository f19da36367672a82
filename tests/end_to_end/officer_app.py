"""What an officer does on her phone, step by step, by the words on the screen."""

from __future__ import annotations

import re

from playwright.sync_api import FilePayload, Page, expect

from tests.live.browser import wait_for_worker
from tests.live.photos import make_photo
from tests.live.staff import PASSWORD, PIN

SAVED = "Saved on this phone"


def fill_sign_in(page: Page, email: str) -> None:
    """The address and the password, and the button."""
    page.get_by_label("Email address").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def choose_pin(page: Page, pin: str = PIN) -> None:
    """Right after a sign-in, and once on a phone that had none."""
    expect(page.get_by_role("heading", level=1, name="Choose a PIN")).to_be_visible()
    page.get_by_label("New PIN", exact=True).fill(pin)
    page.get_by_label("New PIN again").fill(pin)
    page.get_by_role("button", name="Save the PIN").click()
    expect(page.get_by_role("heading", level=1, name="Choose a PIN")).to_have_count(0)


def type_pin(page: Page, pin: str = PIN) -> None:
    """On the locked screen."""
    page.get_by_label("PIN", exact=True).fill(pin)
    page.get_by_role("button", name="Unlock", exact=True).click()


def unlock_if_locked(page: Page, pin: str = PIN) -> None:
    """From whatever the app opens with; a phone where nobody is signed in, or that has no PIN yet, stays as it is."""
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    behind_an_alert = page.get_by_role("button", name="Unlock first")
    if behind_an_alert.is_visible():
        behind_an_alert.click()
    locked = page.get_by_role("heading", level=1, name="Locked")
    if locked.is_visible():
        type_pin(page, pin)
        expect(locked).to_have_count(0)


class OfficerApp:
    """One phone: the page of a browser whose profile outlives it."""

    def __init__(self, page: Page, url: str) -> None:
        self.page = page
        self.url = url

    def open(self, path: str = "") -> None:
        """Open the app as from the home screen, and unlock it where it is locked."""
        self.page.goto(f"{self.url}/app/{path}")
        unlock_if_locked(self.page)

    def reload(self) -> None:
        """As the browser's button, and unlock."""
        self.page.reload()
        unlock_if_locked(self.page)

    def sign_in(self, email: str, *, visits: int) -> None:
        """Sign in, choose a PIN, and wait until the list and the worker that keeps the app offline are there."""
        self.open()
        fill_sign_in(self.page, email)
        choose_pin(self.page)
        expect(self.page.locator(".app-visit")).to_have_count(visits)
        wait_for_worker(self.page)

    def show_list(self) -> None:
        """Back to the visits."""
        self.page.get_by_role("navigation").get_by_role("link", name="Visits").click()
        expect(self.page.get_by_role("heading", level=1, name="Your visits")).to_be_visible()

    def check_with_photos(self, resident: str, *, note: str, seed: int) -> None:
        """A welfare check: somebody else confirmed she is safe; two photos; ends on the saved page."""
        self._begin(resident, "Start check")
        self._choose("Someone else confirmed they are safe")
        self._on("Note").get_by_label("What should the back office know?").fill(note)
        self._continue()
        self._on("Who you met").get_by_label("Neighbour").check()
        self.page.get_by_label("Their name and how they know the resident").fill("Mrs Example, next door")
        self._continue()
        self._on("Anything else").get_by_label("No", exact=True).check()
        self._continue()
        self._add_photos(seed)
        self._on("Before you go")
        self._save()

    def no_reply(self, resident: str, *, note: str) -> None:
        """The no-reply form: a letter left, three checks at the door; ends on the saved page."""
        self._begin(resident, "No reply")
        self._choose("No reply, no concern: letter left")
        self._on("Checks at the door")
        for check in self.page.locator("main input[type=checkbox]").all()[:3]:
            check.check()
        self._continue()
        self._on("Note").get_by_label("What should the back office know?").fill(note)
        self._continue()
        self._on("Photos")
        self._continue()
        self._on("Before you go")
        self._save()

    def add_loose_photo(self, resident: str, *, shows: str, seed: int) -> None:
        """A photo of a visit that answers no question; the page is loaded anew between taking it and saving it."""
        self.show_list()
        self.page.get_by_role("link", name=resident).first.click()
        self.page.get_by_role("link", name="Add photos").click()
        photo = FilePayload(name="photo.jpg", mimeType="image/jpeg", buffer=make_photo(seed))
        self._on("Add photos").get_by_label("Take photo").set_input_files(photo)
        expect(self.page.get_by_text("1 photo is on this phone and not saved yet.")).to_be_visible()
        self.reload()
        self.page.get_by_label("What photo 1 shows").fill(shows)
        self.page.get_by_role("button", name="Save on this phone").click()
        expect(self.page.get_by_role("heading", level=2, name="Photos")).to_be_visible()

    def wait_until_all_received(self, seconds: float = 120) -> None:
        """Until the phone itself says that the council has everything."""
        words = self.page.get_by_text("The council has everything from this phone")
        expect(words.first).to_be_visible(timeout=seconds * 1000)

    def count_unsent(self) -> int:
        """Operations and photos that the Not sent page lists."""
        self.page.get_by_role("navigation").get_by_role("link", name="Not sent").click()
        expect(self.page.get_by_role("heading", level=1)).to_contain_text("Not sent")
        return self.page.locator("main li").count()

    def _begin(self, resident: str, button: str) -> None:
        self.show_list()
        self.page.get_by_role("link", name=resident).first.click()
        self.page.get_by_role("button", name=button).click()
        self._on("Outcome")

    def _choose(self, outcome: str) -> None:
        self.page.get_by_label(outcome).check()
        self._continue()

    def _add_photos(self, seed: int) -> None:
        self._on("Photos")
        for number in (1, 2):
            question = "Do they agree to a photo?" if number == 1 else f"Do they agree to photo {number}?"
            self.page.get_by_role("group", name=question).get_by_label("Yes, they agree").check()
            photo = FilePayload(name="photo.jpg", mimeType="image/jpeg", buffer=make_photo(seed * 10 + number))
            group = self.page.get_by_role("group", name=re.compile(f"^Photo {number}\\b"))
            group.locator("input[type=file]").first.set_input_files(photo)
            expect(group.locator("img")).to_be_visible()
        self._continue()

    def _on(self, title: str) -> Page:
        expect(self.page.get_by_role("heading", level=1)).to_contain_text(title)
        return self.page

    def _continue(self) -> None:
        self.page.get_by_role("button", name="Continue", exact=True).click()

    def _save(self) -> None:
        self.page.get_by_role("button", name="Check your answers").click()
        self._on("Check your answers")
        self.page.get_by_role("button", name="Save on this phone").click()
        expect(self.page.locator(".govuk-panel")).to_contain_text(SAVED)
