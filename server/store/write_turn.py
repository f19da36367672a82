"""Whose turn it is to write on SQLite, which lets one writer in at a time and makes the others sleep before they ask again.

Threads of a process queue on a lock of their own, so that of each process only one asks SQLite, and asks often. It is a
courtesy: whoever gets no turn still has SQLite's own lock to pass.
"""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Engine

BUSY_TIMEOUT_MS = 15_000
ASK_EVERY_SECONDS = 0.001
_turns: WeakKeyDictionary[Engine, threading.RLock] = WeakKeyDictionary()
_guard = threading.Lock()


@contextmanager
def turn_to_write(engine: Engine) -> Iterator[None]:
    """Wait for the other threads of this process, never for one's own; after BUSY_TIMEOUT_MS go on without a turn."""
    with _guard:
        turn = _turns.setdefault(engine, threading.RLock())
    has_turn = turn.acquire(timeout=BUSY_TIMEOUT_MS / 1000)
    try:
        yield
    finally:
        if has_turn:
            turn.release()


def begin_writing(connection: Connection) -> None:
    """BEGIN IMMEDIATE. Raises OperationalError where another process has kept the lock for BUSY_TIMEOUT_MS."""
    driver = connection.connection.driver_connection
    assert isinstance(driver, sqlite3.Connection)
    deadline = time.monotonic() + BUSY_TIMEOUT_MS / 1000
    driver.execute("PRAGMA busy_timeout=0")
    try:
        while time.monotonic() < deadline and _is_busy(driver):
            time.sleep(ASK_EVERY_SECONDS)
        if not driver.in_transaction:  # told as SQLAlchemy tells it, which is what callers catch
            connection.exec_driver_sql("BEGIN IMMEDIATE")
    finally:
        driver.execute(f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS}")


def _is_busy(driver: sqlite3.Connection) -> bool:
    """Try to begin; whether somebody else writes."""
    try:
        driver.execute("BEGIN IMMEDIATE")
    except sqlite3.OperationalError as error:
        return error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY
    return False
