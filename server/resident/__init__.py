"""Pages for residents, under /e/: a link without an account. Plain HTML but for a form itself, which the phone's own engine runs.

Shows nothing of anybody before the link's one question is answered, and never what the council has on record.
"""

from __future__ import annotations

import functools
import importlib

from flask import Flask

from server.resident.blueprint import resident

PAGES = ("problems", "opening", "form", "evidence", "evidence_sending", "evidence_source", "without_a_line")


def register(app: Flask) -> None:
    """Hang the residents' pages on `app`."""
    _collect_pages()
    app.register_blueprint(resident)


@functools.cache
def _collect_pages() -> None:
    """Once per process: a blueprint takes no more routes after its first app."""
    for name in PAGES:
        importlib.import_module(f"server.resident.{name}")
