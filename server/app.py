"""Composition root of the web process: builds the Flask app from settings and wires every part.

Decides nothing itself; importing it starts nothing (gunicorn and the flask command call `create_app`).
"""

from __future__ import annotations

from pathlib import Path

from flask import Flask
from flask_migrate import Migrate
from werkzeug.middleware.proxy_fix import ProxyFix

import server.api
import server.office
import server.resident
import server.store.tables
from server.config import Settings
from server.core import create_core, read_settings_of_this_machine
from server.health import blueprint as health
from server.hung_lines import register_hung_lines
from server.security_headers import register_security_headers
from server.static_files import register_static_files
from server.store.database import db

MIGRATIONS = Path(__file__).resolve().parent.parent / "migrations"
migrate = Migrate(directory=str(MIGRATIONS), compare_type=True, render_as_batch=True)


def create_app(settings: Settings | None = None) -> Flask:
    """The whole application; settings default to the environment's. Two calls give two independent apps."""
    settings = settings or read_settings_of_this_machine()
    app = create_core(settings)
    migrate.init_app(app, db)
    register_security_headers(app)
    register_hung_lines(app)
    app.register_blueprint(health)
    server.api.register(app)
    server.office.register(app)
    server.resident.register(app)
    register_static_files(app)
    if settings.trusted_proxies:
        hops = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
    return app
