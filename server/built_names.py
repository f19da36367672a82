"""Addresses of what the page build made for rendered pages: a stable name in, the name with the file's hash out."""

from __future__ import annotations

import functools
import json
from contextlib import suppress
from pathlib import Path

from flask import current_app


def asset(name: str) -> str:
    """The address of a built file. Before the first build, the stable name: pages read well without styles."""
    folder = _folder()
    for listing in (folder / "names.json", folder / "preview_names.json"):
        with suppress(OSError):
            built = _read_names(listing, listing.stat().st_mtime_ns).get(name)
            if built is not None:
                return f"/assets/{built}"
    return f"/assets/{name}"


def read_built(name: str) -> str | None:
    """The text of a built file, by its stable name; None before the first build."""
    with suppress(OSError):
        return (_folder() / asset(name).removeprefix("/assets/")).read_text(encoding="utf-8")
    return None


def list_waiting_files() -> list[str]:
    """Addresses of the scripts that a resident's phone keeps for when there is no line, as the build has listed them."""
    with suppress(OSError):
        names: list[str] = json.loads((_folder() / "waiting_files.json").read_text(encoding="utf-8"))
        return [f"/assets/{name}" for name in names]
    return []


def _folder() -> Path:
    return Path(current_app.config["BUILD_FOLDER"]) / "office"


@functools.lru_cache(maxsize=4)
def _read_names(listing: Path, _changed_at: int) -> dict[str, str]:
    """The build's own list, read once per build."""
    names: dict[str, str] = json.loads(listing.read_text(encoding="utf-8"))
    return names
