"""OData's `$filter` as odata-query reads it, and its faults in words. What a filter may name is each feed's own. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from odata_query.exceptions import ODataException

LONGEST = 2000
_QUOTED = re.compile(r"('(?:[^']|'')*')")


class FilterError(ValueError):
    """The filter cannot be met; the text says why."""


@contextmanager
def saying_faults() -> Iterator[None]:
    """Around the reading of a filter and the walk over it: whatever the library raises is a FilterError."""
    try:
        yield
    except ODataException as error:
        raise FilterError(f"$filter cannot be read: {type(error).__name__.removesuffix('Exception')}.") from error
    except (RecursionError, AttributeError, TypeError, NotImplementedError) as error:
        raise FilterError("$filter cannot be read.") from error


def parse_filter(text: str, *, left_out: str = "") -> Any:
    """The tree of odata-query's `ast`, without `left_out` wherever it stands outside quotes. Only within `saying_faults`."""
    from odata_query.grammar import ODataLexer, ODataParser  # a tenth of the web process's start; few ever filter

    if len(text) > LONGEST:
        raise FilterError(f"$filter is longer than {LONGEST} characters.")
    parts = _QUOTED.split(text) if left_out else [text]
    plain = "".join(
        part if place % 2 or not left_out else part.replace(left_out, "") for place, part in enumerate(parts)
    )
    return ODataParser().parse(ODataLexer().tokenize(plain.strip()))
