"""`make bench-peers`: other people's sync and ours on the same rows in one run, and how many times ours each takes.

Installs the peers from npm and PyPI into a folder beside the caches (BENCH_PEERS), never into this project. What cannot be
installed is named as not measured.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import venv
from pathlib import Path
from typing import Any

import psycopg

from tests.bench.figure import Figure, make_figure
from tests.bench.peers.central import CENTRAL, measure_central, print_submissions
from tests.bench.peers.installed import FOLDER, install_from_npm, running
from tests.bench.peers.kinto_client import measure_kinto
from tests.bench.peers.rxdb_client import measure_rxdb
from tests.bench.sync_figures import measure_sync
from tests.live.stack import free_port

HERE = Path(__file__).parent
FAILURES = (OSError, subprocess.SubprocessError, AssertionError, RuntimeError, ValueError, LookupError, psycopg.Error)
POUCH_PACKAGES = ("pouchdb@9", "express-pouchdb@4", "express@4", "pouchdb-adapter-memory@9")
# rxdb-server asks for any rxdb and does not name the express and cors that it loads: its own versions of them, and a cors beside.
RXDB_PACKAGES = ("rxdb-server@15.22.0", "rxdb@15.22.0", "rxjs@7.8.1", "express@4.19.2", "cors@2")
WORDS = {
    "first": "first pull, 500 visits",
    "idle": "pull, nothing new",
    "changed": "pull, one changed",
    "push": "push 500 operations",
}
POUCH, KINTO, RXDB = "PouchDB 9 with express-pouchdb", "Kinto, kept in memory", "rxdb-server, kept in memory"
KINTO_INI = """
[app:main]
use = egg:kinto
kinto.storage_backend = kinto.core.storage.memory
kinto.cache_backend = kinto.core.cache.memory
kinto.permission_backend = kinto.core.permission.memory
kinto.includes = kinto.plugins.accounts
multiauth.policies = account
multiauth.policy.account.use = kinto.plugins.accounts.AccountsPolicy
kinto.account_create_principals = system.Everyone
kinto.bucket_create_principals = system.Authenticated
[server:main]
use = egg:waitress#main
host = 127.0.0.1
port = {port}
"""


def main() -> None:
    """Ours first, then each peer; a peer that fails is named and the others go on."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="doorstep-peers-") as name:
        folder = Path(name)
        _say("Doorstep, on SQLite")
        ours = {figure.what: figure for figure in measure_sync("Doorstep", "", folder / "ours", crowds=())}
        figures = [ours[what] for what in WORDS.values()]
        not_measured = []
        for peer, measure in ((POUCH, _measure_pouch), (KINTO, _measure_kinto), (RXDB, _measure_rxdb)):
            _say(peer)
            try:
                figures += _as_figures(peer, measure(folder))
            except FAILURES as error:
                not_measured.append(f"{peer}: {type(error).__name__}: {str(error)[:200]}")
        _say(CENTRAL)
        submissions: list[Figure] = []
        try:
            submissions = measure_central(folder)
        except FAILURES as error:
            not_measured.append(f"{CENTRAL}: {type(error).__name__}: {str(error)[:200]}")
    for figure in figures:
        ratio = figure.median_ms / ours[figure.what].median_ms
        print(
            f"{figure.what:26} {figure.where:32} {figure.median_ms:8.1f} ms {ratio:7.2f} x ours "
            f"{figure.requests:5} requests {figure.body_bytes:9} B"
        )
    print_submissions(submissions)
    for words in not_measured:
        print(f"not measured: {words}")


def _as_figures(peer: str, measured: dict[str, dict[str, Any]]) -> list[Figure]:
    return [
        make_figure(WORDS[key], peer, one["seconds"], requests=one["requests"], body_bytes=one["body_bytes"])
        for key, one in measured.items()
    ]


def _measure_pouch(folder: Path) -> dict[str, dict[str, Any]]:
    place = install_from_npm("pouch", POUCH_PACKAGES)
    port, data = free_port(), folder / "pouch"
    data.mkdir()
    with running(["node", str(HERE / "pouch_server.cjs"), str(port), str(data)], place, port):
        client = ["node", str(HERE / "pouch_client.cjs"), str(port)]
        done = subprocess.run(client, cwd=place, check=True, capture_output=True, text=True, timeout=300)
    measured: dict[str, dict[str, Any]] = json.loads(done.stdout)
    return measured


def _measure_kinto(folder: Path) -> dict[str, dict[str, Any]]:
    place = FOLDER / "kinto"
    if not (place / "bin" / "kinto").exists():
        venv.create(place, with_pip=True)
        subprocess.run([str(place / "bin" / "pip"), "install", "--quiet", "kinto"], check=True)
    port, ini = free_port(), folder / "kinto.ini"
    ini.write_text(KINTO_INI.format(port=port))
    with running([str(place / "bin" / "kinto"), "start", "--ini", str(ini)], folder, port):
        return measure_kinto(port)


def _measure_rxdb(folder: Path) -> dict[str, dict[str, Any]]:
    place, port = install_from_npm("rxdb", RXDB_PACKAGES), free_port()
    with running(["node", str(HERE / "rxdb_server.cjs"), str(port)], place, port):
        return measure_rxdb(port)


def _say(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
