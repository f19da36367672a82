"""`make soak`: the state machine with new chances for SOAK_MINUTES on both databases at once, a line of progress each 30 s.

Ends with what was proved. A failure ends it at once with the shortest story found, as code, and the seed that gives it again.
"""

from __future__ import annotations

import logging
import multiprocessing
import os
import secrets
import shutil
import sys
import tempfile
import time
import traceback
from multiprocessing.queues import Queue
from pathlib import Path
from typing import Any

import hypothesis
from hypothesis.errors import HypothesisException
from hypothesis.stateful import run_state_machine_as_test

from server.app import create_app
from server.use_cases import pull_view
from tests.conftest import make_settings, migrate
from tests.postgres_server import PostgresServer
from tests.proof.arena import Arena
from tests.proof.council import found_council
from tests.proof.rules import Sync
from tests.proof.tally import Tally
from tests.proof.test_state_machine import ROWS_ON_A_PAGE, STEPS

EXAMPLES_OF_A_SEED = 200
SAY_EVERY_SECONDS = 30


class TimeIsUp(BaseException):
    """Nothing went wrong within the time. No failure of an example, so that Hypothesis does not take it for one."""


def soak(dialect: str, address: str, folder: Path, ends_at: float, said: Queue[tuple[str, Any]]) -> None:
    """One process on one database: seed after seed until the time is up."""
    logging.disable(logging.CRITICAL)
    pull_view.ROWS_ON_A_PAGE = ROWS_ON_A_PAGE
    migrate(address, folder)
    settings = make_settings(address, folder)
    app = create_app(settings)
    app.testing = True
    arena = Arena(app, settings)
    council = found_council(arena)
    while time.time() < ends_at:
        seed = int(os.environ.get("SOAK_SEED") or secrets.randbelow(2**32))
        said.put(("seed", f"{dialect}: seed {seed}"))
        try:
            _run_seed(arena, council, seed, ends_at, said)
        except TimeIsUp:
            break
        except Exception as error:
            said.put(("failed", _tell(dialect, seed, error)))
            return
    said.put(("done", dialect))


def _run_seed(arena: Arena, council: Any, seed: int, ends_at: float, said: Queue[tuple[str, Any]]) -> None:
    class Here(Sync):
        has_failed = False

        def __init__(self) -> None:
            if time.time() >= ends_at and not type(self).has_failed:  # a failure is made shorter all the same
                raise TimeIsUp
            super().__init__()

        def teardown(self) -> None:
            in_flight = sys.exc_info()[1]  # of a rule; Hypothesis gives up some examples by exceptions of its own
            type(self).has_failed |= isinstance(in_flight, Exception) and not isinstance(in_flight, HypothesisException)
            try:
                super().teardown()
            except Exception:
                type(self).has_failed = True
                raise
            said.put(("tally", self.tally.take()))

    Here.arena, Here.council, Here.tally = arena, council, Tally()
    checked = hypothesis.settings(
        max_examples=EXAMPLES_OF_A_SEED,
        stateful_step_count=STEPS,
        derandomize=False,
        database=None,
        deadline=None,
        phases=[hypothesis.Phase.generate, hypothesis.Phase.shrink],
        suppress_health_check=list(hypothesis.HealthCheck),
    )
    hypothesis.seed(seed)(Here)
    try:
        run_state_machine_as_test(Here, settings=checked)
    except HypothesisException as error:
        if Here.has_failed or time.time() < ends_at:
            raise
        raise TimeIsUp from error  # it takes an example that ends with the time for one that cannot make up its mind


def _tell(dialect: str, seed: int, error: BaseException) -> str:
    notes = "\n".join(getattr(error, "__notes__", []))
    trace = "".join(traceback.format_exception(error))
    return f"{dialect}: FAILED with seed {seed}\n{trace}\n{notes}"


def main() -> int:
    """0 when nothing failed within the time."""
    minutes = float(os.environ.get("SOAK_MINUTES") or 60)
    folder = Path(tempfile.mkdtemp(prefix="doorstep-soak-"))
    postgres = PostgresServer(PostgresServer.new_folder(), long_lived=True)
    began = time.time()
    try:
        return _watch(minutes, folder, postgres, began)
    finally:
        postgres.stop()
        shutil.rmtree(folder, ignore_errors=True)


def _watch(minutes: float, folder: Path, postgres: PostgresServer, began: float) -> int:
    said: Queue[tuple[str, Any]] = multiprocessing.get_context("spawn").Queue()
    (folder / "sqlite").mkdir()
    (folder / "postgresql").mkdir()
    addresses = {
        "sqlite": f"sqlite:///{folder / 'sqlite' / 'doorstep.sqlite'}",
        "postgresql": postgres.create_database(template=None),
    }
    ends_at = time.time() + minutes * 60
    workers = [
        multiprocessing.get_context("spawn").Process(
            target=soak, args=(dialect, address, folder / dialect, ends_at, said), daemon=True
        )
        for dialect, address in addresses.items()
    ]
    for worker in workers:
        worker.start()
    tally, failed = Tally(), False
    next_line = time.time() + SAY_EVERY_SECONDS
    done = 0
    while done < len(workers) and not failed:
        what, words = _listen(said)
        if what == "tally":
            tally.join(words)
        elif what == "failed":
            failed = True
            print(words, flush=True)
        elif what == "done":
            done += 1
        elif what == "seed":
            print(words, flush=True)
        failed = failed or any(worker.exitcode for worker in workers)
        if time.time() >= next_line:
            next_line += SAY_EVERY_SECONDS
            print(f"{(time.time() - began) / 60:5.1f} min  {tally.say(lost=int(failed))}", flush=True)
    for worker in workers:
        worker.terminate()
        worker.join()
    print(f"soaked {(time.time() - began) / 60:.1f} minutes: {tally.say(lost=int(failed))}")
    print(", ".join(f"{verdict} {count}" for verdict, count in sorted(tally.verdicts.items())))
    return 1 if failed else 0


def _listen(said: Queue[tuple[str, Any]]) -> tuple[str, Any]:
    try:
        return said.get(timeout=1)
    except Exception:  # the queue's Empty, which multiprocessing raises from another module
        return "nothing", None


if __name__ == "__main__":
    sys.exit(main())
