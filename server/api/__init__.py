"""JSON for the phone under /api/v1, its photos under /files, and what other programs speak (OpenRosa, OData)."""

from __future__ import annotations

from flask import Flask

from server.api.figures_feed import register as register_figures_feed
from server.api.files import register as register_files
from server.api.odata import register as register_odata
from server.api.openapi import register_api
from server.api.openrosa import register as register_openrosa
from server.api.waiting_addresses import WaitingAddresses


def register(app: Flask) -> None:
    """Put the API on the app."""
    app.extensions["doorstep_waiting_addresses"] = WaitingAddresses()
    register_api(app)
    register_files(app)
    register_openrosa(app)
    register_odata(app)
    register_figures_feed(app)
