"""A PostgreSQL with the extensions that ODK Central wants, from npm, with its own settings: what it has committed survives a power cut."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg

from tests.postgres_server import PostgresServer

EXTENSIONS = ("citext", "pg_trgm", "pgrowlocks")


@contextmanager
def durable_postgres(binaries: Path) -> Iterator[Path]:
    """The folder of its socket; `binaries` holds bin, lib and share. Ended and removed afterwards."""
    folder = PostgresServer.new_folder(in_memory=False)
    shutil.copytree(binaries, folder / "installed", symlinks=True)  # where the user it runs as may read it
    (folder / "data").mkdir()
    user: dict[str, Any] = {}
    if os.geteuid() == 0:  # PostgreSQL refuses to run as root
        user = {"user": "nobody"}
        for place in (folder, folder / "data"):
            shutil.chown(place, "nobody")
    run = _Runner(folder / "installed" / "bin", user)
    run("initdb", "-D", folder / "data", "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-locale")
    options = f"-h '' -k {folder} -c max_connections=200"
    run("pg_ctl", "-w", "-D", folder / "data", "-l", folder / "log", "-o", options, "start")
    try:
        yield folder
    finally:
        run("pg_ctl", "-w", "-D", folder / "data", "-m", "fast", "stop")
        shutil.rmtree(folder, ignore_errors=True)


def create_database(folder: Path, name: str) -> None:
    """An empty database with the extensions. Raises AssertionError where the server would not keep what it commits."""
    with psycopg.connect(host=str(folder), user="postgres", dbname="postgres", autocommit=True) as line:
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            said = line.execute(f"SHOW {setting}".encode()).fetchone()
            assert said == ("on",), (setting, said)
        line.execute(f"CREATE DATABASE {name}".encode())
    with psycopg.connect(host=str(folder), user="postgres", dbname=name, autocommit=True) as line:
        for extension in EXTENSIONS:
            line.execute(f"CREATE EXTENSION {extension}".encode())


class _Runner:
    def __init__(self, programs: Path, user: dict[str, Any]) -> None:
        self.programs, self.user = programs, user

    def __call__(self, program: str, *arguments: object) -> None:
        command = [str(self.programs / program), *map(str, arguments)]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd="/", timeout=120, **self.user)
