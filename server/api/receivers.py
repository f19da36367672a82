"""How many requests of a process receive bodies at once: at most half of its threads, so that others answer."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

MOST_OF_ONE = 2


class Receivers:
    """Places for requests that read a body; nobody waits for one."""

    def __init__(self, threads: int) -> None:
        self._most = max(1, threads // 2)
        self._change = threading.Lock()
        self._taken = 0
        self._taken_by: Counter[str] = Counter()

    @contextmanager
    def place(self, sender: str = "") -> Iterator[bool]:
        """True inside the block when there was a place; it is free again when the block ends.

        A named sender, like a resident's link, has MOST_OF_ONE places at once, so that none takes all of them.
        """
        free = self._take(sender)
        try:
            yield free
        finally:
            if free:
                self._give_back(sender)

    def _take(self, sender: str) -> bool:
        with self._change:
            if self._taken >= self._most or (sender and self._taken_by[sender] >= MOST_OF_ONE):
                return False
            self._taken += 1
            self._taken_by[sender] += 1
            return True

    def _give_back(self, sender: str) -> None:
        with self._change:
            self._taken -= 1
            self._taken_by[sender] -= 1
            if not self._taken_by[sender]:
                del self._taken_by[sender]
