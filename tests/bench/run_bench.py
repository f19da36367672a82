"""`make bench`: measures, prints a table beside the targets and writes docs/benchmarks.json. DOORSTEP_BENCH_QUICK=1 leaves out 1,000,000 visits.

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
from tests.bench.form_figures import ANSWER, ANSWER_LARGE, OPEN_CHECK, measure_forms
from tests.bench.import_figures import measure_import
from tests.bench.many_figures import measure_many
from tests.bench.office_figures import ACT_MS, ASSIGN_MANY, PAGE_MS, SHARE_GIVE, SHARE_PLAN, measure_office
from tests.bench.openrosa_figures import measure_openrosa
from tests.bench.pin_figures import GUESS, count_core_hours
from tests.bench.sealing_figures import SEALED, UNSEALED, measure_sealing
from tests.bench.sync_figures import CHECKS, CROWDS, measure_sync
from tests.bench.upload_figures import AGAIN, measure_uploads
from tests.live import HOUSE
from tests.postgres_server import PostgresServer

RESULTS = HOUSE / "docs" / "benchmarks.json"


@dataclass(frozen=True)
class Target:
    """At most so many milliseconds, bytes of one run's bodies, bytes of memory, or times the figure named by `than`."""

    median_ms: float | None = None
    body_bytes: int | None = None
    peak_bytes: int | None = None
    ratio: float | None = None
    than: str = "pull, nothing new"


NO_TARGET = Target()
ALONE = "pull, nothing new"
TARGETS = {
    "first pull, 500 visits": Target(60, 100_000),
    ALONE: Target(10, 600),
    **{f"pull, nothing new, {crowd:,} others": Target(10, 600, ratio=1.2) for crowd in CROWDS},
    "pull, one changed": Target(15, None),
    "push 500 operations": Target(900, None),
    f"push {CHECKS}": Target(900, None),
    "100 first syncs at once, 200 visits": Target(15_000),
    "import of 23,000 new people": Target(60_000, peak_bytes=500_000_000),
    "the next edition of that list": Target(60_000, peak_bytes=500_000_000),
    "JavaScript before the visit list, gzip": Target(None, 70_000),
    "cold start offline, locked, 6x CPU": Target(1500, None),
    "unlock to the list, 200 visits, 6x CPU": Target(1500, None),
    AGAIN: Target(None, 256 * 1024),
    OPEN_CHECK: Target(1000),
    ANSWER: Target(50),
    ANSWER_LARGE: Target(200),
    SEALED: Target(ratio=1.2, than=UNSEALED),
    **dict.fromkeys((ASSIGN_MANY, SHARE_PLAN, SHARE_GIVE), Target(ACT_MS)),
}
PAGE = Target(PAGE_MS)  # of every list of the office, with each of its filters


def main() -> None:
    """Measure everything, one database after the other; progress goes to standard error."""
    figures: list[Figure] = []
    machine = _machine()
    crowds = CROWDS if os.environ.get("DOORSTEP_BENCH_QUICK", "") in ("", "0") else CROWDS[:-1]
    with tempfile.TemporaryDirectory(prefix="doorstep-bench-") as name, _postgres() as server:
        folder = Path(name)
        for where in ("SQLite", "PostgreSQL"):
            own = folder / where
            _say(f"sync figures on {where}")
            figures += measure_sync(where, _new_address(where, server), own / "sync", crowds=crowds)
            _say(f"many phones on {where}")
            figures += measure_many(where, _new_address(where, server), own / "many")
            _say(f"ODK Collect and exports on {where}")
            figures += measure_openrosa(where, _new_address(where, server), own / "openrosa")
            _say(f"uploads on {where}")
            figures += measure_uploads(where, _new_address(where, server), own / "uploads")
            _say(f"import on {where}")
            figures += measure_import(where, _new_address(where, server), own / "import")
            _say(f"office pages on {where}")
            figures += measure_office(where, _new_address(where, server), own / "office")
        _say("app figures in Chromium")
        figures += measure_app(folder / "app")
        _say("e-forms in Chromium")
        figures += measure_forms(folder / "forms")
        _say("what sealing adds, in Chromium")
        figures += measure_sealing(folder / "sealing")
    print(table(figures))
    RESULTS.write_text(
        json.dumps({"machine": machine, "figures": [figure.as_row() for figure in figures]}, indent=2) + "\n"
    )
    _say(f"written to {RESULTS.relative_to(HOUSE)}")


def _new_address(where: str, server: PostgresServer) -> str:
    """Of an empty database; "" means SQLite in the installation's own folder."""
    return "" if where == "SQLite" else server.create_database(template=None)


@contextmanager
def _postgres() -> Iterator[PostgresServer]:
    server = PostgresServer(PostgresServer.new_folder(), long_lived=True)
    try:
        yield server
    finally:
        server.stop()


def table(figures: list[Figure]) -> str:
    """The figures for people, each with its target."""
    lines = [
        f"{'what':42} {'where':11} {'median':>9} {'worst':>9} {'runs':>5} {'requests':>8} {'bytes':>9}  more; target"
    ]
    lines += [
        f"{figure.what:42} {figure.where:11} {figure.median_ms:7.1f}ms {figure.worst_ms:7.1f}ms {figure.runs:5} "
        f"{figure.requests:8} {figure.body_bytes:9}  {_say_more(figure, figures)}; {_say_target(figure.what)}"
        for figure in figures
    ]
    return "\n".join(lines)


def _say_more(figure: Figure, figures: list[Figure]) -> str:
    """What only some figures have; beside others, how many times the figure it is held against."""
    more = []
    target = _find_target(figure.what)
    if target.ratio:
        other = next(one for one in figures if (one.what, one.where) == (target.than, figure.where))
        more.append(f"{figure.median_ms / other.median_ms:.2f} x {_short(target.than)}")
    if figure.what == GUESS:
        more.append(f"{count_core_hours(figure):.0f} core-hours for all PINs of six digits")
    if figure.per_second:
        more.append(f"{figure.per_second:g}/s")
    if figure.queries:
        more.append(f"{figure.queries} queries")
    if figure.peak_bytes:
        more.append(f"{figure.peak_bytes / 1e6:.0f} MB")
    return ", ".join(more)


def _say_target(what: str) -> str:
    target = _find_target(what)
    wanted = [f"<= {target.median_ms:g} ms"] if target.median_ms else []
    wanted += [f"<= {target.body_bytes} B"] if target.body_bytes else []
    wanted += [f"<= {target.peak_bytes / 1e6:.0f} MB"] if target.peak_bytes else []
    wanted += [f"<= {target.ratio} x {_short(target.than)}"] if target.ratio else []
    return ", ".join(wanted)


def _find_target(what: str) -> Target:
    return TARGETS.get(what, PAGE if what.startswith("page ") else NO_TARGET)


def _short(than: str) -> str:
    return "alone" if than == ALONE else "unsealed"


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
