"""The figure of a large import: a made-up shielding list through `flask import-file`, its time and the most memory it took."""

from __future__ import annotations

import contextlib
import subprocess
import sys
import time
from pathlib import Path

from tests.bench.figure import Figure, make_figure
from tests.bench.process_status import read_status
from tests.bench.shielding_list import write_list
from tests.live import HOUSE
from tests.live.stack import Stack

PEOPLE = 23_000
LOOK_SECONDS = 0.05


def measure_import(database: str, database_url: str, folder: Path) -> list[Figure]:
    """The list into an empty installation, and a second edition of it, in which everybody must be found again."""
    stack = Stack(folder, database_url=database_url, with_worker=False)
    folder.mkdir(parents=True, exist_ok=True)
    stack.flask("prepare")
    figures = []
    for what, edition in (("import of 23,000 new people", 39), ("the next edition of that list", 40)):
        path = folder / f"list-{edition}.csv"
        write_list(path, PEOPLE, edition=edition)
        seconds, peak_bytes = _run(stack, path)
        figures.append(make_figure(what, database, [seconds], peak_bytes=peak_bytes))
    return figures


def _run(stack: Stack, path: Path) -> tuple[float, int]:
    started = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "flask", "import-file", str(path)],
        cwd=HOUSE,
        env=stack.environment(),
        stdout=subprocess.DEVNULL,
    )
    peak_bytes = 0
    while (
        process.poll() is None
    ):  # what the kernel tells of a child that ended counts this process's memory, of before its exec
        with contextlib.suppress(OSError, StopIteration):
            peak_bytes = max(peak_bytes, read_status(process.pid, "VmHWM"))
        time.sleep(LOOK_SECONDS)
    assert process.returncode == 0, f"flask import-file ended with {process.returncode}"
    return time.perf_counter() - started, peak_bytes
