"""The one door to a transaction: `write_transaction` for use cases, `read_snapshot`, `read_now` and `read_columns` for readers.

Each opens a session of its own and closes it; nothing else in the house commits.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from typing import Any

from sqlalchemy import Connection, Engine, event
from sqlalchemy.orm import Session

from server.store.database import db
from server.store.reached_writes import keep_reached_after_flush
from server.store.rested_connections import try_rested_connections
from server.store.write_turn import BUSY_TIMEOUT_MS, begin_writing, turn_to_write

_WRITES = "doorstep_writes"
_READS_ALONE = "doorstep_reads_alone"
# Of SQLite's file: lists of thousands read more pages than a connection keeps, and would copy each anew.
_MAPPED_BYTES = 1 << 30

event.listen(Session, "after_flush", keep_reached_after_flush)


def prepare_engine(engine: Engine) -> None:
    """Teach a SQLite engine WAL, foreign keys and explicit BEGIN, a PostgreSQL one to mistrust idle connections and to compile
    no statement: what a list of thousands is thought to cost makes it compile one for each page. Call once per engine.
    """
    if engine.dialect.name != "sqlite":
        try_rested_connections(engine)
        event.listen(engine, "connect", _compile_nothing)
        return

    @event.listens_for(engine, "connect")
    def _on_connect(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # we say BEGIN ourselves, so that writers can say BEGIN IMMEDIATE
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", f"busy_timeout={BUSY_TIMEOUT_MS}"):
            connection.execute(f"PRAGMA {pragma}")
        connection.execute(f"PRAGMA mmap_size={_MAPPED_BYTES}")

    @event.listens_for(engine, "begin")
    def _on_begin(connection: Connection) -> None:
        options = connection.get_execution_options()
        if options.get(_WRITES):
            begin_writing(connection)
        elif not options.get(_READS_ALONE):
            connection.exec_driver_sql("BEGIN")


def _compile_nothing(connection: Any, _record: Any) -> None:
    connection.autocommit = True
    connection.execute("SET jit = off")
    connection.autocommit = False


@contextmanager
def write_transaction(*, one_snapshot: bool = False, lock_seconds: float | None = None) -> Iterator[Session]:
    """A transaction that may write: committed when the block ends, rolled back when it raises.

    SQLite takes its one write lock at once (BEGIN IMMEDIATE), so that a read followed by a write can never fail half-way;
    PostgreSQL runs READ COMMITTED and callers lock the rows they decide on. Do not nest: the inner one would wait for the outer.
    With `one_snapshot` every read sees the same instant (REPEATABLE READ) and a row changed meanwhile raises; try again then.
    With `lock_seconds` PostgreSQL raises OperationalError where somebody else holds a lock for longer; SQLite has its own limit.
    """
    engine = db.engine
    is_sqlite = engine.dialect.name == "sqlite"
    options: dict[str, Any] = {_WRITES: True}
    if one_snapshot and not is_sqlite:
        options["isolation_level"] = "REPEATABLE READ"
    with (
        turn_to_write(engine) if is_sqlite else nullcontext(),
        Session(engine, expire_on_commit=False) as session,
        session.begin(),
    ):
        connection = session.connection(execution_options=options)
        if lock_seconds is not None and not is_sqlite:
            connection.exec_driver_sql(f"SET LOCAL lock_timeout = {round(lock_seconds * 1000)}")
        yield session


@contextmanager
def read_snapshot() -> Iterator[Session]:
    """One consistent view of the tables (REPEATABLE READ); what it reads stays usable after it closes. Never commits."""
    with _reading("REPEATABLE READ") as session:
        yield session


@contextmanager
def read_now() -> Iterator[Session]:
    """For single questions: each statement sees the tables as they are then, and costs PostgreSQL one round trip instead of three."""
    with _reading("AUTOCOMMIT") as session:
        yield session


@contextmanager
def read_columns() -> Iterator[Connection]:
    """As `read_now` for columns alone, where every request asks: without the ORM, which costs more than a short question."""
    engine = db.engine
    with engine.connect() as connection:
        is_sqlite = engine.dialect.name == "sqlite"  # which commits each statement by itself where nobody says BEGIN
        option: dict[str, Any] = {_READS_ALONE: True} if is_sqlite else {"isolation_level": "AUTOCOMMIT"}
        yield connection.execution_options(**option)


@contextmanager
def _reading(isolation_level: str) -> Iterator[Session]:
    """Isolation is PostgreSQL's affair: a SQLite reader sees one snapshot and pays nothing for it."""
    with Session(db.engine, expire_on_commit=False) as session:
        options: dict[str, Any] = {} if db.engine.dialect.name == "sqlite" else {"isolation_level": isolation_level}
        session.connection(execution_options=options)
        try:
            yield session
        finally:
            session.expunge_all()
            session.rollback()
