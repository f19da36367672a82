"""What a device holds against what its officer may see: two sets of (type, id, version), their difference and digest.

Pure set work: no cursor, no time, no order of commits; that is why no row can hide behind a late commit.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

RowKey: TypeAlias = tuple[str, str]
View: TypeAlias = Mapping[RowKey, int]


@dataclass(frozen=True, slots=True)
class ViewDifference:
    """What a device must be sent and told to drop; both in the order of (type, id)."""

    changed: tuple[RowKey, ...]
    gone: tuple[RowKey, ...]

    @property
    def is_empty(self) -> bool:
        """True when the device already holds exactly what it may."""
        return not self.changed and not self.gone


def find_difference(held: View, visible: View) -> ViewDifference:
    """Rows new or at another version than the device holds, and rows it holds but may no longer see."""
    changed = sorted(key for key, version in visible.items() if held.get(key) != version)
    gone = sorted(key for key in held if key not in visible)
    return ViewDifference(tuple(changed), tuple(gone))


def write_lines(view: View) -> str:
    """The view as sorted lines `type:id:version`, each ended by a newline: what is kept and what the digest is of."""
    return "".join(sorted(f"{row_type}:{row_id}:{version}\n" for (row_type, row_id), version in view.items()))


def read_lines(lines: str) -> dict[RowKey, int]:
    """The inverse of `write_lines`."""
    view: dict[RowKey, int] = {}
    for line in lines.splitlines():
        row_type, row_id, version = line.split(":")
        view[row_type, row_id] = int(version)
    return view


def find_digest(lines: str) -> str:
    """SHA-256 in hex of the sorted lines."""
    return hashlib.sha256(lines.encode()).hexdigest()
