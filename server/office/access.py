"""What stands before every office page: `@allowed('visits.review')` or `@public` says who may call it.

The table itself is `domain/permissions.py`; nothing here knows a role by name.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar, cast

from flask import abort, redirect, request, url_for
from flask_login import current_user

from server.domain.permissions import PERMISSIONS, AccessRule, Relation, declare, relation_of
from server.office.signed_in import SignedIn

P = ParamSpec("P")
R = TypeVar("R")
# All that opens to somebody who still has the password that an administrator gave them.
_BEFORE_CHOOSING = frozenset({"office.choose_password_page", "office.save_password", "office.sign_out"})


def me() -> SignedIn:
    """The signed-in member of staff. Only for routes behind `@allowed`; RuntimeError elsewhere."""
    if not current_user.is_authenticated:
        raise RuntimeError("this route is not behind @allowed")
    return cast(SignedIn, current_user._get_current_object())


def i_may(action: str) -> bool:
    """Whether the caller may do `action` on anything at all; what templates ask before they show a link or a button."""
    return bool(current_user.is_authenticated) and relation_of(me().role, action) is not None


def my_reach(action: str) -> Relation:
    """How far `action` reaches for the caller: ALL, or only what is OWN or HANDED. 403 when not at all."""
    relation = relation_of(me().role, action)
    if relation is None:
        abort(403)
    return relation


def public(view: Callable[P, R]) -> Callable[P, R]:
    """Anybody may call this route: sign-in, and nothing that shows a resident."""
    return declare(AccessRule("public"))(view)


def signed_in(view: Callable[P, R]) -> Callable[P, R]:
    """Every member of staff may call this route, whatever the role: it shows nobody's rows."""
    return _guard(AccessRule("signed_in"), view)


def allowed(action: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Only roles that PERMISSIONS lets do `action` may call this route. The view narrows rows by `my_reach(action)`."""
    if action not in PERMISSIONS:
        raise KeyError(action)
    return functools.partial(_guard, AccessRule("staff", action))


def _guard(rule: AccessRule, view: Callable[P, R]) -> Callable[P, R]:
    @functools.wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> Any:
        if not current_user.is_authenticated:
            # Only a page that can be read again is worth coming back to; a POST is not repeated behind one's back.
            back_to = request.full_path.rstrip("?") if request.method == "GET" else None
            return redirect(url_for("office.sign_in_page", next=back_to), 303)
        if me().must_choose and request.endpoint not in _BEFORE_CHOOSING:
            return redirect(url_for("office.choose_password_page"), 303)
        if rule.action is not None:
            my_reach(rule.action)
        return view(*args, **kwargs)

    return declare(rule)(guarded)
