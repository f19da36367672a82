"""What went wrong, for residents: plain words and a telephone number, never an exception."""

from __future__ import annotations

from flask import current_app, make_response, render_template, request
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from server.domain.permissions import AccessRule, declare
from server.resident.blueprint import resident


@resident.get("/left")
@declare(AccessRule("public"))
def left_page() -> str:
    """After *Remove from this device*."""
    return render_template("resident/left.html", of_evidence=request.args.get("of") == "evidence")


@resident.errorhandler(HTTPException)
def page_for_refusal(error: HTTPException) -> Response | HTTPException:
    """Any refusal, as the page with the telephone number."""
    code = error.code or 500
    return error if code < 400 else make_response(render_template("resident/problem.html"), code)


@resident.errorhandler(Exception)
def page_for_crash(error: Exception) -> tuple[str, int]:
    """A bug of ours, logged by its trace and the rule of its address, never the address itself: that is a link."""
    rule = request.url_rule.rule if request.url_rule else "/e/"
    current_app.logger.error("%s %s failed", request.method, rule, exc_info=error)
    return render_template("resident/problem.html"), 500
