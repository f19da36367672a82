"""`make bench`: measures, prints a table beside the targets and writes docs/benchmarks.json.

Exits with 0 whatever the figures are: a figure is a fact to be read, never a test.
"""

from __future__ import annotations

import json
import os
import platform
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.bench.app_figures import measure_app
from tests.bench.figure import Figure
from tests.bench.sync_figures import measure_sync
from tests.live.stack import HOUSE
from tests.postgres_server import PostgresServer

RESULTS = HOUSE / "docs" / "benchmarks.json"


@dataclass(frozen=True)
class Target:
    """What docs/targets asks of a figure: milliseconds, and bytes of one run's bodies."""

    median_ms: float | None
    body_bytes: int | None


TARGETS = {
    "first pull, 500 visits": Target(60, 100_000),
    "pull, nothing new": Target(10, 600),
    "pull, nothing new, 10,000 others": Target(10, 600),
    "pull, one changed": Target(15, None),
    "push 500 operations": Target(900, None),
    "JavaScript before the visit list, gzip": Target(None, 70_000),
    "cold start offline, 200 visits, 6x CPU": Target(1500, None),
}


def main() -> None:
    """Measure everything, one database after the other; progress goes to standard error."""
    figures: list[Figure] = []
    machine = _machine()
    with tempfile.TemporaryDirectory(prefix="doorstep-bench-") as name, _postgres() as server:
        folder = Path(name)
        _say("sync figures on SQLite")
        figures += measure_sync("SQLite", "", folder / "sqlite")
        _say("sync figures on PostgreSQL")
        figures += measure_sync("PostgreSQL", server.create_database(template=None), folder / "postgresql")
        _say("app figures in Chromium")
        figures += measure_app(folder / "app")
    print(table(figures))
    RESULTS.write_text(
        json.dumps({"machine": machine, "figures": [figure.as_row() for figure in figures]}, indent=2) + "\n"
    )
    _say(f"written to {RESULTS.relative_to(HOUSE)}")


@contextmanager
def _postgres() -> Iterator[PostgresServer]:
    server = PostgresServer(PostgresServer.new_folder())
    try:
        yield server
    finally:
        server.stop()


def table(figures: list[Figure]) -> str:
    """The figures for people, each with its target."""
    lines = [f"{'what':42} {'where':11} {'median':>9} {'worst':>9} {'runs':>5} {'requests':>8} {'bytes':>9}  target"]
    for figure in figures:
        target = TARGETS.get(figure.what, Target(None, None))
        wanted = [f"<= {target.median_ms:g} ms"] if target.median_ms else []
        wanted += [f"<= {target.body_bytes} B"] if target.body_bytes else []
        lines.append(
            f"{figure.what:42} {figure.where:11} {figure.median_ms:7.1f}ms {figure.worst_ms:7.1f}ms {figure.runs:5} "
            f"{figure.requests:8} {figure.body_bytes:9}  {', '.join(wanted)}"
        )
    return "\n".join(lines)


def _machine() -> dict[str, str]:
    """What the figures hang on; the load tells whether the machine had other work before the first of them."""
    return {
        "load_before": f"{os.getloadavg()[0]:.1f}",
        "cores": str(os.cpu_count()),
        "machine": platform.machine(),
        "python": platform.python_version(),
    }


def _say(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
