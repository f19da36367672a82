"""The cookie of a browser on which somebody has signed in before: strangers' wrong tries keep nobody out of it.

It opens nothing by itself; a wrong password typed here is counted here. Read by sign-in alone.
"""

from __future__ import annotations

import secrets
import uuid

from flask import current_app, request
from itsdangerous import BadData, URLSafeTimedSerializer
from werkzeug.wrappers import Response

from server.domain.tries import Visitor

LIFE_SECONDS = 180 * 24 * 3600
MOST_USERS = 8  # of a shared desk; who has not signed in here for longest goes first
LONGEST = 2000
PATH = "/"  # a cookie named __Host- has no other


def read_visitor() -> Visitor:
    """From where the request at hand signs in."""
    nonce, users = _read()
    return Visitor(request.remote_addr or "", f"browser:{nonce}" if nonce else "", frozenset(users))


def remember_browser(reply: Response, user_id: uuid.UUID) -> Response:
    """Let `reply` say that this user has signed in on this browser, beside those who did before."""
    nonce, users = _read()
    names = [str(user) for user in [*(user for user in users if user != user_id), user_id][-MOST_USERS:]]
    reply.set_cookie(
        name_cookie(),
        _signer().dumps([nonce or secrets.token_urlsafe(16), names]),
        max_age=LIFE_SECONDS,
        secure=current_app.config["IS_HTTPS"],
        httponly=True,
        samesite="Strict",
        path=PATH,
    )
    return reply


def _read() -> tuple[str, list[uuid.UUID]]:
    written = request.cookies.get(name_cookie(), "")
    if not written or len(written) > LONGEST:
        return "", []
    try:
        nonce, users = _signer().loads(written, max_age=LIFE_SECONDS)
        return str(nonce), [uuid.UUID(user) for user in users]
    except (BadData, ValueError, TypeError):
        return "", []


def name_cookie() -> str:
    """The cookie's name, which over https no other host can use."""
    return f"{'__Host-' if current_app.config['IS_HTTPS'] else ''}doorstep_known_browser"


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.config["SECRET_KEY"], salt="known-browser")
