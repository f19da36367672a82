"""The page session: flask-login over a signed cookie, and CSRF tokens for pages (the API ignores cookies).

Says who somebody is; what they may do is asked in `access.py`.
"""

from __future__ import annotations

import datetime as dt
import uuid

from flask import Flask, current_app, request
from flask_login import LoginManager
from flask_wtf import CSRFProtect

from server.domain.password import password_stamp
from server.office.signed_in import SignedIn
from server.store.tables import User
from server.store.unit_of_work import read_snapshot
from server.store.users import find_user

# A desk that nobody touched for this long signs itself out.
IDLE_LIMIT = dt.timedelta(hours=2)

csrf = CSRFProtect()


def register(app: Flask) -> None:
    """Install session and CSRF on `app`; CSRF is checked for the paths of pages only."""
    app.config.setdefault("SESSION_COOKIE_HTTPONLY", True)
    app.config["PERMANENT_SESSION_LIFETIME"] = IDLE_LIMIT
    app.config["WTF_CSRF_CHECK_DEFAULT"] = False
    csrf.init_app(app)
    login = LoginManager(app)
    login.session_protection = (
        None  # phones on mobile networks change address; the cookie is HttpOnly, SameSite and short-lived
    )
    login.user_loader(load_signed_in)
    app.before_request(_check_csrf)


def load_signed_in(cookie_id: str) -> SignedIn | None:
    """The person a session cookie stands for; None when blocked, gone, or since given another password."""
    user_part, _, stamp = cookie_id.partition(":")
    try:
        user_id = uuid.UUID(user_part)
    except ValueError:
        return None
    with read_snapshot() as session:
        user = find_user(session, user_id)
    if user is None or not user.active:
        return None
    person = as_signed_in(user)
    return person if person.stamp == stamp else None


def as_signed_in(user: User) -> SignedIn:
    """What pages know of a user."""
    return SignedIn(user.id, user.name, user.role, user.team_id, password_stamp(user.password_hash))


def _check_csrf() -> None:
    if current_app.config["WTF_CSRF_ENABLED"] and request.path.startswith("/office"):
        csrf.protect()
