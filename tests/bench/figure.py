"""One measured row of the benchmarks. Holds numbers only: what they ought to be stands in run_bench."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class Figure:
    """Milliseconds (median and worst of `runs`), requests and body bytes of one run; where it was asked, how many a second,
    the most memory that the server's process took, how many queries one run made, and what of the median this process computed.
    """

    what: str
    where: str
    median_ms: float
    worst_ms: float
    runs: int
    requests: int
    body_bytes: int
    per_second: float = 0.0
    peak_bytes: int = 0
    queries: int = 0
    computed_ms: float = 0.0

    def as_row(self) -> dict[str, Any]:
        """For docs/benchmarks.json."""
        return asdict(self)


def make_figure(
    what: str,
    where: str,
    seconds: Sequence[float],
    *,
    requests: int = 0,
    body_bytes: int = 0,
    per_second: float = 0.0,
    peak_bytes: int = 0,
    queries: int = 0,
    computed: Sequence[float] = (0.0,),
) -> Figure:
    """A figure of these runs."""
    return Figure(
        what=what,
        where=where,
        median_ms=round(statistics.median(seconds) * 1000, 1),
        worst_ms=round(max(seconds) * 1000, 1),
        runs=len(seconds),
        requests=requests,
        body_bytes=body_bytes,
        per_second=round(per_second, 1),
        peak_bytes=peak_bytes,
        queries=queries,
        computed_ms=round(statistics.median(computed) * 1000, 1),
    )
