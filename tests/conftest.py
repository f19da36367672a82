"""Fixtures for every test: the app, its client and a session, each on SQLite and on a real PostgreSQL.

A test that names `app`, `client`, `context` or `session` runs twice; nothing is shared between two tests.
"""

from __future__ import annotations

import fcntl
import functools
import gc
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient
from flask_migrate import upgrade
from sqlalchemy import Engine
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.orm import Session
from sqlalchemy.util import LRUCache
from werkzeug.routing import Rule

from server.app import create_app
from server.config import Settings
from server.core import create_core
from server.domain import password
from server.forms.conversion import convert_xlsform
from server.store.database import db
from server.use_cases import publish_form
from tests.made_once import CompiledTemplates, make_reading_once
from tests.postgres_server import RUN_FOLDER, TEMPLATE, PostgresServer

gc.set_threshold(50_000, 20, 100)  # each test builds a whole app: what lives on is not searched again for every one

# One run is like the next: the same examples each time, and no clock decides. `HYPOTHESIS_PROFILE=search` looks for new ones.
hypothesis.settings.register_profile("same_each_time", derandomize=True, deadline=None, database=None)
hypothesis.settings.register_profile("search", deadline=None, max_examples=2000)
hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "same_each_time"))

LATER_ON_SQLITE = {"office", "resident", "api", "use_cases"}  # folders of tests
QUICK_HASHER = PasswordHasher(time_cost=1, memory_cost=16, parallelism=1)
NOBODY = QUICK_HASHER.hash("nobody has this password")


def pytest_configure(config: pytest.Config) -> None:
    """The process that runs pytest owns the folder of the one PostgreSQL; its workers inherit the name."""
    if not hasattr(config, "workerinput"):
        os.environ[RUN_FOLDER] = str(PostgresServer.new_folder())


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop the server with the run."""
    if not hasattr(config, "workerinput") and (folder := os.environ.pop(RUN_FOLDER, None)):
        PostgresServer(Path(folder)).stop()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Marks what only longer runs do on SQLite (tests/run_stages.py, decision 49)."""
    for item in items:
        of = getattr(item, "callspec", None)
        if of and of.params.get("database_url") == "sqlite" and LATER_ON_SQLITE & set(item.path.parts):
            item.add_marker("longer")


def pytest_collection_finish() -> None:
    """What was imported and collected lives to the end: it is not searched for waste again. Measured: a seventh of the computing."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def postgres_server() -> PostgresServer:
    """The run's server; asking it for anything starts it."""
    return PostgresServer(Path(os.environ[RUN_FOLDER]))


def make_settings(database_url: str, folder: Path) -> Settings:
    """Settings of a council that does not exist, on a database of its own."""
    return Settings(
        data_folder=folder,
        database_url=database_url,
        secret_key="a secret for tests only",
        build_folder=folder / "build",
        council_name="Little Hampton Borough Council",
        council_telephone="020 7946 0000",
    )


def migrate(database_url: str, folder: Path) -> None:
    """Bring a database to the newest migration, as `make migrate` does."""
    app = create_app(make_settings(database_url, folder))
    with app.app_context():
        upgrade()
        db.engine.dispose()


@pytest.fixture(scope="session", autouse=True)
def _each_spreadsheet_is_converted_once() -> Iterator[None]:
    """Most tests publish the shipped forms; converting is pure and takes longer than all else in them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(publish_form, "convert_xlsform", functools.cache(convert_xlsform))
        yield


@pytest.fixture(scope="session", autouse=True)
def _each_address_is_read_once() -> Iterator[None]:
    """Every test's app has the same addresses."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Rule, "compile", make_reading_once())
        yield


@pytest.fixture(scope="session")
def compiled_statements() -> Iterator[Callable[[Engine], None]]:
    """Every test's engine compiles the same statements: gives an engine what others of its kind have compiled."""
    caches: dict[str, LRUCache[Any, Any]] = {}
    with pytest.MonkeyPatch.context() as patch:
        for kind in (SQLiteDialect_pysqlite, PGDialect_psycopg):
            patch.setattr(kind, "__eq__", lambda one, other: type(one) is type(other), raising=False)
            patch.setattr(kind, "__hash__", lambda one: hash(type(one)), raising=False)

        def share(engine: Engine) -> None:
            engine._compiled_cache = caches.setdefault(engine.dialect.name, LRUCache(5000))

        yield share


