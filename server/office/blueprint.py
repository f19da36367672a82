"""The one blueprint that every office page hangs on. Holds no page itself; each page file adds its routes."""

from __future__ import annotations

from flask import Blueprint

office = Blueprint("office", "server.office", url_prefix="/office", template_folder="templates")
