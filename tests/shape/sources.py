"""What the shape rules look at: the project's own files as git knows them, read once.

Includes files not yet committed; never a built, fetched or ignored one. An empty answer is an error, since a check that saw nothing must fail.
"""

from __future__ import annotations

import ast
import subprocess
from functools import cache
from pathlib import Path, PurePosixPath

ROOT = Path(__file__).resolve().parent.parent.parent
PYTHON_FOLDERS = ("server", "tests", "migrations")
TYPESCRIPT_FOLDERS = ("pwa", "service_worker", "tests")


class NothingSeenError(AssertionError):
    """A rule was asked about files and found none."""


@cache
def list_files() -> tuple[str, ...]:
    """Every file of the project, as paths from its root."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    listed = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    return tuple(sorted(name for name in listed.split("\0") if name and (ROOT / name).is_file()))


def list_sources(suffixes: tuple[str, ...], folders: tuple[str, ...]) -> list[str]:
    """Files below `folders` with one of the suffixes; raises NothingSeenError when there are none."""
    found = [name for name in list_files() if name.endswith(suffixes) and name.split("/", 1)[0] in folders]
    if not found:
        raise NothingSeenError(f"no {'/'.join(suffixes)} below {', '.join(folders)}")
    return found


def list_python() -> list[str]:
    """Every Python file of ours."""
    return list_sources((".py",), PYTHON_FOLDERS)


def list_typescript() -> list[str]:
    """Every TypeScript file of ours, tests included."""
    return list_sources((".ts", ".tsx"), TYPESCRIPT_FOLDERS)


def read(name: str) -> str:
    """The text of one file."""
    return (ROOT / name).read_text(encoding="utf-8")


@cache
def parse(name: str) -> ast.Module:
    """The syntax tree of one Python file."""
    return ast.parse(read(name), filename=name)


@cache
def list_nodes(tree: ast.Module) -> tuple[ast.AST, ...]:
    """Every node of a syntax tree; walking one takes as long as reading it did, and most rules walk it."""
    return tuple(ast.walk(tree))


def is_test(name: str) -> bool:
    """Whether the file is held to the rules of tests."""
    return PurePosixPath(name).parts[0] == "tests"
