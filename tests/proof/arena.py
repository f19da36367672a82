"""The real app on a database that is put back in milliseconds: the ground every example of the proof starts from.

`save` and `put_back` also make the backups that an example restores. Nothing here knows what a phone or an office does.
"""

from __future__ import annotations

import datetime as dt
import functools
import shutil
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any

import psycopg
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from server.config import Settings
from server.store.database import db
from tests.factories.borough import NOW


class Clock:
    """The server's clock. `server.api` asks it instead of the machine's (`install`)."""

    def __init__(self) -> None:
        self.now = NOW
        self._stand_in = _Datetimes(self)

    def reset(self) -> None:
        self.now = NOW

    def pass_time(self, time: dt.timedelta) -> None:
        self.now += time

    @contextmanager
    def install(self) -> Iterator[None]:
        """While the block lasts, every module of `server.api` reads this clock through its own name `dt`."""
        modules = _list_modules_with_a_clock()
        for module in modules:
            setattr(module, "dt", self._stand_in)  # noqa: B010
        try:
            yield
        finally:
            for module in modules:
                setattr(module, "dt", dt)  # noqa: B010


@functools.cache
def _list_modules_with_a_clock() -> tuple[ModuleType, ...]:
    """Those of `server.api` that can ask what time it is. Call while no clock is installed."""
    named = [module for name, module in sorted(sys.modules.items()) if name.startswith("server.api")]
    return tuple(module for module in named if getattr(module, "dt", None) is dt)


class _Datetimes:
    """The module `datetime`, but `datetime.now` is the clock's."""

    def __init__(self, clock: Clock) -> None:
        class Datetime(dt.datetime):
            @classmethod
            def now(cls, tz: dt.tzinfo | None = None) -> Any:
                return clock.now.astimezone(tz)

        self.datetime = Datetime

    def __getattr__(self, name: str) -> Any:
        return getattr(dt, name)


class Arena:
    """One app on one database, with the states of that database that were saved under a name."""

    def __init__(self, app: Flask, settings: Settings) -> None:
        self.app = app
        self.clock = Clock()
        self._kept: set[str] = set()
        self._address = settings.database_url
        self._folder = settings.data_folder
        self._files = settings.attachments_folder
        with app.app_context():
            self.engine: Engine = db.engine
        self.dialect = self.engine.dialect.name

    def client(self) -> FlaskClient:
        return self.app.test_client()

    @contextmanager
    def reading(self, *, one_instant: bool = False) -> Iterator[Session]:
        """A session that only looks. At `one_instant`, a worker that runs beside it moves nothing between two of its questions."""
        with Session(self.engine) as session:
            if one_instant and self.dialect != "sqlite":  # which sees one instant by itself
                session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
            yield session
            session.expunge_all()
            session.rollback()

    def save(self, name: str) -> None:
        """Keep the database, and the bytes of files, as they are now, under this name."""
        _copy_folder(self._files, self._folder / f"{name}.files")
        self.engine.dispose()
        if self.dialect == "sqlite":
            _copy_sqlite(self._path(), self._folder / f"{name}.saved")
        else:
            self._run(_copy_statements(self._tables(), "public", f"kept_{name}", anew=name not in self._kept))
            self._kept.add(name)

    def put_back(self, name: str) -> None:
        """Make the database and the files what they were when they were saved. Whoever was connected starts anew."""
        _copy_folder(self._folder / f"{name}.files", self._files)
        self.engine.dispose()
        if self.dialect == "sqlite":
            for ending in ("-wal", "-shm"):
                Path(f"{self._path()}{ending}").unlink(missing_ok=True)
            shutil.copyfile(self._folder / f"{name}.saved", self._path())
        else:
            self._run(_copy_statements(self._tables(), f"kept_{name}", "public"))

    def restart(self) -> None:
        """The process ends and another starts: no connection and nothing in memory survives."""
        self.engine.dispose()

    def _path(self) -> Path:
        return Path(self._address.removeprefix("sqlite:///"))

    def _tables(self) -> list[str]:
        return [table.name for table in db.metadata.sorted_tables]

    def _run(self, statements: list[str]) -> None:
        address = self._address.replace("postgresql+psycopg", "postgresql")
        with psycopg.connect(address) as connection:
            connection.execute(";".join(statements).encode())


def _copy_folder(source: Path, target: Path) -> None:
    """Of none there comes none."""
    shutil.rmtree(target, ignore_errors=True)
    if source.exists():
        shutil.copytree(source, target)


def _copy_sqlite(source: Path, target: Path) -> None:
    with sqlite3.connect(source) as from_, sqlite3.connect(target) as to:
        from_.backup(to)
    from_.close()
    to.close()


def _copy_statements(tables: list[str], source: str, target: str, *, anew: bool = False) -> list[str]:
    """Foreign keys are not looked at meanwhile, so that the order of the tables does not matter."""
    statements = ["SET session_replication_role = replica"]
    if anew:
        statements += [f"CREATE SCHEMA {target}"]
        statements += [f"CREATE TABLE {target}.{table} (LIKE public.{table})" for table in tables]
    for table in tables:
        statements += [
            f"DELETE FROM {target}.{table}",
            f"INSERT INTO {target}.{table} OVERRIDING SYSTEM VALUE SELECT * FROM {source}.{table}",
        ]
    return statements
