"""One's own password: chosen in place of a first one before any other page, or changed at any time. Signs out everywhere else."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from server.domain.change_refusal import ChangeRefusedError
from server.domain.password import FEWEST_CHARACTERS, MOST_CHARACTERS
from server.office.access import me, signed_in
from server.office.blueprint import office
from server.office.frame import now
from server.office.known_browser import remember_browser
from server.office.sign_in import open_page_session
from server.texts import text
from server.use_cases.choose_password import choose_password


@office.get("/password")
@signed_in
def choose_password_page() -> str:
    """The old one, the new one, and the new one again."""
    return _show({})


@office.post("/password")
@signed_in
def save_password() -> Response | tuple[str, int]:
    """In force at once; this browser goes on, every other one is signed out."""
    typed = {name: request.form.get(name, "") for name in ("old", "new", "again")}
    try:
        user = choose_password(me().user_id, **typed, at=now())
    except ChangeRefusedError as refusal:
        errors = {
            field: text(f"password-refused-{field}-{reason}", least=FEWEST_CHARACTERS, most=MOST_CHARACTERS)
            for field, reason in refusal.mistakes.items()
        }
        return _show(errors), 422
    open_page_session(user)
    flash(text("password-done"), "done")
    return remember_browser(redirect(url_for("office.today_page"), 303), user.id)


def _show(errors: dict[str, str]) -> str:
    return render_template("setup/password.html", errors=errors, is_first=me().must_choose, least=FEWEST_CHARACTERS)
