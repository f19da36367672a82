"""The options of an OData request that are not about which rows, and the opaque mark by which a reader goes on. Pure.

Source: OData 4.0 part 2, 5.1. The mark names the last row that was given, so that what arrives meanwhile moves nothing.
"""

from __future__ import annotations

import base64
import binascii
import datetime as dt
import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass

MOST_ROWS = 1000
_LARGEST = 2**53
KNOWN = frozenset({"$filter", "$select", "$top", "$skip", "$count", "$skiptoken", "$format"})
LATER = frozenset({"$orderby", "$expand", "$search", "$apply", "$compute", "$levels"})


class QueryError(ValueError):
    """A request that cannot be met; the text says why. `status` is 400, or 501 for what OData knows and this service does not."""

    def __init__(self, message: str, status: int = 400) -> None:
        super().__init__(message)
        self.status = status


@dataclass(frozen=True, slots=True)
class Mark:
    """Where a page ended: the submission, how many of its rows were given, and how many more are wanted (None: all)."""

    received_at: dt.datetime
    submission_id: uuid.UUID
    rows_given: int
    rows_left: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PageQuery:
    """`select` are paths of properties, None for all; `top` None for all. With a mark, `skip` was done before."""

    filter_text: str | None
    select: tuple[str, ...] | None
    top: int | None
    skip: int
    with_count: bool
    mark: Mark | None


def read_query(options: Mapping[str, str]) -> PageQuery:
    """The options of the address. Raises QueryError for any that begins with $ and cannot be met."""
    for name in options:
        if name in LATER:
            raise QueryError(f"{name} is not supported.", 501)
        if name.startswith("$") and name not in KNOWN:
            raise QueryError(f"There is no option {name[:40]}.")
    if options.get("$format", "json").split(";")[0] not in ("json", "application/json"):
        raise QueryError("Only $format=json is supported.")
    count = options.get("$count", "false")
    if count not in ("true", "false"):
        raise QueryError("$count is true or false.")
    top, skip = _read_number(options, "$top"), _read_number(options, "$skip")
    mark = read_mark(options["$skiptoken"]) if "$skiptoken" in options else None
    return PageQuery(
        filter_text=options.get("$filter"),
        select=_read_select(options.get("$select")),
        top=mark.rows_left if mark else top,
        skip=0 if mark else skip or 0,
        with_count=count == "true",
        mark=mark,
    )


def write_mark(mark: Mark) -> str:
    """The mark as it stands in `$skiptoken`."""
    said = [mark.received_at.isoformat(), str(mark.submission_id), mark.rows_given, mark.rows_left]
    return base64.urlsafe_b64encode(json.dumps(said).encode()).decode().rstrip("=")


def read_mark(text: str) -> Mark:
    """The mark that `write_mark` wrote. Raises QueryError for anything else."""
    try:
        raw = base64.urlsafe_b64decode(text.encode("ascii") + b"=" * (-len(text) % 4))
        at, submission_id, given, left = json.loads(raw)
        received_at = dt.datetime.fromisoformat(at)
        numbers_fit = all(type(one) is int and 0 <= one <= _LARGEST for one in (given, left) if one is not None)
        if received_at.tzinfo is None or type(given) is not int or not numbers_fit:
            raise ValueError
        return Mark(received_at, uuid.UUID(submission_id), given, left)
    except (ValueError, TypeError, AttributeError, RecursionError, binascii.Error) as error:
        raise QueryError("$skiptoken is none of ours. Begin again without it.") from error


def _read_number(options: Mapping[str, str], name: str) -> int | None:
    text = options.get(name)
    if text is None:
        return None
    if not (text.isascii() and text.isdigit()):
        raise QueryError(f"{name} is a whole number from 0 on.")
    return min(int(text), _LARGEST) if len(text) < 20 else _LARGEST


def _read_select(text: str | None) -> tuple[str, ...] | None:
    if text is None or text.strip() in ("", "*"):
        return None
    return tuple(name.strip() for name in text.split(","))
