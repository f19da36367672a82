"""Addresses of what the page build made for rendered pages: a stable name in, the name with the file's hash out."""

from __future__ import annotations

import functools
import json
from pathlib import Path

from flask import current_app


def asset(name: str) -> str:
    """The address of a built file. Before the first build, the stable name: pages read well without styles."""
    listing = Path(current_app.config["BUILD_FOLDER"]) / "office" / "names.json"
    try:
        built = _read_names(listing, listing.stat().st_mtime_ns).get(name, name)
    except OSError:
        built = name
    return f"/assets/{built}"


@functools.lru_cache(maxsize=4)
def _read_names(listing: Path, _changed_at: int) -> dict[str, str]:
    """The build's own list, read once per build."""
    names: dict[str, str] = json.loads(listing.read_text(encoding="utf-8"))
    return names
