"""Starts our own processes as forks of one that has imported them: a test run starts a hundred, and importing is nearly all of a
start.

What runs is the module that `python -m` would run, with an environment and a process group of its own.
"""

from __future__ import annotations

import atexit
import gc
import importlib
import json
import os
import runpy
import select
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy.orm import configure_mappers
from werkzeug.routing import Rule

from server.app import create_app
from server.config import Settings
from server.texts import DEFAULT_LANGUAGE, load_bundle
from tests.live import HOUSE
from tests.made_once import CompiledTemplates, make_reading_once

IMPORTED = ("gunicorn.app.wsgiapp", "gunicorn.workers.gthread", "server.app", "server.cli", "server.worker")


class Forked:
    """A running process; the part of `subprocess.Popen` that stacks use, of one that is not our own child."""

    def __init__(self, pid: int, parent: ForkServer) -> None:
        self.pid = pid
        self._parent = parent
        self._ends = os.pidfd_open(pid)
        self._code: int | None = None

    def poll(self) -> int | None:
        """The exit code, negative for a signal; None while it runs."""
        if self._code is None and select.select([self._ends], [], [], 0)[0]:
            return self.wait()
        return self._code

    def wait(self, timeout: float | None = None) -> int:
        """Until it has ended; the exit code. Raises subprocess.TimeoutExpired."""
        if self._code is None:
            if not select.select([self._ends], [], [], timeout)[0]:
                raise subprocess.TimeoutExpired(str(self.pid), timeout or 0)
            self._code = self._parent.reap(self.pid)
            os.close(self._ends)
        return self._code

    def kill(self) -> None:
        """SIGKILL."""
        if self._code is None:
            signal.pidfd_send_signal(self._ends, signal.SIGKILL)


class ForkServer:
    """Our end of the line to it. It ends with us; what it has started lives on, as after `subprocess.Popen`."""

    def __init__(self) -> None:
        self._turn = threading.Lock()
        self._process = subprocess.Popen(
            [sys.executable, "-u", "-m", __name__], cwd=HOUSE, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        atexit.register(self._process.kill)

    def start(self, module: str, arguments: Sequence[str], environment: Mapping[str, str], log: Path) -> Forked:
        """What `python -m module arguments` does; all that it prints is added to `log`."""
        asked = {"module": module, "arguments": arguments, "environment": dict(environment), "log": str(log)}
        return Forked(self._ask(asked), self)

    def reap(self, pid: int) -> int:
        """The exit code of one that has ended."""
        return self._ask({"reap": pid})

    def _ask(self, asked: Mapping[str, object]) -> int:
        with self._turn:
            assert self._process.stdin is not None
            assert self._process.stdout is not None
            self._process.stdin.write(json.dumps(asked) + "\n")
            self._process.stdin.flush()
            return int(self._process.stdout.readline())


def main() -> None:
    """Answer until the line is closed. A fork leaves from here, to run what it was made for."""
    for module in IMPORTED:
        importlib.import_module(module)
    _make_what_all_make()
    gc.freeze()
    for line in sys.stdin:
        asked = json.loads(line)
        if "reap" in asked:
            answer = os.waitstatus_to_exitcode(os.waitpid(asked["reap"], 0)[1])
        else:
            answer = os.fork()
            os.setpgid(answer, answer)  # of the other, or of itself
            if answer == 0:
                _become(asked)
                return
        print(answer)


def _make_what_all_make() -> None:
    """Texts, addresses and mappings, and a place for the templates: what each process makes in its first seconds, always the same."""
    load_bundle(DEFAULT_LANGUAGE)
    Rule.compile = make_reading_once()  # type: ignore[method-assign, assignment]
    Flask.jinja_options = {"bytecode_cache": CompiledTemplates()}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        create_app(
            Settings(data_folder=folder, database_url=f"sqlite:///{folder}/none.sqlite", secret_key="of nothing")
        )
    configure_mappers()


def _become(asked: Mapping[str, Any]) -> None:
    os.environ.clear()
    os.environ.update(asked["environment"])
    nothing, log = os.open(os.devnull, os.O_RDONLY), os.open(asked["log"], os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    for ours, theirs in ((nothing, 0), (log, 1), (log, 2)):
        os.dup2(ours, theirs)
    sys.argv = [asked["module"], *asked["arguments"]]
    runpy.run_module(asked["module"], run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()
