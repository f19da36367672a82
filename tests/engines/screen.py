"""Finds what is on the screen by the words that people read there, in any engine. Knows no council words of its own."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from tests.engines.engine import Engine, GoneError
from tests.engines.patience import PATIENCE_SECONDS, Seen, wait_until

# A name fits when it is the words, or begins with them as whole words; what fits exactly comes first.
FIND = r"""(kind, words, group) => {
  const plain = (text) => (text ?? '').replace(/\s+/g, ' ').trim();
  const fits = (name, wanted) => name.startsWith(wanted) && !/^[\p{L}\p{N}]/u.test(name.slice(wanted.length));
  const isShown = (one) => one.getClientRects().length > 0 && !one.disabled;
  const nameOfGroup = (one) =>
    plain((one.querySelector('legend') ?? document.getElementById(one.getAttribute('aria-labelledby')))?.textContent);
  const groups = [...document.querySelectorAll('fieldset, [role=group]')];
  const rooms = group === null ? [document] : groups.filter((one) => fits(nameOfGroup(one), group));
  const named = {
    button: (room) => [...room.querySelectorAll('button')].map((one) => [plain(one.innerText), one]),
    link: (room) => [...room.querySelectorAll('a[href]')].map((one) => [plain(one.innerText), one]),
    field: (room) => [...room.querySelectorAll('label')].map((one) => [plain(one.innerText), one.control]),
    file: (room) => [...room.querySelectorAll('input[type=file]')].map((one) => ['', one]),
  };
  const found = rooms.flatMap(named[kind]).filter(([name, one]) => one && fits(name, words));
  const ready = found.filter(([, one]) => kind === 'file' || isShown(one));
  return (ready.find(([name]) => name === words) ?? ready[0])?.[1] ?? null;
}"""
# In its place and with nothing before it, as a person waits for the screen to come to rest; from then on it notes a click.
AT_REST = f"""async (...wanted) => {{
  const one = ({FIND})(...wanted);
  one?.scrollIntoView({{ block: 'center', behavior: 'instant' }});
  const place = () => JSON.stringify(one.getBoundingClientRect());
  const before = one && place();
  await new Promise((resolve) => setTimeout(resolve, 50));
  if (!one?.isConnected || place() !== before) return null;
  const {{ left, top, width, height }} = one.getBoundingClientRect();
  if (!one.contains(document.elementFromPoint(left + width / 2, top + height / 2))) return null;
  window.isPressed = false;
  one.addEventListener('click', () => {{ window.isPressed = true; }}, {{ capture: true, once: true }});
  return one;
}}"""
IS_PRESSED = "() => window.isPressed !== false"
STATE = f"(...wanted) => {{ const one = ({FIND})(...wanted); return one && [one.checked, one.value]; }}"
TEXT = r"() => document.body.innerText.replace(/\s+/g, ' ')"
TITLE = r"() => (document.querySelector('h1')?.textContent ?? '').replace(/\s+/g, ' ').trim()"
PICTURES = """async (group) => {
  const groups = [...document.querySelectorAll('fieldset, [role=group]')];
  const images = groups.filter((one) => one.textContent.includes(group)).flatMap((one) => [...one.querySelectorAll('img')]);
  await Promise.all(images.map((image) => image.decode()));
  return images.some((image) => image.naturalWidth > 0);
}"""


class Screen:
    """The page of an engine, as a person sees and touches it. Everything waits for what it needs, and no longer."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    def press(self, words: str, *, kind: str = "button") -> None:
        """Press a button (or a link) of that name."""
        self._press(kind, words)

    def choose(self, words: str, *, group: str | None = None) -> None:
        """Tick the box or the radio of that label."""
        self._press("field", words, group)
        self._wait(lambda: self._state("field", words, group)[0], f"{words} is ticked")

    def fill(self, label: str, text: str) -> None:
        """Type into the field of that label, over what stands there."""
        self._do(lambda field: self.engine.type(field, text), "field", label)
        self._wait(lambda: self._state("field", label)[1] == text, f"{label} holds {text}")

    def add_file(self, group: str, path: Path) -> None:
        """Choose a file in a group of that name."""
        self._do(lambda field: self.engine.choose_files(field, [path]), "file", "", group)

    def see(self, words: str, seconds: float = PATIENCE_SECONDS) -> None:
        """Until the words stand on the screen."""
        self._wait(lambda: words in self.text(), f"the screen says: {words}", seconds)

    def see_no_more(self, words: str) -> None:
        """Until the words have left the screen."""
        self._wait(lambda: words not in self.text(), f"the screen no longer says: {words}")

    def has_field(self, label: str) -> bool:
        """Whether there is a field of that label now."""
        return self.engine.find(FIND, "field", label, None) is not None

    def see_title(self, words: str) -> None:
        """Until the screen is the one of that title."""
        self._wait(lambda: words in str(self.engine.ask(TITLE)), f"the screen is: {words}")

    def see_picture(self, group: str) -> None:
        """Until a picture in a group with these words can be looked at."""
        self._wait(lambda: self.engine.ask(PICTURES, group), f"a picture in {group}")

    def text(self) -> str:
        """All that can be read."""
        return str(self.engine.ask(TEXT))

    def _press(self, kind: str, words: str, group: str | None = None) -> None:
        """Once it is at rest; again if the screen moved under the finger, so that the click went elsewhere."""

        def attempt() -> bool:
            found = self.engine.find(AT_REST, kind, words, group)
            with suppress(GoneError):
                if found is not None:
                    self.engine.press(found)
                    return bool(self.engine.ask(IS_PRESSED))
            return False

        self._wait(attempt, f"a {kind} {words!r}" + (f" in {group}" if group else ""))

    def _do(self, act: Callable[[object], None], kind: str, words: str, group: str | None = None) -> None:
        """Find it and act on it; once more if the screen was drawn anew in between."""

        def attempt() -> bool:
            found = self.engine.find(FIND, kind, words, group)
            with suppress(GoneError):
                if found is not None:
                    act(found)
                    return True
            return False

        self._wait(attempt, f"a {kind} {words!r}" + (f" in {group}" if group else ""))

    def _state(self, kind: str, words: str, group: str | None = None) -> list[object]:
        return self.engine.ask(STATE, kind, words, group) or [None, None]

    def _wait(self, look: Callable[[], Seen | None], what: str, seconds: float = PATIENCE_SECONDS) -> Seen:
        try:
            return wait_until(look, what, seconds)
        except AssertionError as error:
            raise AssertionError(f"{self.engine.name}: {error}\nThe screen says: {self.text()[:1500]}") from None
