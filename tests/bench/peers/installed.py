"""Where other people's servers are installed, beside the caches (BENCH_PEERS), and how one of them is run."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

FOLDER = Path(os.environ.get("BENCH_PEERS") or Path.home() / ".cache" / "doorstep-bench-peers")


def install_from_npm(name: str, packages: tuple[str, ...]) -> Path:
    """The peer's own folder, so that one that cannot be installed takes no other with it."""
    place = FOLDER / name
    installed, wanted = place / "installed.txt", "\n".join(packages)
    if not installed.exists() or installed.read_text() != wanted:
        place.mkdir(exist_ok=True)
        (place / "package.json").write_text('{"private": true}\n')
        subprocess.run(["npm", "install", "--no-audit", "--no-fund", "--silent", *packages], cwd=place, check=True)
        installed.write_text(wanted)
    return place


@contextmanager
def running(
    command: list[str], folder: Path, port: int, environment: Mapping[str, str] | None = None
) -> Iterator[None]:
    """The peer's server, once it answers at all; ended afterwards."""
    with (FOLDER / "server.log").open("ab") as log:
        process = subprocess.Popen(
            command, cwd=folder, stdout=log, stderr=subprocess.STDOUT, env=environment, process_group=0
        )
    try:
        _wait_for(process, port)
        yield
    finally:
        os.killpg(process.pid, signal.SIGTERM)  # the wheel's `node` is a program that starts the real one
        process.wait(timeout=20)
        _wait_until_gone(port)


def _wait_for(process: subprocess.Popen[bytes], port: int) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and process.poll() is None:
        with suppress(OSError):
            with suppress(urllib.error.HTTPError):  # an answer all the same: rxdb-server has nothing at /
                urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=2).close()
            return
        time.sleep(0.2)
    raise RuntimeError(f"the server did not start; see {FOLDER / 'server.log'}")


def _wait_until_gone(port: int) -> None:
    """Whatever still listened would answer in the place of the next turn's server."""
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=2).close()
        except OSError:
            return
        time.sleep(0.1)
    raise RuntimeError("the server did not end")