@contextmanager
def first_of_all(folder: Path, name: str) -> Iterator[bool]:
    """Whether this process is the first of the run's to be here; the others wait until it is through."""
    done = folder / f"{name}_done"
    with (folder / f"{name}_lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        is_first = not done.exists()
        yield is_first
        done.touch()


@pytest.fixture(scope="session")
def sqlite_template() -> Path:
    """A migrated, empty SQLite file, to be copied; the first xdist worker makes it for all."""
    run = Path(os.environ[RUN_FOLDER])
    folder = run / "sqlite_template"
    path = folder / "template.sqlite"
    with first_of_all(run, "sqlite_template") as is_first:
        if is_first:
            folder.mkdir()
            migrate(f"sqlite:///{path}", folder)
    return path


@pytest.fixture(scope="session")
def postgres_template(postgres_server: PostgresServer, tmp_path_factory: pytest.TempPathFactory) -> PostgresServer:
    """The server with a migrated, empty database named TEMPLATE; the first xdist worker makes it for all."""
    postgres_server.uri()
    with first_of_all(postgres_server.folder, "template") as is_first:
        if is_first:
            postgres_server.run(f"CREATE DATABASE {TEMPLATE}")
            migrate(postgres_server.address(TEMPLATE), tmp_path_factory.mktemp("postgres_template"))
    return postgres_server


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Address of a migrated, empty database that only this test has."""
    if request.param == "sqlite":
        path = tmp_path / "doorstep.sqlite"
        shutil.copyfile(request.getfixturevalue("sqlite_template"), path)
        yield f"sqlite:///{path}"
        return
    server: PostgresServer = request.getfixturevalue("postgres_template")
    address = server.create_database()
    yield address
    server.drop_database(address)


@pytest.fixture
def _passwords_cost_next_to_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where there is a database many are hashed; what they cost in service is a test of passwords alone."""
    monkeypatch.setattr(password, "_HASHER", QUICK_HASHER)
    monkeypatch.setattr(password, "_NOBODY", NOBODY)


@pytest.fixture
def settings(database_url: str, tmp_path: Path, _passwords_cost_next_to_nothing: None) -> Settings:
    """What `app` is built from; a test that needs another value overrides this with dataclasses.replace."""
    return make_settings(database_url, tmp_path)


@pytest.fixture(scope="session")
def compiled_templates() -> CompiledTemplates:
    """So that not every test's app compiles every page anew."""
    return CompiledTemplates()


@pytest.fixture
def app(
    settings: Settings,
    compiled_templates: CompiledTemplates,
    compiled_statements: Callable[[Engine], None],
) -> Iterator[Flask]:
    """The whole application. No context is pushed: a request gets its own, as in production (see `context`)."""
    app = create_app(settings)
    app.jinja_env.bytecode_cache = compiled_templates
    app.testing = True
    app.config["WTF_CSRF_ENABLED"] = False
    with app.app_context():
        compiled_statements(db.engine)
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def core(
    request: pytest.FixtureRequest, settings: Settings, compiled_statements: Callable[[Engine], None]
) -> Iterator[Flask]:
    """`app` where the test has it anyway, else the store and the settings without an address, at a tenth of the cost."""
    if "app" in request.fixturenames:
        yield request.getfixturevalue("app")
        return
    core = create_core(settings)
    with core.app_context():
        compiled_statements(db.engine)
    yield core
    with core.app_context():
        db.engine.dispose()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A browser without cookies."""
    return app.test_client()


@pytest.fixture
def context(core: Flask) -> Iterator[None]:
    """An app context, for calling use cases and readers directly. Do not combine with `client` in one test."""
    with core.app_context():
        yield


@pytest.fixture
def session(core: Flask) -> Iterator[Session]:
    """A session of the test's own, apart from the app's: commit what you add, expire_all before you look again."""
    with core.app_context():
        engine = db.engine
    with Session(engine) as session:
        yield session
