"""How many requests of a process receive bodies at once: at most half of its threads, so that others answer."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager


class Receivers:
    """Places for requests that read a body; nobody waits for one."""

    def __init__(self, threads: int) -> None:
        self._places = threading.BoundedSemaphore(max(1, threads // 2))

    @contextmanager
    def place(self) -> Iterator[bool]:
        """True inside the block when there was a place; it is free again when the block ends."""
        free = self._places.acquire(blocking=False)
        try:
            yield free
        finally:
            if free:
                self._places.release()
