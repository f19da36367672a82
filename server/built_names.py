"""Addresses of what the page build made for rendered pages: a stable name in, the name with the file's hash out."""

from __future__ import annotations

import functools
import json
from contextlib import suppress
from pathlib import Path

from flask import current_app


def asset(name: str) -> str:
    """The address of a built file. Before the first build, the stable name: pages read well without styles."""
    folder = Path(current_app.config["BUILD_FOLDER"]) / "office"
    for listing in (folder / "names.json", folder / "preview_names.json"):
        with suppress(OSError):
            built = _read_names(listing, listing.stat().st_mtime_ns).get(name)
            if built is not None:
                return f"/assets/{built}"
    return f"/assets/{name}"


@functools.lru_cache(maxsize=4)
def _read_names(listing: Path, _changed_at: int) -> dict[str, str]:
    """The build's own list, read once per build."""
    names: dict[str, str] = json.loads(listing.read_text(encoding="utf-8"))
    return names
