"""Bytes in a folder of this machine: written beside their name, fsynced, then renamed; a crash leaves no half file.

Never follows a key out of its folder.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from server.attachments.byte_store import MissingBytesError, StoredKey, checked_key


class LocalFolder:
    """A ByteStore in one folder; several processes of one machine may share it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def start(self, key: str) -> LocalWriter:
        """A writer into a nameless neighbour of `key`."""
        return LocalWriter(self._path(key))

    def open(self, key: str) -> BinaryIO:
        """The file itself, unbuffered by us; raises MissingBytesError."""
        try:
            return self._path(key).open("rb")
        except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
            raise MissingBytesError(key) from None

    def remove(self, key: str) -> None:
        """Delete the file and the folders it leaves empty."""
        path = self._path(key)
        path.unlink(missing_ok=True)
        for folder in path.parents:
            if folder == self._folder:
                return
            try:
                folder.rmdir()
            except OSError:  # not empty, or another process was quicker
                return

    def list_keys(self, prefix: str) -> Iterator[StoredKey]:
        """Every file below `prefix`; one that vanishes meanwhile is left out."""
        for path in self._path(prefix).rglob("*"):
            with contextlib.suppress(FileNotFoundError):
                found = path.stat()
                if path.is_file():
                    changed_at = dt.datetime.fromtimestamp(found.st_mtime, dt.UTC)
                    yield StoredKey(path.relative_to(self._folder).as_posix(), found.st_size, changed_at)

    def _path(self, key: str) -> Path:
        return self._folder / checked_key(key)


class LocalWriter:
    """Bytes on their way into one file."""

    def __init__(self, target: Path) -> None:
        self._target = target
        self._beside = target.with_name(f"{target.name}.{secrets.token_hex(6)}.unfinished")
        self._file = self._create()
        self._ended = False

    def _create(self) -> BinaryIO:
        for _ in range(5):
            self._target.parent.mkdir(parents=True, exist_ok=True)
            with contextlib.suppress(FileNotFoundError):  # a remove() elsewhere took the empty folder away
                return self._beside.open("xb", buffering=0)
        return self._beside.open("xb", buffering=0)

    def write(self, chunk: bytes) -> None:
        """Append all of `chunk`."""
        view = memoryview(chunk)
        while view:
            view = view[self._file.write(view) :]

    def finish(self) -> None:
        """Fsync the bytes, rename them into place, fsync the folders that name them."""
        if self._ended:
            return
        self._ended = True
        with self._file:
            os.fsync(self._file.fileno())
        self._beside.replace(self._target)
        for folder in (self._target.parent, self._target.parent.parent):
            _sync_folder(folder)

    def discard(self) -> None:
        """Close and delete what was written."""
        if self._ended:
            return
        self._ended = True
        self._file.close()
        self._beside.unlink(missing_ok=True)


def _sync_folder(folder: Path) -> None:
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
