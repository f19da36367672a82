"""T2, when machines die: web processes, the worker and PostgreSQL are killed with SIGKILL while eight phones write; nothing is lost."""

from __future__ import annotations

import contextlib
import os
import random
import signal
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest

from server.app import create_app
from server.config import read_settings
from tests.conftest import migrate
from tests.live.stack import Stack
from tests.postgres_server import PostgresServer
from tests.proof.arena import Arena
from tests.proof.crowd import Crowd
from tests.proof.http_line import HttpLine

ROUNDS = 20
REQUESTS_BETWEEN = (8, 24)
SEEDS = range(1, 1 + max(1, int(float(os.environ.get("SOAK_MINUTES") or 1))))  # `make soak`: one for each minute


@pytest.fixture(params=["sqlite", "postgresql"])
def mortal(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Stack, PostgresServer | None]]:
    """Running servers, and the PostgreSQL that nobody else uses."""
    postgres = PostgresServer(PostgresServer.new_folder(), to_be_killed=True) if request.param == "postgresql" else None
    address = f"sqlite:///{tmp_path / 'doorstep.sqlite'}"
    if postgres:
        postgres.uri()
        address = postgres.create_database(template=None)
    migrate(address, tmp_path)
    stack = Stack(tmp_path, database_url=address, workers=3)
    try:
        stack.start()
        yield stack, postgres
    finally:
        stack.kill()
        if postgres:
            postgres.stop()


@pytest.mark.parametrize("seed", SEEDS)
def test_servers_that_are_killed_again_and_again_lose_nothing_and_take_nothing_twice(
    mortal: tuple[Stack, PostgresServer | None], seed: int
) -> None:
    stack, postgres = mortal
    settings = read_settings(stack.environment())
    arena = Arena(create_app(settings), settings)
    line = HttpLine(stack.port)
    crowd = Crowd(arena, line, seed=seed, rounds=ROUNDS)
    reaper = Reaper(stack, postgres, crowd)
    line.may_fail = True
    crowd.work(reaper.reap)
    crowd.check()
    arena.restart()
    assert reaper.killed == set(reaper.ways)
    assert line.unanswered, "nobody was in the middle of anything"


class Reaper:
    """Kills one thing after the other, each after a number of requests that its seed gives."""

    def __init__(self, stack: Stack, postgres: PostgresServer | None, crowd: Crowd) -> None:
        self.killed: set[str] = set()
        self.ways: Mapping[str, Callable[[], None]] = {
            "one web process": self._kill_one,
            "all web processes": self._kill_all,
            "worker": stack.kill_worker,
            **({"postgresql": lambda: self._kill_database(postgres)} if postgres else {}),
        }
        self._stack, self._crowd = stack, crowd
        self._chance = random.Random(f"{crowd.seed} reaper")

    def reap(self) -> None:
        """Every way in turn, in another order each time, until all is over."""
        over, line = self._crowd.over, self._crowd.line
        while not over.is_set():
            for way in self._chance.sample(sorted(self.ways), len(self.ways)):
                line.wait_for_requests(self._chance.randint(*REQUESTS_BETWEEN), over)
                if not over.is_set():
                    self.ways[way]()
                    self.killed.add(way)

    def _kill_one(self) -> None:
        self._end(self._stack.list_web_processes()[:1])

    def _kill_all(self) -> None:
        self._end(self._stack.list_web_processes())

    def _end(self, processes: list[int]) -> None:
        for process in processes:
            with contextlib.suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)

    def _kill_database(self, postgres: PostgresServer) -> None:
        postgres.kill()
        self._crowd.line.is_up.clear()
        try:
            postgres.restart_after_kill()
        finally:
            self._crowd.line.is_up.set()
