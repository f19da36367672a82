"""An officer and her phone in any engine, step by step, by the words on the screen."""

from __future__ import annotations

import uuid
from pathlib import Path

from tests.engines.engine import Engine
from tests.engines.screen import Screen
from tests.live.photos import make_photo
from tests.live.staff import PASSWORD, PIN

ALL_RECEIVED = "The council has everything from this phone"
# The longest back-off of a phone without a line, and the round after it.
BY_ITSELF_SECONDS = 150
COVERAGE = "() => { window.dispatchEvent(new Event('online')); }"
KEPT = """async (database) => {
  const wait = (request) => new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  const opened = await wait(indexedDB.open(database));
  const names = [...opened.objectStoreNames];
  const tx = opened.transaction(names);
  const counts = await Promise.all(names.map((name) => wait(tx.objectStore(name).count())));
  const [key] = await wait(tx.objectStore('keys').getAll());
  opened.close();
  return { ...Object.fromEntries(names.map((name, at) => [name, counts[at]])), pin: key?.pin ? 1 : 0 };
}"""
READY = "async () => (await navigator.serviceWorker.ready).active?.state === 'activated' && !!navigator.serviceWorker.controller"


class Officer(Screen):
    """One phone: what is done on it, and what it says."""

    def __init__(self, engine: Engine, url: str) -> None:
        super().__init__(engine)
        self._url = url

    def open(self) -> None:
        """Open the app as from the home screen."""
        self.engine.open(f"{self._url}/app/")

    def die_and_open(self) -> None:
        """The browser is killed in the hand; its officer opens the app again, and unlocks it."""
        self.die_and_open_locked()
        self.type_pin(PIN)

    def die_and_open_locked(self, title: str = "Locked") -> None:
        """The browser is killed in the hand, and whoever holds it opens the app: what it is headed with."""
        self.engine.kill()
        self.engine.start()
        self.open()
        self.see_title(title)

    def sign_in(self, email: str) -> None:
        """Sign in and choose a PIN; ends on the visits, with the worker that keeps the app offline in charge."""
        self.open()
        self.fill_sign_in(email)
        self.choose_pin(PIN)
        self.see_title("Your visits")
        self._wait(lambda: self.engine.ask(READY), "a service worker in charge")

    def fill_sign_in(self, email: str) -> None:
        """The address and the password, and the button."""
        self.fill("Email address", email)
        self.fill("Password", PASSWORD)
        self.press("Sign in")

    def choose_pin(self, pin: str) -> None:
        """Right after a sign-in."""
        self.see_title("Choose a PIN")
        self.fill("New PIN", pin)
        self.fill("New PIN again", pin)
        self.press("Save the PIN")

    def lock(self) -> None:
        """By the button at the top."""
        self.press("Lock")
        self.see_title("Locked")

    def type_pin(self, pin: str) -> None:
        """On the locked screen."""
        self.fill("PIN", pin)
        self.press("Unlock")

    def come_into_coverage(self) -> None:
        """What the system tells the app when there is signal again."""
        self.engine.ask(COVERAGE)

    def list_kept(self, user_id: uuid.UUID) -> dict[str, int]:
        """How many records of each store the phone has of its officer; `pin` is 1 where a PIN opens it."""
        kept: dict[str, int] = self.engine.ask(KEPT, f"doorstep-user-{user_id}")
        return kept

    def go_to(self, place: str) -> None:
        """One of the places at the foot of the screen."""
        self.press(place, kind="link")

    def begin_check(self, resident: str) -> None:
        """From the visits to the first page of a check."""
        self.go_to("Visits")
        self.press(resident, kind="link")
        self.press("Start check")
        self.see_title("Outcome")

    def go_on_with_check(self, resident: str) -> None:
        """From the visits to the check that was begun, where it was left."""
        self.go_to("Visits")
        self.press(resident, kind="link")
        self.press("Go on with the check")

    def answer_up_to_photos(self, note: str) -> None:
        """Somebody else confirmed that the resident is safe; ends on the page of photos."""
        self.choose("Someone else confirmed they are safe")
        self._continue("Note")
        self.fill("What should the back office know?", note)
        self._continue("Who you met")
        self.choose("Neighbour")
        self.fill("Their name and how they know the resident", "Mrs Example, next door")
        self._continue("Anything else")
        self.choose("No")
        self._continue("Photos")

    def add_two_photos(self, folder: Path) -> None:
        """Two photos with their agreement; ends on the last page of questions."""
        for number in (1, 2):
            question = "Do they agree to a photo?" if number == 1 else f"Do they agree to photo {number}?"
            path = folder / f"photo_{number}.jpg"
            path.write_bytes(make_photo(number))
            self.choose("Yes, they agree", group=question)
            self.add_file(f"Photo {number}", path)
            self.see_picture(f"Photo {number}")
        self._continue("Before you go")

    def save_check(self) -> None:
        """Look at the answers and keep them; ends where the phone says that it has them."""
        self.press("Check your answers")
        self.see_title("Check your answers")
        self.press("Save on this phone")
        self.see_title("Check saved")
        self.see("Saved on this phone")

    def see_all_received(self) -> None:
        """Until the phone says by itself that nothing is left to send."""
        self.see(ALL_RECEIVED, BY_ITSELF_SECONDS)

    def _continue(self, title: str) -> None:
        self.press("Continue")
        self.see_title(title)
