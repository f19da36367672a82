"""docs/architecture.md names every folder, so that one glance tells a newcomer where a thing is."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import PurePosixPath

from tests.shape.sources import list_files, read

PAGE = "docs/architecture.md"
# The root holds these and nothing else without a decision record.
ROOT_FILES = {
    "README.md", "CHANGELOG.md", "LICENSE", "Makefile", "Procfile", "pyproject.toml", "requirements.txt",
    "requirements-dev.txt", "package.json", "package-lock.json", "vite.config.ts", "biome.json", ".gitignore", ".npmrc",
}  # fmt: skip
DEPTH = 3


def list_folders(files: Iterable[str]) -> set[str]:
    """Folders down to the third level, `server/store/tables` among them; deeper ones are the business of their parent."""
    return {
        "/".join(PurePosixPath(name).parts[:depth])
        for name in files
        for depth in range(1, min(_deepest(name), len(PurePosixPath(name).parts) - 1) + 1)
    }


def _deepest(name: str) -> int:
    """Below tests/ the house is mirrored, and only the first level needs words."""
    return 2 if name.startswith("tests/") else DEPTH


def complain_of_folders(page: str, files: Iterable[str]) -> list[str]:
    """Folders that the page does not name in backquotes, and folders it names that are not there."""
    folders = list_folders(files)
    named = {name.rstrip("/") for name in re.findall(r"`([\w./-]+/)`", page)}
    if not folders:
        return ["no folder was seen"]
    missing = [f"{name}/ is not named" for name in sorted(folders - named)]
    return missing + [f"{name}/ is named and is not there" for name in sorted(named - folders)]


def test_the_page_names_every_folder_and_no_other() -> None:
    assert complain_of_folders(read(PAGE), list_files()) == []


def test_the_root_holds_what_was_agreed() -> None:
    at_root = {name for name in list_files() if "/" not in name}
    assert {name for name in at_root - ROOT_FILES if not re.fullmatch(r"tsconfig(\.\w+)?\.json", name)} == set()


def test_the_folder_rule_sees_an_unnamed_and_a_vanished_folder() -> None:
    files = ["server/store/tables/visits.py"]
    page = "`server/` `server/store/` `server/store/tables/`"
    assert complain_of_folders(page, files) == []
    assert complain_of_folders("`server/` `server/store/`", files)
    assert complain_of_folders(page + " `server/attic/`", files)
    assert complain_of_folders(page, [])
