"""Makes the JSON replies of /api/v1: stamped with epoch and time, compressed where the caller takes it, refusals in one shape."""

from __future__ import annotations

import datetime as dt
import gzip
import json
from typing import Any

from flask import Response, current_app, request
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException

from server.api.bearer import find_caller
from server.use_cases.get_server_epoch import get_server_epoch

_WORTH_COMPRESSING = 1400
_FAST = 3
_TRY_AGAIN_SECONDS = "5"


def say_time(instant: dt.datetime) -> str:
    """An instant as the wire spells it: UTC with Z."""
    return instant.astimezone(dt.UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def reply(body: dict[str, Any], now: dt.datetime, status: int = 200) -> Response:
    """A stamped answer."""
    caller = find_caller()
    epoch = (caller and caller.server_epoch) or get_server_epoch()
    return write_json({"server_epoch": epoch, "server_time": say_time(now)} | body, status)


def write_json(body: dict[str, Any], status: int) -> Response:
    """The body as JSON, compressed when that is worth it and the caller takes gzip."""
    text = json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
    response = Response(text, status, mimetype="application/json")
    if len(text) >= _WORTH_COMPRESSING and request.accept_encodings["gzip"] > 0:
        response.set_data(gzip.compress(text, _FAST))
        response.headers["Content-Encoding"] = "gzip"
    response.headers["Vary"] = "Accept-Encoding"
    return response


def reply_problem(error: HTTPException) -> Response:
    """Any refusal: a number, its name, and words that say what to do."""
    if error.code is None or error.code < 400:
        return Response(status=error.code or 500)
    told: dict[str, Any] = getattr(error, "data", None) or {}
    body = {
        "code": error.code,
        "status": error.name,
        "message": told.get("message") or error.description or error.name,
        "errors": told.get("errors") or {},
    }
    if "orders" in told:
        body["orders"] = told["orders"]
    response = write_json(body, error.code)
    if error.code in (429, 503):
        response.headers["Retry-After"] = str(told.get("retry_after", _TRY_AGAIN_SECONDS))
    if error.code == 401:
        response.headers["WWW-Authenticate"] = "Bearer"
    return response


def reply_busy(error: OperationalError) -> Response:
    """The database did not answer in time: nothing was lost, and the same request may be sent again."""
    current_app.logger.error("%s %s: database: %s", request.method, request.path, type(error.orig).__name__)
    body = {"code": 503, "status": "Service Unavailable", "message": "Busy. Send the same again later.", "errors": {}}
    response = write_json(body, 503)
    response.headers["Retry-After"] = _TRY_AGAIN_SECONDS
    return response


def reply_crash(error: Exception) -> Response:
    """A bug of ours: logged by its trace, without the request's body."""
    current_app.logger.error("%s %s failed", request.method, request.path, exc_info=error)
    body = {"code": 500, "status": "Internal Server Error", "message": "Something broke here.", "errors": {}}
    return write_json(body, 500)
