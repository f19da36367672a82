"""What both processes stand on: settings, folders, sealing keys and the store, without an address.

The worker imports nothing else of the house's front; `app.py` puts the addresses on it.
"""

from __future__ import annotations

import logging
import os
from pathlib import Path

from flask import Flask

from server.config import (
    SECRET_KEY_FILE,
    VAPID_KEY_FILE,
    VAPID_PUBLIC_FILE,
    Settings,
    find_data_folder,
    read_settings,
)
from server.first_start import create_secrets
from server.impersonal_logs import keep_logs_impersonal
from server.keyring import Keyring
from server.store.database import db
from server.store.unit_of_work import prepare_engine


def create_core(settings: Settings | None = None) -> Flask:
    """The app without an address; settings default to the environment's."""
    settings = settings or read_settings_of_this_machine()
    app = Flask("server", root_path=str(Path(__file__).parent), static_folder=None)
    app.config.from_mapping(settings.as_flask_config())
    app.logger.setLevel(logging.INFO)
    keep_logs_impersonal()
    settings.attachments_folder.mkdir(parents=True, exist_ok=True)
    settings.imports_folder.mkdir(parents=True, exist_ok=True)
    Keyring(settings.sealing_keys_folder).prepare()
    _open_store(app)
    return app


def read_settings_of_this_machine() -> Settings:
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
    with app.app_context():
        prepare_engine(db.engine)
