"""Which other program calls: the one token behind Basic authentication, or in the address where ODK Collect has it there.

A token that is not known is counted by network address like a wrong password; one that is known never meets that count.
"""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar

from flask import current_app, g, request
from werkzeug.datastructures import WWWAuthenticate
from werkzeug.exceptions import Forbidden, HTTPException, TooManyRequests, Unauthorized

from server.domain.app_token import ACTION_OF_KIND, AppTokenKind
from server.domain.permissions import AccessRule, declare
from server.domain.token import hash_token
from server.store.app_tokens import TokenStanding, find_token
from server.store.unit_of_work import read_columns
from server.use_cases.count_refused_try import REFUSED_TOKENS, count_refused_try

P = ParamSpec("P")
R = TypeVar("R")
LONGEST_TOKEN = 200
UNKNOWN = "This access is not known here, or it was ended. Ask the council’s administrator for another."
ENDED = (
    "This device was revoked, or whoever answers for this access has left or may not do this any more. "
    "Ask the council’s administrator."
)
IN_THE_CLEAR = "This access works over https only."
TOO_MANY = "Too many requests with an unknown token came from this network. Wait, then try again."


def app_token(kind: AppTokenKind, *, also_delivering: bool = False) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Only a token of this kind opens the route; `also_delivering`: also one whose person has left, for 30 days."""
    rule = AccessRule("app_token", ACTION_OF_KIND[kind])

    def decorate(view: Callable[P, R]) -> Callable[P, R]:
        @functools.wraps(view)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> Any:
            address: dict[str, Any] = kwargs
            standing = _find_standing(kind, address.pop("token", None))
            may = standing.delivers(_now()) if also_delivering else standing.opens
            if not may:
                raise Forbidden(ENDED)
            g.app_token = standing
            return view(*args, **kwargs)

        return declare(rule)(guarded)

    return decorate


def calling_token() -> TokenStanding:
    """The token that calls. Only for routes behind the guard."""
    standing: TokenStanding = g.app_token
    return standing


def _find_standing(kind: AppTokenKind, in_address: str | None) -> TokenStanding:
    if _came_in_the_clear():
        raise Forbidden(IN_THE_CLEAR)
    token = in_address if in_address is not None else _read_basic()
    standing = None
    if token is not None and 0 < len(token) <= LONGEST_TOKEN:
        with read_columns() as connection:
            standing = find_token(connection, hash_token(token))
    if standing is None or standing.kind is not kind or standing.revoked_at is not None:
        raise _refusal(was_tried=token is not None)
    return standing


def _came_in_the_clear() -> bool:
    """Known only where we know of the proxy in front, which says how a request reached it."""
    config = current_app.config
    return bool(config["IS_HTTPS"] and config["TRUSTED_PROXIES"] and not request.is_secure)


def _read_basic() -> str | None:
    """The password of Basic authentication (RFC 7617); the user's name is not looked at, since the token says whose it is."""
    said = request.authorization
    return said.password if said is not None and said.type == "basic" else None


def _refusal(*, was_tried: bool) -> HTTPException:
    """401; 429 once an address has tried too often. A request without any token is how a program asks for a way in."""
    wait = count_refused_try(REFUSED_TOKENS, request.remote_addr or "", _now()) if was_tried else 0
    if wait:
        return TooManyRequests(TOO_MANY, retry_after=wait)
    return Unauthorized(UNKNOWN, www_authenticate=WWWAuthenticate("basic", {"realm": "Doorstep", "charset": "UTF-8"}))


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)
