"""Who may see what by a link: a code that opens something gets its question, the right answer a cookie of these pages alone.

Whatever opens nothing (never made, replaced, over, closed, held) gets the same page, and is counted by network address.
"""

from __future__ import annotations

import datetime as dt
import functools
import uuid
from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar

from flask import current_app, g, make_response, render_template, request
from itsdangerous import BadData, URLSafeTimedSerializer
from werkzeug.wrappers import Response

from server.domain.permissions import AccessRule, declare
from server.domain.resident_link import LONGEST_CODE
from server.domain.token import hash_token
from server.resident.blueprint import now
from server.store.resident_links import ShownLink, find_link, find_link_by_code
from server.store.unit_of_work import read_now
from server.use_cases.count_refused_try import LINK_CODES, count_refused_try
from server.use_cases.try_link import Tried

P = ParamSpec("P")
R = TypeVar("R")
PATH = "/e/"
OURS = "X-Doorstep"  # a header that no other site's form can send, and no script of another origin without our leave
MOST_ANSWER_BYTES = 16 * 1024  # of the one question
LIFE = dt.timedelta(hours=2)  # from the last page or send
_STAMP = 16  # of the code's hash: another code ends what the old one opened
_LONGEST = 500


def through_code(view: Callable[P, R]) -> Callable[P, R]:
    """The route is reached by a link's code, which must open something now."""

    @functools.wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> Any:
        code = str(kwargs["code"])
        request.max_content_length = MOST_ANSWER_BYTES
        shown = None
        if 0 < len(code) <= LONGEST_CODE:
            with read_now() as session:
                shown = find_link_by_code(session, hash_token(code))
        if shown is None or not shown.standing.opens(now()):
            return nothing_here()
        g.link = shown
        return view(*args, **kwargs)

    return declare(AccessRule("public"))(guarded)


def through_answer(view: Callable[P, R]) -> Callable[P, R]:
    """The route is reached only after the link's question was answered here, within the last two hours."""

    @functools.wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> Any:
        request.max_content_length = MOST_ANSWER_BYTES  # the view allows more where it takes more
        shown = _read_cookie()
        if shown is None or not shown.standing.opens(now()):
            return _ask_again()
        g.link = shown
        reply = make_response(view(*args, **kwargs))
        return reply if "Set-Cookie" in reply.headers else _remember(reply, shown.link.id, shown.link.code_hash)

    return declare(AccessRule("link"))(guarded)


def this_link() -> ShownLink:
    """The link that the request came through. Only for routes behind a guard."""
    shown: ShownLink = g.link
    return shown


def nothing_here() -> Response:
    """The one answer for every code that opens nothing."""
    wait = count_refused_try(LINK_CODES, request.remote_addr or "", now())
    reply = make_response(render_template("resident/closed.html"), 429 if wait else 404)
    if wait:
        reply.headers["Retry-After"] = str(wait)
    return reply


def remember(reply: Response, tried: Tried) -> Response:
    """Let `reply` carry that this browser has answered."""
    assert tried.link_id is not None
    return _remember(reply, tried.link_id, tried.code_hash)


def forget(reply: Response) -> Response:
    """Let `reply` take the answer off this browser."""
    reply.delete_cookie(
        current_app.config["RESIDENT_COOKIE_NAME"], path=PATH, secure=_is_https(), httponly=True, samesite="Strict"
    )
    return reply


def _remember(reply: Response, link_id: uuid.UUID, code_hash: str) -> Response:
    reply.set_cookie(
        current_app.config["RESIDENT_COOKIE_NAME"],
        _signer().dumps([str(link_id), code_hash[:_STAMP]]),
        max_age=LIFE,
        secure=_is_https(),
        httponly=True,
        samesite="Strict",
        path=PATH,
    )
    return reply


def _read_cookie() -> ShownLink | None:
    written = request.cookies.get(current_app.config["RESIDENT_COOKIE_NAME"], "")
    if not 0 < len(written) <= _LONGEST:
        return None
    try:
        link_id, stamp = _signer().loads(written, max_age=int(LIFE.total_seconds()))
        found_id = uuid.UUID(link_id)
    except (BadData, ValueError, TypeError, AttributeError):
        return None
    with read_now() as session:
        shown = find_link(session, found_id)
    return shown if shown is not None and shown.link.code_hash[:_STAMP] == stamp else None


def _ask_again() -> Response:
    if OURS in request.headers:
        return make_response({"reason": "link_over"}, 403)
    return make_response(render_template("resident/again.html"), 403)


def _is_https() -> bool:
    return bool(current_app.config["IS_HTTPS"])


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.config["SECRET_KEY"], salt="resident-link")
