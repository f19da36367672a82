"""Take in together what several devices push at the same time: one transaction to store it, one to decide it (group commit).

What comes while others are being stored waits for them, and is then stored with all that came meanwhile. A push that comes
alone waits for nobody, and what goes wrong together is tried again by each alone.
"""

from __future__ import annotations

import logging
import threading
import time
import uuid
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from threading import Event
from typing import TypeAlias
from weakref import WeakKeyDictionary

from sqlalchemy import Engine

from server.store.database import db
from server.store.operations import Answer
from server.use_cases.store_pushes import Push

log = logging.getLogger(__name__)
MOST_OF_ONE = 5  # operations: a phone that sends a day's work keeps nobody waiting
MOST_TOGETHER = 50
COMPANY_SECONDS = 0.004  # once pushes go together, those just answered mostly come again by then
OWN_SUBJECT = "submission"
Answers: TypeAlias = Mapping[uuid.UUID, Answer]
_TakeIn: TypeAlias = Callable[[Sequence[Push]], Answers]


@dataclass(slots=True, eq=False)
class _Waiting:
    """A push whose thread sleeps until it is answered, or told to lead, or told to go alone."""

    push: Push
    woken: Event
    answers: Answers | None = None
    goes_alone: bool = False


class _Queue:
    """Of one database. At any time one thread leads: it takes in its own push and whatever may go with it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._waiting: deque[_Waiting] = deque()
        self._is_led = False
        self._went_together = False

    def take_in(self, push: Push, take_in: _TakeIn) -> Answers:
        own = _Waiting(push, Event())
        with self._lock:
            self._waiting.append(own)
            leads, self._is_led = not self._is_led, True
        if not leads:
            own.woken.wait()
        if own.answers is None and not own.goes_alone:
            self._lead(own, take_in)
        return take_in([push]) if own.answers is None else own.answers

    def _lead(self, own: _Waiting, take_in: _TakeIn) -> None:
        taken = [own]
        try:
            if self._went_together:
                time.sleep(COMPANY_SECONDS)
            with self._lock:
                taken = self._take()
                self._went_together = len(taken) > 1
            if len(taken) > 1:
                _take_in_all(taken, take_in)
            else:
                own.answers = take_in([own.push])
        finally:
            self._hand_on(taken)

    def _take(self) -> list[_Waiting]:
        """The first and those after it that have no operation in common with one taken before."""
        taken: list[_Waiting] = []
        op_ids = set[uuid.UUID]()
        for waiting in self._waiting:
            theirs = waiting.push.op_ids
            if taken and (theirs & op_ids or len(theirs | op_ids) > MOST_TOGETHER):
                continue
            op_ids |= theirs
            taken.append(waiting)
        return taken

    def _hand_on(self, taken: Sequence[_Waiting]) -> None:
        with self._lock:
            for waiting in taken:
                self._waiting.remove(waiting)
            following = self._waiting[0] if self._waiting else None
            self._is_led = following is not None
        for waiting in taken:
            waiting.woken.set()
        if following is not None:
            following.woken.set()


_queues: WeakKeyDictionary[Engine, _Queue] = WeakKeyDictionary()
_guard = threading.Lock()


def push_together(push: Push, take_in: _TakeIn) -> Answers:
    """What `take_in` answers to this push, taken in alone or with others; raises what it raises for this push alone."""
    if not _may_wait(push):
        return take_in([push])
    with _guard:
        queue = _queues.setdefault(db.engine, _Queue())
    return queue.take_in(push, take_in)


def _may_wait(push: Push) -> bool:
    """Little work that locks nobody's visit, case or resident: others could have these locked for long."""
    kinds = {getattr(looked.read, "entity_type", None) for looked in push.batch}
    return len(push.batch) <= MOST_OF_ONE and kinds == {OWN_SUBJECT}


def _take_in_all(taken: Sequence[_Waiting], take_in: _TakeIn) -> None:
    for waiting in taken:
        waiting.goes_alone = True
    try:
        answers = take_in([waiting.push for waiting in taken])
    except Exception as error:  # whatever one of them breaks, the others must not fail with it
        log.warning("%d pushes are taken in one by one: %s", len(taken), type(error).__name__)
        return
    for waiting in taken:
        waiting.answers = answers
