"""Do what is due step by step so that a bad one stops none of those after it. What went wrong is raised at the end, to be seen."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable

log = logging.getLogger("doorstep.worker")


def do_each(steps: Iterable[Callable[[], int]], what: str) -> int:
    """The sum of what the steps gave. Raises an ExceptionGroup of what some raised, once all had their turn."""
    done = 0
    errors: list[Exception] = []
    for step in steps:
        try:
            done += step()
        except Exception as error:
            log.exception("%s: one failed, the others go on", what)
            errors.append(error)
    if errors:
        raise ExceptionGroup(f"{what}: {len(errors)} failed", errors)
    return done
