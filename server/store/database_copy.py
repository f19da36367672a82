"""Copies the whole database out of and into its place, while the old one is kept aside. Knows both databases.

A copy out is one instant's, taken while others write. A copy in needs the place for itself.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import sqlite3
import stat
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine, create_engine, func, select, text
from sqlalchemy.orm import Session

from server.store.postgres_tools import find_tool, list_contents, run_tool
from server.store.readiness import find_schema_revision
from server.store.server_epoch import find_server_epoch
from server.store.server_epoch_writes import save_new_server_epoch
from server.store.tables import Attachment, Operation, Resident, Submission, User, Visit

COUNTED = (User, Resident, Visit, Submission, Attachment, Operation)
LOOKS, SECONDS_BETWEEN_LOOKS = 10, 0.2


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyFacts:
    """What is in a copy, looked at in the very instant it shows."""

    schema_revision: str | None
    epoch: str | None
    counts: dict[str, int]


def copy_out(engine: Engine, target: Path) -> CopyFacts:
    """Write the whole database to the file `target`, as it is at one instant; writers are not held up."""
    if engine.dialect.name == "sqlite":
        with (
            contextlib.closing(_open_sqlite(sqlite_path(engine))) as source,
            contextlib.closing(_open_sqlite(target)) as copy,
        ):
            source.backup(copy)
            copy.execute("PRAGMA journal_mode=DELETE")
        copied = create_engine(f"sqlite:///{target}")
        with Session(copied) as session:
            facts = _find_facts(session)
        copied.dispose()
        return facts
    with Session(engine) as session:
        session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
        snapshot = session.scalar(text("SELECT pg_export_snapshot()"))
        facts = _find_facts(session)
        run_tool(
            find_tool("pg_dump", _server_version(session)), engine.url,
            ["--format=custom", "--no-owner", "--no-privileges", "--schema=public", f"--snapshot={snapshot}", f"--file={target}"],
        )  # fmt: skip
        session.rollback()
    return facts


def copy_in(engine: Engine, source: Path, now: dt.datetime) -> str:
    """Put the copy in the database's place, under a new epoch; returns where the old one is kept.

    Whatever fails, the old one is in its place again.
    """
    if engine.dialect.name == "sqlite":
        return _swap_sqlite(engine, source, now)
    return _swap_schema(engine, source, now)


def list_other_users(engine: Engine) -> list[str]:
    """Who else has the database open, as words for a person; found as far as the system lets us look.

    PostgreSQL lists a connection for a moment after it was closed, ours too: only who is still there later counts.
    """
    engine.dispose()
    if engine.dialect.name == "sqlite":
        return [f"process {pid}" for pid in _list_processes_with(sqlite_path(engine))]
    for _look in range(LOOKS):
        if not (others := _list_other_connections(engine)):
            break
        time.sleep(SECONDS_BETWEEN_LOOKS)
    return [f"connection {pid}" for pid in others]


def _list_other_connections(engine: Engine) -> list[int]:
    with engine.connect() as connection:
        pids = connection.scalars(
            text(
                "SELECT pid FROM pg_stat_activity WHERE datname = current_database() "
                "AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
            )
        ).all()
    engine.dispose()
    return list(pids)


def sqlite_path(engine: Engine) -> Path:
    """The file of a SQLite database."""
    return Path(str(engine.url.database)).absolute()


def _find_facts(session: Session) -> CopyFacts:
    counts = {table.__tablename__: session.scalar(select(func.count()).select_from(table)) or 0 for table in COUNTED}
    return CopyFacts(schema_revision=find_schema_revision(session), epoch=find_server_epoch(session), counts=counts)


def _swap_sqlite(engine: Engine, source: Path, now: dt.datetime) -> str:
    place = sqlite_path(engine)
    aside = place.with_name(f"{place.name}.before-restore-{now:%Y%m%d-%H%M%S}")
    with contextlib.closing(_open_sqlite(source)) as copy:
        if (said := copy.execute("PRAGMA integrity_check").fetchone()[0]) != "ok":
            raise sqlite3.DatabaseError(said)
    restored = create_engine(f"sqlite:///{source}")
    with Session(restored) as session, session.begin():
        save_new_server_epoch(session, now)
    restored.dispose()
    engine.dispose()
    source.chmod(stat.S_IMODE(place.stat().st_mode) if place.exists() else 0o600)  # no more readers than before
    if place.exists():
        with contextlib.closing(_open_sqlite(place)) as old:
            old.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        place.replace(aside)
    for leftover in ("-wal", "-shm"):
        place.with_name(place.name + leftover).unlink(missing_ok=True)
    try:
        source.replace(place)
    except BaseException:
        if aside.exists():
            aside.replace(place)
        raise
    return str(aside)


def _swap_schema(engine: Engine, source: Path, now: dt.datetime) -> str:
    aside = f"before_restore_{now:%Y%m%d_%H%M%S}"
    with Session(engine) as session:
        tool = find_tool("pg_restore", _server_version(session))
    wanted = [line for line in list_contents(tool, source) if " SCHEMA - " not in line]
    with engine.begin() as connection:
        connection.execute(text(f"ALTER SCHEMA public RENAME TO {aside}"))
        connection.execute(text("CREATE SCHEMA public"))
    engine.dispose()
    try:
        with tempfile.NamedTemporaryFile("w", suffix=".list") as listed:
            listed.write("\n".join(wanted) + "\n")
            listed.flush()
            run_tool(
                tool, engine.url,
                ["--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges", f"--use-list={listed.name}", str(source)],
            )  # fmt: skip
        with Session(engine) as session, session.begin():
            save_new_server_epoch(session, now)
    except BaseException:
        engine.dispose()
        with engine.begin() as connection:
            connection.execute(text("DROP SCHEMA public CASCADE"))
            connection.execute(text(f"ALTER SCHEMA {aside} RENAME TO public"))
        raise
    return f"schema {aside}"


def put_back(engine: Engine, aside: str) -> None:
    """Undo `copy_in`: what it kept aside is the database again."""
    engine.dispose()
    if engine.dialect.name == "sqlite":
        place = sqlite_path(engine)
        for leftover in ("", "-wal", "-shm"):
            place.with_name(place.name + leftover).unlink(missing_ok=True)
        if Path(aside).exists():  # where there was none, there is none again
            Path(aside).replace(place)
        return
    with engine.begin() as connection:
        connection.execute(text("DROP SCHEMA public CASCADE"))
        connection.execute(text(f"ALTER SCHEMA {aside.removeprefix('schema ')} RENAME TO public"))


def _open_sqlite(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(path, timeout=30)


def _server_version(session: Session) -> int:
    return int(session.scalar(text("SHOW server_version_num")) or 0) // 10_000


def _list_processes_with(path: Path) -> Iterator[int]:
    for folder in Path("/proc").glob("[0-9]*/fd"):
        pid = int(folder.parent.name)
        if pid == os.getpid():
            continue
        with contextlib.suppress(OSError):
            if any(str(found.readlink()) == str(path) for found in folder.iterdir()):
                yield pid
