"""The page session: flask-login over a signed cookie, ended by the server, and CSRF tokens for pages (the API ignores cookies).

Says who somebody is; what they may do is asked in `access.py`.
"""

from __future__ import annotations

import datetime as dt
import hashlib

from flask import Flask, Request, current_app, request
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface, SessionMixin
from flask_login import LoginManager
from flask_wtf import CSRFProtect

from server.domain.page_session import IDLE_LIMIT, is_too_old
from server.domain.password import password_stamp
from server.domain.token import hash_token
from server.office.signed_in import SignedIn
from server.store.page_sessions import find_page_session
from server.store.tables import User
from server.store.unit_of_work import read_now

PAGES = ("/office", "/cookies")
LONGEST_TOKEN = 100
POLLS = frozenset({"office.new_visits"})  # what a script asks by itself: nobody is at the desk for it
TOKEN_IN_COOKIE = "_user_id"  # noqa: S105 - flask-login's name for what `get_id` returns

csrf = CSRFProtect()


class PageSessions(SecureCookieSessionInterface):
    """Flask's signed cookie, for pages alone: what may be kept by a cache, and the API, neither reads nor renews it."""

    digest_method = staticmethod(hashlib.sha256)

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        """The session of a page; an empty one that takes nothing for everything else."""
        return super().open_session(app, request) if request.path.startswith(PAGES) else self.make_null_session(app)

    def should_set_cookie(self, app: Flask, session: SessionMixin) -> bool:
        """Not for a poll: a page that is left open signs itself out all the same."""
        return request.endpoint not in POLLS and super().should_set_cookie(app, session)


def register(app: Flask) -> None:
    """Install session and CSRF on `app`; CSRF is checked for the paths of pages only."""
    app.session_interface = PageSessions()
    app.config["PERMANENT_SESSION_LIFETIME"] = IDLE_LIMIT
    app.config["WTF_CSRF_CHECK_DEFAULT"] = False
    csrf.init_app(app)
    login = LoginManager(app)
    login.session_protection = (
        None  # phones on mobile networks change address; the cookie is HttpOnly, SameSite and short-lived
    )
    login.user_loader(load_signed_in)
    app.before_request(_check_csrf)


def load_signed_in(token: str) -> SignedIn | None:
    """The person a session's token stands for; None when it was ended, is too old, or the person blocked or given another password."""
    if not 0 < len(token) <= LONGEST_TOKEN:
        return None
    with read_now() as session:
        found = find_page_session(session, hash_token(token))
    if found is None:
        return None
    user, stamp, started_at = found
    now = dt.datetime.now(dt.UTC)
    over = is_too_old(started_at, now) or stamp != password_stamp(user.password_hash)
    until_at = user.first_password_until_at
    over = over or (until_at is not None and until_at <= now)
    return None if over or not user.active else as_signed_in(user, token)


def as_signed_in(user: User, token: str) -> SignedIn:
    """What pages know of a user."""
    return SignedIn(user.id, user.name, user.role, user.team_id, token, user.first_password_until_at is not None)


def _check_csrf() -> None:
    if current_app.config["WTF_CSRF_ENABLED"] and request.path.startswith(PAGES):
        csrf.protect()
