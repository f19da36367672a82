"""Pages for back office, supervisor, administrator: plain HTML, no JavaScript needed. Writes only through use cases."""

from __future__ import annotations

import functools
import importlib

from flask import Flask
from jinja2 import PackageLoader, PrefixLoader

from server.office import frame, session_cookie
from server.office.blueprint import office

# Each of these files adds its own routes to the blueprint.
PAGES = (
    "problems",
    "sign_in",
    "today",
    "visits",
    "visit",
    "review",
    "photos",
    "files",
    "alerts",
    "devices",
    "conflicts",
    "residents",
    "resident_edit",
    "imports",
    "assign",
    "late_reports",
    "repeats",
    "proposals",
)


def register(app: Flask) -> None:
    """Hang the office on `app`: its pages, its session cookie and its words."""
    session_cookie.register(app)
    app.jinja_loader = PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")})
    _collect_pages()
    app.register_blueprint(office)


@functools.cache
def _collect_pages() -> None:
    """Once per process: a blueprint takes no more routes after its first app."""
    frame.dress(office)
    for name in PAGES:
        importlib.import_module(f"server.office.{name}")
