"""What goes wrong on the line and in the server, by events of SQLAlchemy only: the product knows nothing of it.

A crash ends the request at a commit, before or after it; another act may be let in between two commits of one request.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum

from sqlalchemy import Connection, Engine, event
from sqlalchemy.orm import Session


class Crash(BaseException):
    """The server's process dies here. No handler of the product may catch it."""


class Line(StrEnum):
    """What becomes of one request of a phone."""

    OK = "ok"
    LOST = "the request is lost"
    NO_REPLY = "the reply is lost"
    TWICE = "the request arrives twice"
    LATE = "the request arrives later, and nobody hears the reply"
    CRASH_BEFORE_1 = "the server dies before its first commit"
    CRASH_AFTER_1 = "the server dies after its first commit"
    CRASH_BEFORE_2 = "the server dies before its second commit"
    CRASH_AFTER_2 = "the server dies after its second commit"
    CRASH_BEFORE_3 = "the server dies before its third commit"


_CRASHES = {
    Line.CRASH_BEFORE_1: (1, True),
    Line.CRASH_AFTER_1: (1, False),
    Line.CRASH_BEFORE_2: (2, True),
    Line.CRASH_AFTER_2: (2, False),
    Line.CRASH_BEFORE_3: (3, True),
}


@contextmanager
def crash_at(line: Line) -> Iterator[None]:
    """Raise Crash at the commit that `line` names; a request with fewer commits ends well."""
    if line not in _CRASHES:
        yield
        return
    place, before = _CRASHES[line]
    with _at_commit(place, _die, before=before):
        yield


@contextmanager
def between_commits(place: int, act: Callable[[], None]) -> Iterator[None]:
    """Let `act` happen right after the commit with this number, while the request that made it is still under way."""
    with _at_commit(place, act, before=False):
        yield


def _die() -> None:
    raise Crash


@contextmanager
def _at_commit(place: int, act: Callable[[], None], *, before: bool) -> Iterator[None]:
    count = 0

    def before_commit(_connection: Connection) -> None:
        nonlocal count
        count += 1
        if before and count == place:
            act()

    def after_commit(_session: Session) -> None:
        nonlocal count
        if not before and count == place:
            count += 1_000  # what `act` itself commits is not counted
            act()

    event.listen(Engine, "commit", before_commit)
    event.listen(Session, "after_commit", after_commit)
    try:
        yield
    finally:
        event.remove(Engine, "commit", before_commit)
        event.remove(Session, "after_commit", after_commit)
