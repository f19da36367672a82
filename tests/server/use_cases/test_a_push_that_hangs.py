"""A push that hangs keeps those behind it for a while, never for ever, and nothing is taken in twice for it."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from types import SimpleNamespace
from typing import Any, cast

import pytest
from sqlalchemy.exc import OperationalError

from server.use_cases import push_together
from server.use_cases.push_together import _Queue
from server.use_cases.store_pushes import Push

WITHIN = 3  # seconds; only a broken queue takes them


class Clock(threading.Event):
    """Set: whoever sleeps has slept too long. Nothing here waits for the real time."""

    def __init__(self) -> None:
        super().__init__()
        self.asleep = threading.Semaphore(0)


@pytest.fixture
def late(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()

    class Sleep(threading.Event):
        def wait(self, timeout: float | None = None) -> bool:
            assert timeout is not None
            clock.asleep.release()
            while not clock.is_set() and not super().wait(0.01):
                pass
            return self.is_set()

    monkeypatch.setattr(push_together, "Event", Sleep)
    return clock


class Store:
    """Takes pushes in once they are let through, and knows which it was given together."""

    def __init__(self) -> None:
        self.queue, self.given = _Queue(), list[list[str]]()
        self.through, self.begun = dict[str, threading.Event](), threading.Semaphore(0)
        self._threads = ThreadPoolExecutor(8)

    def push(self, name: str) -> Future[Any]:
        push = cast(Push, SimpleNamespace(name=name, op_ids={uuid.uuid4()}))
        self.through.setdefault(name, threading.Event())
        return self._threads.submit(self.queue.take_in, push, self._take_in)

    def _take_in(self, pushes: Sequence[Any]) -> Any:
        names = [push.name for push in pushes]
        self.given.append(names)
        self.begun.release()
        assert self.through[names[0]].wait(WITHIN)
        return dict.fromkeys(names, "stored")


def begin_behind(store: Store, late: Clock, *names: str) -> list[Future[Any]]:
    """The first is being stored and the others sleep."""
    begun = [store.push(names[0])]
    assert store.begun.acquire(timeout=WITHIN)
    for name in names[1:]:
        begun.append(store.push(name))
        assert late.asleep.acquire(timeout=WITHIN)
    return begun


def test_whoever_waits_too_long_behind_a_push_leaves_it_behind_and_so_does_whoever_comes_later(late: Clock) -> None:
    store = Store()
    hung, behind = begin_behind(store, late, "hung", "behind")
    store.through["behind"].set()
    late.set()
    assert behind.result(WITHIN) == {"behind": "stored"}
    later = store.push("later")
    store.through["later"].set()
    assert later.result(WITHIN) == {"later": "stored"}
    assert not hung.done()
    store.through["hung"].set()
    assert hung.result(WITHIN) == {"hung": "stored"}
    assert store.given == [["hung"], ["behind"], ["later"]]


def test_whoever_was_taken_in_by_a_push_that_hangs_is_told_to_come_again_and_is_not_stored_beside_it(
    late: Clock,
) -> None:
    store = Store()
    first, leading, taken = begin_behind(store, late, "first", "leading", "taken")
    store.through["first"].set()
    assert store.begun.acquire(timeout=WITHIN)
    late.set()
    with pytest.raises(OperationalError):
        taken.result(WITHIN)
    store.through["leading"].set()
    assert [one.result(WITHIN) for one in (first, leading)] == [
        {"first": "stored"},
        {"leading": "stored", "taken": "stored"},
    ]
    assert store.given == [["first"], ["leading", "taken"]]


@pytest.mark.parametrize(("took", "waits"), [(0.0, 0.008), (0.02, 0.02), (3.0, 0.05)])
def test_company_is_waited_for_as_long_as_the_push_before_took_and_never_longer_than_a_twentieth_of_a_second(
    took: float, waits: float
) -> None:
    queue = _Queue()
    queue._took = took
    assert queue._find_patience() == waits
