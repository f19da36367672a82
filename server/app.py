"""Composition root of the web process: builds the Flask app from settings and wires every part.

Decides nothing itself; importing it starts nothing (gunicorn and the flask command call `create_app`).
"""

from __future__ import annotations

import logging
import os
from pathlib import Path

from flask import Flask
from flask_migrate import Migrate
from werkzeug.middleware.proxy_fix import ProxyFix

import server.api
import server.office
import server.resident
import server.store.tables
from server.config import (
    SECRET_KEY_FILE,
    VAPID_KEY_FILE,
    VAPID_PUBLIC_FILE,
    Settings,
    find_data_folder,
    read_settings,
)
from server.first_start import create_secrets
from server.health import blueprint as health
from server.hung_lines import register_hung_lines
from server.impersonal_logs import keep_logs_impersonal
from server.keyring import Keyring
from server.security_headers import register_security_headers
from server.static_files import register_static_files
from server.store.database import db
from server.store.unit_of_work import prepare_engine

MIGRATIONS = Path(__file__).resolve().parent.parent / "migrations"
migrate = Migrate(directory=str(MIGRATIONS), compare_type=True, render_as_batch=True)


def create_app(settings: Settings | None = None) -> Flask:
    """The whole application; settings default to the environment's. Two calls give two independent apps."""
    settings = settings or _settings_of_this_machine()
    app = create_core(settings)
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


def create_core(settings: Settings | None = None) -> Flask:
    """Settings, folders and the store, without an address: what the worker needs."""
    settings = settings or _settings_of_this_machine()
    app = Flask("server", root_path=str(Path(__file__).parent), static_folder=None)
    app.config.from_mapping(settings.as_flask_config())
    app.logger.setLevel(logging.INFO)
    keep_logs_impersonal()
    settings.attachments_folder.mkdir(parents=True, exist_ok=True)
    settings.imports_folder.mkdir(parents=True, exist_ok=True)
    Keyring(settings.sealing_keys_folder).prepare()
    _open_store(app)
    return app


def _settings_of_this_machine() -> Settings:
    """The environment's settings; the very first start makes the secrets that no variable gives."""
    create_secrets(
        find_data_folder(os.environ),
        key_file=SECRET_KEY_FILE,
        vapid_file=VAPID_KEY_FILE,
        vapid_public_file=VAPID_PUBLIC_FILE,
    )
    return read_settings(os.environ)


def _open_store(app: Flask) -> None:
    db.init_app(app)
    migrate.init_app(app, db)
    with app.app_context():
        prepare_engine(db.engine)
