"""The lines of work of the worker, each of which goes on while another is busy, and when one counts as silent. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from enum import StrEnum
from typing import Final

HEARD_EVERY: Final = dt.timedelta(seconds=15)
SILENT_AFTER: Final = dt.timedelta(minutes=2)
# A job is heard of when it is over, and a long list takes its time.
JOBS_SILENT_AFTER: Final = dt.timedelta(minutes=30)


class WorkerLine(StrEnum):
    """What one thread of the worker does: by the clock, and last the jobs. The most urgent comes first."""

    ALARMS = "alarms"
    MESSAGES = "messages"
    UPKEEP = "upkeep"
    JOBS = "jobs"


def list_silent(
    heard: Mapping[WorkerLine, dt.datetime], now: dt.datetime
) -> list[tuple[WorkerLine, dt.datetime | None]]:
    """The lines that stand still, with when each was last heard of; None: never."""
    return [(line, heard.get(line)) for line in WorkerLine if line not in heard or now - heard[line] > _patience(line)]


def _patience(line: WorkerLine) -> dt.timedelta:
    return JOBS_SILENT_AFTER if line is WorkerLine.JOBS else SILENT_AFTER
