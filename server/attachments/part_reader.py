"""Reads parts that rest under several keys as the one run of bytes that they are. Holds one part open at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import BinaryIO

from server.attachments.byte_store import CHUNK_BYTES, ByteStore


class PartReader:
    """The bytes of the parts in order. Raises MissingBytesError when one is not there (any more)."""

    def __init__(self, store: ByteStore, keys: Iterable[str]) -> None:
        self._store = store
        self._keys = iter(keys)
        self._opened: BinaryIO | None = None

    def read(self, count: int) -> bytes:
        """Exactly `count` bytes, or all that are left."""
        found = bytearray()
        while len(found) < count and (opened := self._current()) is not None:
            chunk = opened.read(min(count - len(found), CHUNK_BYTES))
            found += chunk
            if not chunk:
                self.close()
        return bytes(found)

    def chunks(self) -> Iterator[bytes]:
        """All that is left, a little at a time."""
        return iter(lambda: self.read(CHUNK_BYTES), b"")

    def close(self) -> None:
        """Close the part that is open; reading goes on with the next."""
        if self._opened is not None:
            self._opened.close()
            self._opened = None

    def _current(self) -> BinaryIO | None:
        if self._opened is None and (key := next(self._keys, None)) is not None:
            self._opened = self._store.open(key)
        return self._opened
