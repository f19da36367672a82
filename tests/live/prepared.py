"""A new installation without waiting: migrating and publishing the shipped forms gives the same rows each time."""

from __future__ import annotations

import fcntl
import os
import shutil
from pathlib import Path

from tests.live.stack import Stack
from tests.postgres_server import RUN_FOLDER

WITH_DEMO_DATA = "--with-demo-data"


def prepare(stack: Stack, *options: str) -> None:
    """`flask prepare`. On SQLite a test run does it once for each set of options, and copies the folder from then on."""
    stack.folder.mkdir(parents=True, exist_ok=True)
    run_folder = os.environ.get(RUN_FOLDER)
    if stack.database_url or run_folder is None:
        stack.flask("prepare", *options)
        return
    shutil.copytree(_find_prepared(Path(run_folder), options), stack.folder, dirs_exist_ok=True)


def _find_prepared(run_folder: Path, options: tuple[str, ...]) -> Path:
    name = "".join(("prepared", *options))
    prepared, draft = run_folder / name, run_folder / f"{name}.draft"
    with (run_folder / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not prepared.exists():
            draft.mkdir()
            Stack(draft).flask("prepare", *options)
            draft.rename(prepared)
    return prepared
