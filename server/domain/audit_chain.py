"""The chain of the audit trail: each entry's hash holds the one before it, so that nothing is changed or taken out unseen. Pure."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, NamedTuple


class ChainHead(NamedTuple):
    """The last link: how many there are, and its hash (hexadecimal). Written down elsewhere, it proves all that went before."""

    number: int
    hash: str

    def __str__(self) -> str:
        return f"{self.number}:{self.hash}"


START = ChainHead(0, "")


class ChainFault(StrEnum):
    """What is wrong with a link."""

    CHANGED = "changed"  # the entry, or the hash beside it
    MISSING = "missing"
    NOT_THE_HEAD = "not_the_head"  # another hash was written down for this number


@dataclass(frozen=True, slots=True, kw_only=True)
class ChainEntry:
    """What of an entry its hash holds: all of it."""

    id: int
    at: dt.datetime
    user_id: uuid.UUID | None
    device_id: str | None
    action: str
    entity_type: str | None
    entity_id: str | None
    fields: dict[str, Any]


class ChainLink(NamedTuple):
    """An entry in its place, as it stands in the database."""

    number: int
    hash: str
    entry: ChainEntry


class ChainProblem(NamedTuple):
    """What is wrong with the links from `first` to `last`, both counted in."""

    fault: ChainFault
    first: int
    last: int


def hash_entry(before: str, number: int, entry: ChainEntry) -> str:
    """SHA-256 (hexadecimal) over JSON with sorted names and no blanks: one spelling for one content."""
    content = [
        before,
        number,
        entry.id,
        entry.at.astimezone(dt.UTC).isoformat(timespec="microseconds"),
        str(entry.user_id) if entry.user_id else None,
        entry.device_id,
        entry.action,
        entry.entity_type,
        entry.entity_id,
        entry.fields,
    ]
    written = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(written.encode("ascii")).hexdigest()


def chain(head: ChainHead, entries: Iterable[ChainEntry]) -> Iterator[ChainLink]:
    """The links that entries become behind `head`, in their order."""
    before = head
    for entry in entries:
        number = before.number + 1
        before = ChainHead(number, hash_entry(before.hash, number, entry))
        yield ChainLink(number, before.hash, entry)


class ChainReader:
    """Goes along a chain from its beginning and keeps what is wrong with it."""

    def __init__(self, *expected: ChainHead) -> None:
        """`expected`: heads as they were written down at some time."""
        self.head = START
        self.faults: list[ChainProblem] = []
        self._expected = {head.number: head.hash for head in expected if head.number}

    def read(self, link: ChainLink) -> None:
        """The next link, as numbers count up. What follows a wrong hash is compared with the hash that stands there."""
        if link.number > self.head.number + 1:
            self._complain(ChainFault.MISSING, self.head.number + 1, link.number - 1)
        elif link.hash != hash_entry(self.head.hash, link.number, link.entry):
            self._complain(ChainFault.CHANGED, link.number, link.number)
        if self._expected.get(link.number, link.hash) != link.hash:
            self._complain(ChainFault.NOT_THE_HEAD, link.number, link.number)
        self.head = ChainHead(link.number, link.hash)

    def end(self) -> None:
        """No more links: those that were promised and did not come are missing."""
        promised = max(self._expected, default=0)
        if promised > self.head.number:
            self._complain(ChainFault.MISSING, self.head.number + 1, promised)

    def _complain(self, fault: ChainFault, first: int, last: int) -> None:
        self.faults.append(ChainProblem(fault, first, last))


def read_head(written: str) -> ChainHead | None:
    """A head as it was written down, `number:hash`; None for anything else."""
    number, _, found = written.strip().partition(":")
    is_number = number.isascii() and number.isdigit() and len(number) < 19
    is_hash = len(found) == 64 and set(found) <= set("0123456789abcdef")
    return ChainHead(int(number), found) if is_number and is_hash else None
