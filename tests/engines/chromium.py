"""Chromium by Playwright, on a profile of its own: the engine that most phones have, for journeys that are told in all three."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import ElementHandle, Error, Playwright

from tests.end_to_end.handset import Handset
from tests.engines.engine import EngineError, GoneError

CALL = "async (values) => (FUNCTION)(...values)"


class Chromium:
    """A profile in `folder`, and the browser that has it open."""

    name = "Chromium"

    def __init__(self, playwright: Playwright, folder: Path) -> None:
        self._handset = Handset(playwright, folder, "")
        self._is_running = False

    def start(self) -> None:
        """Start it on its profile, with an empty page of a phone's size."""
        self._page = self._handset.start().page
        self._is_running = True

    def kill(self) -> None:
        """SIGKILL the browser and all that it started."""
        if self._is_running:
            self._is_running = False
            self._handset.kill()

    def open(self, address: str) -> None:
        """Go to an address."""
        self._page.goto(address)

    def ask(self, function: str, *values: object) -> Any:
        """What the page's function comes to."""
        try:
            return self._page.evaluate(CALL.replace("FUNCTION", function), list(values))
        except Error as error:
            raise EngineError(error.message) from None

    def find(self, function: str, *values: object) -> object | None:
        """The element that the page's function returns."""
        return self._page.evaluate_handle(CALL.replace("FUNCTION", function), list(values)).as_element()

    def press(self, element: object) -> None:
        """A trusted click in the middle of the element."""
        with _told_when_gone(element) as found:
            found.click(timeout=5_000)

    def type(self, element: object, text: str) -> None:
        """Press the keys of the text, over what stood in the field."""
        with _told_when_gone(element) as found:
            found.select_text()
            self._page.keyboard.type(text)

    def choose_files(self, element: object, paths: Sequence[Path]) -> None:
        """What choosing files in the system's dialog comes to."""
        with _told_when_gone(element) as found:
            found.set_input_files([str(path) for path in paths])


@contextmanager
def _told_when_gone(element: object) -> Iterator[ElementHandle]:
    assert isinstance(element, ElementHandle)
    try:
        yield element
    except Error as error:
        raise GoneError(error.message) from None
