"""What a journey asks of a browser engine, whichever it is. Knows no screen and no words."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

PHONE_WINDOW = (412, 740)


class EngineError(RuntimeError):
    """The browser did not start, or did not do as it was told."""


class GoneError(EngineError):
    """The element has left the page since it was found: nothing was done to it."""


class Engine(Protocol):
    """One browser with a disk of its own and one page. `function` is always the source of a JavaScript function."""

    name: str

    def start(self) -> None:
        """Start it, with an empty page; what its disk held at its last end is there."""

    def kill(self) -> None:
        """SIGKILL all that runs of it, page and worker, as a phone does that takes its memory back."""

    def open(self, address: str) -> None:
        """Go to an address."""

    def ask(self, function: str, *values: object) -> Any:
        """What the page's function comes to, awaited; values and answer are JSON."""

    def find(self, function: str, *values: object) -> object | None:
        """The element that the page's function returns, to be handed back to the next three."""

    def press(self, element: object) -> None:
        """A trusted click in the middle of the element."""

    def type(self, element: object, text: str) -> None:
        """Put the caret into the field and press the keys of the text, over what stood there."""

    def choose_files(self, element: object, paths: Sequence[Path]) -> None:
        """What choosing files in the system's dialog comes to."""
