"""The options of an OData request that are not about which rows, a page of rows, and the opaque mark by which a reader goes on. Pure.

Source: OData 4.0 part 2, 5.1. A mark names the last row that was given, so that what arrives meanwhile moves nothing; what names a
row is each feed's own.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, Protocol, TypeVar

MOST_ROWS = 1000
_LARGEST = 2**53
KNOWN = frozenset({"$filter", "$select", "$top", "$skip", "$count", "$skiptoken", "$format"})
LATER = frozenset({"$orderby", "$expand", "$search", "$apply", "$compute", "$levels"})


class QueryError(ValueError):
    """A request that cannot be met; the text says why. `status` is 400, or 501 for what OData knows and this service does not."""

    def __init__(self, message: str, status: int = 400) -> None:
        super().__init__(message)
        self.status = status


class Mark(Protocol):
    """Where a page ended, and how many more rows are wanted (None: all)."""

    @property
    def rows_left(self) -> int | None: ...


M = TypeVar("M", bound=Mark)


@dataclass(frozen=True, slots=True, kw_only=True)
class PageQuery(Generic[M]):
    """`select` are paths of properties, None for all; `top` None for all. With a mark, `skip` was done before."""

    filter_text: str | None
    select: tuple[str, ...] | None
    top: int | None
    skip: int
    with_count: bool
    mark: M | None


@dataclass(slots=True)
class Rows:
    """One page: the rows, the mark to go on by (None: that was all), and how many there are where that was asked."""

    value: list[dict[str, Any]] = field(default_factory=list)
    next_mark: str | None = None
    count: int | None = None


def read_query(options: Mapping[str, str], read_mark: Callable[[Sequence[Any]], M]) -> PageQuery[M]:
    """The options of the address. Raises QueryError for any that begins with $ and cannot be met.

    `read_mark` makes a feed's own mark of what `write_mark` was given; a ValueError or TypeError of it is a mark that is none of ours.
    """
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
    mark = _open_mark(options["$skiptoken"], read_mark) if "$skiptoken" in options else None
    return PageQuery(
        filter_text=options.get("$filter"),
        select=_read_select(options.get("$select")),
        top=mark.rows_left if mark else top,
        skip=0 if mark else skip or 0,
        with_count=count == "true",
        mark=mark,
    )


def fill_page(rows: Iterable[tuple[dict[str, Any], Callable[[int | None], str]]], top: int | None, most: int) -> Rows:
    """The first of the rows, at most `most` of them; each comes with what writes the mark behind it, given how many are left."""
    wanted = most if top is None else min(top, most)
    found = Rows()
    write: Callable[[int | None], str] | None = None
    for row, write_behind in rows:
        if len(found.value) == wanted:
            left = None if top is None else top - wanted
            found.next_mark = write(left) if write and left != 0 else None
            break
        found.value.append(row)
        write = write_behind
    return found


def check_select(select: Sequence[str] | None, known: Collection[str], table: str) -> None:
    """Raises QueryError for a name that the table does not have."""
    unknown = next((name for name in select or () if name not in known), None)
    if unknown is not None:
        raise QueryError(f"$select: there is no property {unknown[:60]} in {table}.")


def choose_properties(row: Mapping[str, Any], select: Sequence[str]) -> dict[str, Any]:
    """The row with what is selected; its key always comes along."""
    chosen: dict[str, Any] = {}
    for path in ("__id", *select):
        source, target = row, chosen
        *groups, last = path.split("/")
        for group in groups:
            source, target = source[group], target.setdefault(group, {})
        target[last] = source[last]
    return chosen


def write_mark(parts: Sequence[str | int | None]) -> str:
    """A mark as it stands in `$skiptoken`."""
    return base64.urlsafe_b64encode(json.dumps(parts).encode()).decode().rstrip("=")


def check_number(value: Any) -> int:
    """A whole number from 0 on, as a mark may have it. Raises ValueError for anything else."""
    if type(value) is not int or not 0 <= value <= _LARGEST:
        raise ValueError
    return value


def _open_mark(text: str, read_mark: Callable[[Sequence[Any]], M]) -> M:
    try:
        parts = json.loads(base64.urlsafe_b64decode(text.encode("ascii") + b"=" * (-len(text) % 4)))
        return read_mark(parts)
    except (ValueError, TypeError, AttributeError, RecursionError, OverflowError, binascii.Error) as error:
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
