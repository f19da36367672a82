"""T2: several web processes, eight phones that write at once, phones that only look, an office: nothing is lost, nothing comes twice."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from server.app import create_app
from server.config import read_settings
from tests.live.stack import Stack
from tests.proof.arena import Arena
from tests.proof.crowd import Crowd
from tests.proof.http_line import HttpLine

WORKERS = {"sqlite": 2, "postgresql": 3}
ROUNDS = 25


@pytest.fixture
def stack(database_url: str, tmp_path: Path) -> Iterator[Stack]:
    """Running servers on a database of their own."""
    stack = Stack(
        tmp_path, database_url=database_url, workers=WORKERS[database_url.partition("+")[0].partition(":")[0]]
    )
    stack.start()
    yield stack
    stack.kill()


def test_eight_phones_writing_at_once_lose_nothing_and_a_phone_that_looks_sees_all(stack: Stack) -> None:
    settings = read_settings(stack.environment())
    arena = Arena(create_app(settings), settings)
    crowd = Crowd(arena, HttpLine(stack.port), seed=1, rounds=ROUNDS)
    crowd.work()
    crowd.check()
    arena.restart()
