"""Waiting for what must become true: looks again and again until a deadline. The only clock of these tests."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

Seen = TypeVar("Seen")
PATIENCE_SECONDS = 20.0
LOOK_EVERY_SECONDS = 0.1


def wait_until(look: Callable[[], Seen | None], what: str, seconds: float = PATIENCE_SECONDS) -> Seen:
    """The first answer that is true; raises AssertionError in words when none came in time."""
    deadline = time.monotonic() + seconds
    while True:
        if seen := look():
            return seen
        if time.monotonic() > deadline:
            raise AssertionError(f"not within {seconds:.0f} seconds: {what}")
        time.sleep(LOOK_EVERY_SECONDS)
