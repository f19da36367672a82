"""The rota of who is on call: where nobody is. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

Span = tuple[dt.datetime, dt.datetime]


def find_gaps(covered: Iterable[Span], begins_at: dt.datetime, ends_at: dt.datetime) -> list[Span]:
    """The stretches between the two instants that no span covers, in order. Spans may overlap and come in any order."""
    gaps: list[Span] = []
    until = begins_at
    for starts, ends in sorted(covered):
        if starts >= ends_at:
            break
        if starts > until:
            gaps.append((until, starts))
        until = max(until, ends)
    if until < ends_at:
        gaps.append((until, ends_at))
    return gaps
