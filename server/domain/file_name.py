"""The name of a file that somebody sent, as people may be shown it. Never a path."""

from __future__ import annotations

_LONGEST = 200


def plain_file_name(name: str) -> str:
    """The last part of the name without control characters."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(char for char in last if char.isprintable())[:_LONGEST] or "unnamed"
