"""Sign in and out of the pages. One error for every failure; where to go next is only ever a path of our own."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import current_app, flash, redirect, render_template, request, session, url_for
from flask_login import current_user, login_user, logout_user
from werkzeug.wrappers import Response

from server.domain.permissions import relation_of
from server.office.access import me, public, signed_in
from server.office.blueprint import office
from server.office.frame import now
from server.office.known_browser import read_visitor, remember_browser
from server.office.session_cookie import TOKEN_IN_COOKIE, as_signed_in
from server.store.tables import User
from server.texts import text
from server.use_cases.end_page_sessions import end_page_session
from server.use_cases.sign_in import SignInRefusedError, TooManyTriesError
from server.use_cases.sign_in import sign_in as check_sign_in
from server.use_cases.start_page_session import start_page_session


@office.get("/sign-in")
@public
def sign_in_page() -> str | Response:
    """The form; somebody already signed in goes on."""
    if current_user.is_authenticated:
        return redirect(_next_address(), 303)
    return _show({}, "")


@office.post("/sign-in")
@public
def sign_in() -> str | Response | tuple[str, int] | tuple[str, int, dict[str, str]]:
    """Check address and password; a sign-in that works is a new session, whatever this browser carried before."""
    email, password = request.form.get("email", "").strip(), request.form.get("password", "")
    errors = {}
    if not email:
        errors["email"] = text("sign-in-email-missing")
    if not password:
        errors["password"] = text("sign-in-password-missing")
    if errors:
        return _show(errors, email), 422
    try:
        user = check_sign_in(email, password, now(), visitor=read_visitor(), demo=current_app.config["DEMO"])
    except SignInRefusedError:
        return _show({"email": text("sign-in-wrong")}, email), 401
    except TooManyTriesError as error:
        words = text("sign-in-too-many", minutes=-(-error.wait // 60))
        return _show({"email": words}, email), 429, {"Retry-After": str(error.wait)}
    open_page_session(user)
    may_go_on = relation_of(user.role, "today.read") is not None
    address = _next_address() if may_go_on else url_for("office.today_page")
    return remember_browser(redirect(address, 303), user.id)


def open_page_session(user: User) -> None:
    """A new session of this browser, whatever it carried before."""
    token = start_page_session(user, now(), replaces=session.get(TOKEN_IN_COOKIE))
    session.clear()  # nothing planted before sign-in survives it
    session.permanent = True
    login_user(as_signed_in(user, token))


@office.post("/sign-out")
@signed_in
def sign_out() -> Response:
    """End the page session, and with it every copy of its cookie."""
    end_page_session(me().token, now())
    logout_user()
    session.clear()
    flash(text("signed-out"))
    return redirect(url_for("office.sign_in_page"), 303)


def _show(errors: dict[str, str], email: str) -> str:
    return render_template("office/sign_in.html", errors=errors, email=email, next=request.args.get("next"))


def _next_address() -> str:
    wanted = request.args.get("next", "")
    try:
        parts = urlsplit(wanted)
    except ValueError:  # brackets that make no address
        return url_for("office.today_page")
    own = not parts.scheme and not parts.netloc and parts.path.startswith("/office/") and "\\" not in wanted
    return wanted if own and "//" not in parts.path else url_for("office.today_page")
