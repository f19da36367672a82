"""Which page of a list, or up to when a history, the address asks for, so that no page need read a number or an instant for itself."""

from __future__ import annotations

import datetime as dt

from flask import abort, request

from server.domain.operation import parse_instant

MOST_PAGES = 99_999


def get_page(most: int = MOST_PAGES) -> int:
    """The page, 1 where none is named; what is no number of a page is a page that does not exist (404)."""
    page = _find("page", most)
    if page is None:
        abort(404)
    return page


def page_or_first(name: str = "page") -> int:
    """The page; the first where the address names none, or nothing that could be one."""
    return _find(name, MOST_PAGES) or 1


def read_until() -> dt.datetime | None:
    """Up to which instant a history goes, None where the address names none; what is no instant is a page that does not exist (404)."""
    typed = request.args.get("until")
    until = parse_instant(typed)
    if typed and until is None:
        abort(404)
    return until


def _find(name: str, most: int) -> int | None:
    typed = request.args.get(name, "1")
    is_number = typed.isascii() and typed.isdigit() and len(typed) <= len(str(most))
    return int(typed) if is_number and 0 < int(typed) <= most else None
