"""Who may have sealed what a device sends: its own registration, or an earlier one of its officer's. Pure.

However much junk comes sealed, it costs few tries; nothing is given up for want of tries.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator

from server.domain.sealing import CannotOpenError, FindKey, Unopened, WrappedKey, open_key

MOST_VAIN_TRIES = 100  # of one request, at another registration than its own; a tenth of a millisecond each


class Sealers:
    """The registrations to try, likeliest first. One object for all that comes in one request.

    `list_others` is asked once, and only if the device's own registration did not seal something. `most_vain_tries` bounds the
    tries at those others that open nothing; None: as many as there are.
    """

    def __init__(
        self, device_id: str, list_others: Callable[[], Iterable[str]] = tuple, *, most_vain_tries: int | None = None
    ) -> None:
        self._likeliest = [device_id]
        self._list_others = list_others
        self._others: list[str] | None = None
        self._tries_left = itertools.count() if most_vain_tries is None else iter(range(most_vain_tries))

    def open_key(self, find_key: FindKey, wrapped: WrappedKey, *, subject: str) -> bytes:
        """The 32 bytes that one of them sealed for this subject; raises CannotOpenError.

        Once the tries are used up, what neither the device itself nor the last other one opens counts as of an unknown key: it is
        kept, and the worker, who has all the tries, opens it or gives it up.
        """
        private_key = find_key(wrapped.key_id)
        if private_key is None:
            raise CannotOpenError(Unopened.UNKNOWN_KEY)
        for device_id in self._list():
            try:
                key = open_key(private_key, wrapped, device_id=device_id, subject=subject)
            except CannotOpenError:
                continue
            self._likeliest = list(dict.fromkeys([self._likeliest[0], device_id]))
            return key
        raise CannotOpenError(Unopened.TAMPERED)

    def _list(self) -> Iterator[str]:
        tried = tuple(self._likeliest)
        yield from tried
        if self._others is None:
            self._others = list(self._list_others())
        for device_id in self._others:
            if device_id in tried:
                continue
            if next(self._tries_left, None) is None:
                raise CannotOpenError(Unopened.UNKNOWN_KEY)
            yield device_id
