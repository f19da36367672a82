"""Take in together what several devices push at the same time: one transaction to store it, one to decide it (group commit).

What comes while others are being stored waits for them, and is then stored with all that came meanwhile. A push that comes
alone waits for nobody, nobody waits without a bound, and what goes wrong together is tried again by each alone.
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
from sqlalchemy.exc import OperationalError

from server.store.database import db
from server.store.operations import Answer
from server.use_cases.store_pushes import Push

log = logging.getLogger(__name__)
MOST_OF_ONE = 5  # operations: a phone that sends a day's work keeps nobody waiting
MOST_TOGETHER = 50
COMPANY_SECONDS = 0.008  # once pushes go together, those just answered mostly come again by then: at least so long
MOST_COMPANY_SECONDS = 0.05  # and on a busy machine as long as those before took, up to this
FOLLOWS_SECONDS = 3.0  # longer than pushes together wait for a lock (LOCK_SECONDS): whoever leads for so long is stuck
ANSWERED_SECONDS = 20.0  # a proxy or a phone mostly gives up after 30; to send the same again is always safe
OWN_SUBJECT = "submission"
Answers: TypeAlias = Mapping[uuid.UUID, Answer]
_TakeIn: TypeAlias = Callable[[Sequence[Push]], Answers]


@dataclass(slots=True, eq=False)
class _Waiting:
    """A push whose thread sleeps until it is answered, or told to lead, or told to go alone."""

    push: Push
    woken: Event
    answers: Answers | None = None
    leads: bool = False


class _Queue:
    """Of one database. At any time one thread leads: it takes in its own push and whatever may go with it.

    `_waiting` are those whom nobody has taken yet; a leader is not among them.
    """

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._waiting: deque[_Waiting] = deque()
        self._leader: _Waiting | None = None
        self._expected = 1
        self._took = 0.0  # seconds, by those taken in last

    def take_in(self, push: Push, take_in: _TakeIn) -> Answers:
        own = _Waiting(push, Event())
        with self._changed:
            self._waiting.append(own)
            if self._leader is None:
                self._appoint(own)
            else:
                self._changed.notify()
        if not own.leads:
            self._follow(own)
        if own.leads:
            self._lead(own, take_in)
        return take_in([push]) if own.answers is None else own.answers

    def _appoint(self, own: _Waiting) -> None:
        self._waiting.remove(own)
        self._leader, own.leads = own, True

    def _follow(self, own: _Waiting) -> None:
        """Sleep until told. One whom nobody takes leaves the leader behind; one who is taken may not: it would be in its own way."""
        if own.woken.wait(FOLLOWS_SECONDS):
            return
        with self._changed:
            if own in self._waiting:
                log.warning("pushes are taken in without those that have kept them for %.0f seconds", FOLLOWS_SECONDS)
                self._appoint(own)
        if not own.leads and not own.woken.wait(ANSWERED_SECONDS):
            raise OperationalError(
                "a push that others took in", None, TimeoutError()
            )  # as a database that is busy is told

    def _lead(self, own: _Waiting, take_in: _TakeIn) -> None:
        taken = [own]
        try:
            with self._changed:
                self._changed.wait_for(lambda: len(self._waiting) + 1 >= self._expected, self._find_patience())
                taken = self._take(own)
            began = time.monotonic()
            if len(taken) > 1:
                _take_in_all(taken, take_in)
            else:
                own.answers = take_in([own.push])
            self._took = time.monotonic() - began
        finally:
            self._hand_on(own, taken)

    def _find_patience(self) -> float:
        """How long a leader waits for company: a machine that is slow to take in is as slow to answer and to hear again."""
        return min(max(self._took, COMPANY_SECONDS), MOST_COMPANY_SECONDS)

    def _take(self, own: _Waiting) -> list[_Waiting]:
        """The leader and those of the others that have no operation in common with one taken before."""
        taken, op_ids = [own], set(own.push.op_ids)
        for waiting in self._waiting:
            theirs = waiting.push.op_ids
            if theirs & op_ids or len(theirs | op_ids) > MOST_TOGETHER:
                continue
            op_ids |= theirs
            taken.append(waiting)
        for waiting in taken[1:]:
            self._waiting.remove(waiting)
        return taken

    def _hand_on(self, own: _Waiting, taken: Sequence[_Waiting]) -> None:
        """Wake those taken, and the next leader unless this one was left behind."""
        with self._changed:
            if self._leader is own:
                self._leader = None
                self._expected = len(taken) + len(self._waiting)
                if self._waiting:
                    following = self._waiting[0]
                    self._appoint(following)
                    following.woken.set()
        for waiting in taken:
            waiting.woken.set()


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
    try:
        answers = take_in([waiting.push for waiting in taken])
    except Exception as error:  # whatever one of them breaks, the others must not fail with it
        log.warning("%d pushes are taken in one by one: %s", len(taken), type(error).__name__)
        return
    for waiting in taken:
        waiting.answers = answers
