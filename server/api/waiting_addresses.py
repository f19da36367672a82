"""Network addresses that this process has told to wait: they are told so again without a look into the database."""

from __future__ import annotations

import datetime as dt

from server.domain.tries import source_of_address

MOST = 10_000


class WaitingAddresses:
    """Only a shield for the database, which counts: an address it forgets is counted there again."""

    def __init__(self) -> None:
        self._until: dict[str, dt.datetime] = {}

    def note(self, address: str, now: dt.datetime, seconds: int) -> None:
        """This address waits from now on."""
        if len(self._until) >= MOST:
            self._until = {}
        self._until[_source(address)] = now + dt.timedelta(seconds=seconds)

    def find_wait(self, address: str, now: dt.datetime) -> int:
        """Seconds it must wait yet; 0: it need not, or not that this process knows."""
        until = self._until.get(_source(address))
        if until is None:
            return 0
        if until <= now:
            self._until.pop(_source(address), None)
            return 0
        return int((until - now).total_seconds()) + 1


def _source(address: str) -> str:
    return source_of_address("token", address)
