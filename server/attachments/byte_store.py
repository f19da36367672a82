"""The contract of every place where bytes rest, and the keys under which they rest.

A key is visible whole or not at all, and is durable once `finish` returns. Nothing here reads meaning into the bytes.
"""

from __future__ import annotations

import datetime as dt
import re
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, Protocol

CHUNK_BYTES = 64 * 1024
FOLDERS = 256
FORM_MEDIA = "form-media"
_DERIVATIVE = re.compile(r"/\d+(?:-(\d+))?\.jpg$")
_KEY = re.compile(r"[a-z0-9][a-z0-9._-]*(/[a-z0-9][a-z0-9._-]*)*")


class MissingBytesError(LookupError):
    """Nothing rests under this key (any more)."""


@dataclass(frozen=True, slots=True)
class StoredKey:
    """One resting run of bytes, as `list_keys` sees it."""

    key: str
    size: int
    changed_at: dt.datetime


class ByteWriter(Protocol):
    """Bytes on their way to one key. Exactly one of `finish` and `discard` ends it; a second call does nothing."""

    def write(self, chunk: bytes) -> None:
        """Append. Raises OSError when the place is full or out of reach."""

    def finish(self) -> None:
        """Make the bytes durable, then visible under the key in one step; what rested there before is replaced."""

    def discard(self) -> None:
        """Forget what was written; what rested under the key before stays."""


class ByteStore(Protocol):
    """A place where bytes rest under keys. Every call may come from any thread or process."""

    def start(self, key: str) -> ByteWriter:
        """Begin to write `key`. Two writers of one key do not see each other; the last `finish` wins whole."""

    def open(self, key: str) -> BinaryIO:
        """The bytes from their beginning, for reading in order; raises MissingBytesError."""

    def remove(self, key: str) -> None:
        """Forget `key`; removing what is not there is no error."""

    def list_keys(self, prefix: str) -> Iterator[StoredKey]:
        """What rests below the folder `prefix`, unfinished writes of killed processes included, in no order."""


def folder_of(attachment_id: uuid.UUID) -> str:
    """Where everything of one attachment rests; spread over 256 folders by the random end of a UUIDv7."""
    return f"{attachment_id.hex[-2:]}/{attachment_id}"


def part_key(attachment_id: uuid.UUID, offset: int, fence: int) -> str:
    """The part that the writer with this fence began at this offset. No two writers ever share one."""
    return f"{folder_of(attachment_id)}/parts/{offset}-{fence}"


def original_key(attachment_id: uuid.UUID, fence: int) -> str:
    """The joined bytes as they were hashed on the device; `fence` is the upload's at the time of joining."""
    return f"{folder_of(attachment_id)}/original-{fence}"


def derivative_key(attachment_id: uuid.UUID, longest_side: int, version: int = 0) -> str:
    """A picture to be shown in place of the original; `version` rises each time it is to be drawn otherwise."""
    return f"{folder_of(attachment_id)}/{longest_side}{f'-{version}' if version else ''}.jpg"


def list_older_derivatives(store: ByteStore, attachment_id: uuid.UUID, version: int) -> list[str]:
    """Keys of its pictures that were drawn before this version, unfinished writes left alone."""
    found = ((each.key, _DERIVATIVE.search(each.key)) for each in store.list_keys(folder_of(attachment_id)))
    return [key for key, named in found if named and int(named[1] or 0) < version]


def form_medium_key(sha256: str) -> str:
    """A file that a form's labels show, by its content, spread over the same folders: two forms may name one."""
    return f"{sha256[-2:]}/{FORM_MEDIA}/{sha256}"


def list_form_media(store: ByteStore) -> Iterator[StoredKey]:
    """All of them, unfinished writes included."""
    for folder in range(FOLDERS):
        yield from store.list_keys(f"{folder:02x}/{FORM_MEDIA}")


def checked_key(key: str) -> str:
    """`key` itself when it can never leave its place (no `..`, no absolute path); ValueError otherwise."""
    if not _KEY.fullmatch(key) or ".." in key:
        raise ValueError(f"not a storage key: {key!r}")
    return key
