"""Addresses of what the page build made for rendered pages (`build/office/`), with a mark that changes when the file does."""

from __future__ import annotations

from pathlib import Path

from flask import current_app


def asset(name: str) -> str:
    """The address of one built file; browsers revalidate it, and the mark spares them a stale copy after a release."""
    try:
        mark = (Path(current_app.config["BUILD_FOLDER"]) / "office" / name).stat().st_mtime_ns
    except OSError:
        return f"/assets/{name}"  # not built yet: the page is readable without styles
    return f"/assets/{name}?v={mark // 1_000_000:x}"
