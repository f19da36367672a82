"""A whole Doorstep on a free port of this machine: gunicorn, the worker, a data folder of its own; made to be killed.

For end-to-end tests and benchmarks. Never touches a data folder it was not given.
"""

from __future__ import annotations

import functools
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from tests.live import HOUSE
from tests.live.fork_server import ForkServer
from tests.postgres_server import RUN_FOLDER

START_SECONDS = 60.0


class StackError(RuntimeError):
    """The server did not come up; the message ends with its log."""


def free_port() -> int:
    """A port that nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@dataclass
class Stack:
    """One installation under `folder`; no `database_url` means SQLite there, no `build` the one of this house."""

    folder: Path
    database_url: str = ""
    workers: int = 2
    threads: int = 8
    port: int = field(default_factory=free_port)
    with_worker: bool = True
    build: Path | None = None
    settings: Mapping[str, str] = field(default_factory=dict)  # DOORSTEP_* variables of this installation's own
    _running: list[Running] = field(default_factory=list)

    @property
    def url(self) -> str:
        """Where browsers find it. `localhost`, so that service workers are allowed without TLS."""
        return f"http://localhost:{self.port}"

    def environment(self) -> dict[str, str]:
        """The variables every process of this installation runs with."""
        given = {name: value for name, value in os.environ.items() if not name.startswith(("DOORSTEP_", "FLASK_"))}
        return given | {
            "DATABASE_URL": self.database_url,
            "DOORSTEP_DATA": str(self.folder),
            "DOORSTEP_DEMO": "1",
            "DOORSTEP_PUBLIC_URL": self.url,
            "FLASK_APP": "server.cli",
            "PORT": str(self.port),
            "HOST": "127.0.0.1",
            "WEB_CONCURRENCY": str(self.workers),
            "DOORSTEP_WEB_THREADS": str(self.threads),
            "PYTHONUNBUFFERED": "1",
            **({"DOORSTEP_BUILD": str(self.build)} if self.build else {}),
            **self.settings,
        }

    def flask(self, *arguments: str) -> None:
        """Run one flask command of this installation; raises StackError with its output when it fails."""
        with tempfile.TemporaryDirectory() as folder:
            printed = Path(folder) / "printed"
            if _run("flask", arguments, self.environment(), printed).wait():
                raise StackError(f"flask {' '.join(arguments)} failed:\n{printed.read_text(errors='replace')}")

    def start(self) -> None:
        """Start web and worker and wait until the web answers."""
        self.start_web()
        if self.with_worker:
            self._start_worker()

    def start_web(self) -> None:
        """Start gunicorn as the Procfile does and wait until it is ready."""
        self._spawn("web", "gunicorn", "--config", "server/gunicorn_conf.py", "server.app:create_app()")
        self._wait_until_ready()

    def list_web_processes(self) -> list[int]:
        """Those that gunicorn has forked to answer requests; whichever dies, it forks another."""
        master = self._running[0].pid
        return [int(pid) for pid in Path(f"/proc/{master}/task/{master}/children").read_text().split()]

    def kill_worker(self) -> None:
        """SIGKILL the worker, and start another as a supervisor of processes would."""
        worker = self._running.pop()
        worker.kill()
        worker.wait()
        self._start_worker()

    def kill(self) -> None:
        """SIGKILL everything at once, as a power cut would."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """Ask everything to stop, and kill what has not within ten seconds."""
        self._end(signal.SIGTERM)

    def log(self) -> str:
        """The end of what the processes printed."""
        return "\n".join(path.read_text(errors="replace")[-4000:] for path in sorted(self.folder.glob("*.log")))

    def _start_worker(self) -> None:
        self._spawn("worker", "server.worker")

    def _spawn(self, name: str, module: str, *arguments: str) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        self._running.append(_run(module, arguments, self.environment(), self.folder / f"{name}.log"))

    def _wait_until_ready(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            if self._running[-1].poll() is not None:
                break
            with (
                suppress(urllib.error.URLError, OSError),
                urllib.request.urlopen(f"{self.url}/readyz", timeout=2) as reply,
            ):
                if reply.status == 200:
                    return
            time.sleep(0.1)
        raise StackError(f"the web process did not become ready:\n{self.log()}")

    def _end(self, how: signal.Signals) -> None:
        for process in self._running:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, how)
        for process in self._running:
            try:
                process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
        self._running.clear()


class Running(Protocol):
    """A process of ours."""

    pid: int

    def poll(self) -> int | None: ...
    def wait(self, timeout: float | None = None) -> int: ...
    def kill(self) -> None: ...


@functools.cache
def _find_fork_server() -> ForkServer:
    return ForkServer()


def _run(module: str, arguments: Sequence[str], environment: Mapping[str, str], log: Path) -> Running:
    """`python -m module arguments`: forked in a test run, from nothing for who measures."""
    if RUN_FOLDER in os.environ:
        return _find_fork_server().start(module, arguments, environment, log)
    with log.open("ab") as output:
        return subprocess.Popen(
            [sys.executable, "-m", module, *arguments],
            cwd=HOUSE,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            process_group=0,
        )
