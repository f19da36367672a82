"""A ZIP that is written while it is sent: it holds one piece of one entry at a time, and leaves nothing on the disk.

One that breaks off has no directory at its end: no program takes it for a whole one.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import IO, cast

_EPOCH = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class ZipEntry:
    """A file of the archive; `pieces` are taken one by one, when it is this entry's turn."""

    name: str
    pieces: Iterable[bytes]
    is_compressed: bool = True


class _Sink:
    """What has been written and not yet sent. It cannot seek, so that zipfile puts sizes behind each entry."""

    def __init__(self) -> None:
        self._written = bytearray()

    def write(self, chunk: bytes) -> int:
        self._written += chunk
        return len(chunk)

    def flush(self) -> None:
        """Nothing is held back."""

    def take(self) -> bytes:
        taken, self._written = bytes(self._written), bytearray()
        return taken


def stream_zip(entries: Iterable[ZipEntry]) -> Iterator[bytes]:
    """The archive in pieces. What an entry raises goes through: the archive then ends without its directory."""
    sink = _Sink()
    archive = zipfile.ZipFile(cast(IO[bytes], sink), "w", allowZip64=True)
    for entry in entries:
        about = zipfile.ZipInfo(entry.name, _EPOCH)
        about.compress_type = zipfile.ZIP_DEFLATED if entry.is_compressed else zipfile.ZIP_STORED
        about.external_attr = 0o600 << 16
        with archive.open(about, "w", force_zip64=True) as opened:
            for piece in entry.pieces:
                opened.write(piece)
                if written := sink.take():
                    yield written
    archive.close()
    yield sink.take()
