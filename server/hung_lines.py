"""How long a thread waits for the rest of a request's body: a phone that lost its line must not hold one for ever.

Uploads at /files wait by their own, finer rule (api/request_body.py); the answer is written without a limit.
"""

from __future__ import annotations

import socket

from flask import Flask, Response, request

SILENCE_SECONDS = 30.0


def register_hung_lines(app: Flask) -> None:
    """Set the limit before anything reads a body. Call it before whatever reads one in a before_request."""
    app.before_request(_begin_to_watch)
    app.after_request(_stop_watching)


def _begin_to_watch() -> None:
    if (line := _find_line()) is not None:
        line.settimeout(SILENCE_SECONDS)


def _stop_watching(response: Response) -> Response:
    if (line := _find_line()) is not None:
        line.settimeout(None)
    return response


def _find_line() -> socket.socket | None:
    """The connection itself, which gunicorn hands on; None under another server and for uploads."""
    line: socket.socket | None = request.environ.get("gunicorn.socket")
    return None if request.path.startswith("/files") else line
