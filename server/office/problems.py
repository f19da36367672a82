"""Pages for what went wrong: plain words, what was kept, and a telephone number. Never shows an exception."""

from __future__ import annotations

from flask import abort, current_app, render_template, request
from flask_login import current_user
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, NotFound

from server.office.access import me, public
from server.office.blueprint import office
from server.store.forms import FormNotFoundError

_FILES_READ_BY_THEIR_PAGE = {"office.upload_import", "office.upload_new_form", "office.upload_new_version"}
_WITH_WORDS = {400, 403, 404, 413, 429, 500}


@office.before_request
def refuse_what_no_text_holds() -> None:
    """A NUL is typed by nobody, and PostgreSQL keeps it in no text."""
    typed = request.args if request.endpoint in _FILES_READ_BY_THEIR_PAGE else request.values
    if any("\x00" in value for _, value in typed.items(multi=True)):
        abort(400)


@office.errorhandler(CSRFError)
def page_too_old(_error: CSRFError) -> tuple[str, int]:
    """The form's token is missing or old."""
    return render_template("office/problem.html", code=400), 400


@office.errorhandler(FormNotFoundError)
def no_such_form(_error: FormNotFoundError) -> tuple[str, int]:
    """A form, version or upload that is not there, whichever page asked for it."""
    return render_template("office/problem.html", code=404), 404


@office.errorhandler(HTTPException)
def page_for_problem(error: HTTPException) -> tuple[str, int] | HTTPException:
    """Any refusal, as a page; a code without words of its own reads as 404 (the caller's) or 500 (ours)."""
    code = error.code or 500
    if code < 400:
        return error
    if code == 403 and request.url_rule is not None:  # the rule, not the address: it names nobody
        who = me().user_id if current_user.is_authenticated else None
        current_app.logger.warning("%s %s refused to user %s", request.method, request.url_rule.rule, who)
    shown = code if code in _WITH_WORDS else (404 if code < 500 else 500)
    return render_template("office/problem.html", code=shown), code


@office.errorhandler(Exception)
def page_for_crash(error: Exception) -> tuple[str, int]:
    """A bug of ours. It is logged by its trace, without the request's body."""
    current_app.logger.error("%s %s failed", request.method, request.path, exc_info=error)
    return render_template("office/problem.html", code=500), 500


@office.route("/<path:unknown>", methods=["GET", "POST"])
@public
def no_such_page(unknown: str) -> str:  # noqa: ARG001  # the address is not repeated to anybody
    """Everything under /office/ that no page answers."""
    raise NotFound
