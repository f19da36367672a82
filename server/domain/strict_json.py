"""Reads JSON that every database and every reader after this one can keep: finite numbers, no bottomless nesting."""

from __future__ import annotations

import json
import math

MOST_DEPTH = 100  # what is nested deeper than any form exhausts the stack of whoever reads it next


class NotJsonError(ValueError):
    """The bytes are no such JSON; the text says why."""


def read_json(content: bytes) -> object:
    """The value in `content`, which is UTF-8; raises NotJsonError."""
    try:
        value: object = json.loads(content, parse_constant=_refuse_constant, parse_float=_read_float)
    except (ValueError, RecursionError):
        raise NotJsonError("The body is not JSON in UTF-8.") from None
    if _is_too_deep(value):
        raise NotJsonError(f"The body is nested deeper than {MOST_DEPTH} levels.")
    return value


def _is_too_deep(value: object) -> bool:
    """Level by level, since a walk that calls itself would fail on just what it looks for."""
    level = [value]
    for _ in range(MOST_DEPTH):
        inner = (
            found.values() if isinstance(found, dict) else found for found in level if isinstance(found, dict | list)
        )
        level = [value for values in inner for value in values if isinstance(value, dict | list)]
        if not level:
            return False
    return True


def _read_float(text: str) -> float:
    """A number that JSON can write again: 1e400 would come back as Infinity, which no database takes for JSON."""
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(text)
    return number


def _refuse_constant(name: str) -> None:
    raise ValueError(name)
