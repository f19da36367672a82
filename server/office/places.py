"""Where a page of a list ended, as an address says it: an instant and an id. The list may change before the next is asked for."""

from __future__ import annotations

import datetime as dt
import uuid

from flask import abort

from server.domain.operation import parse_id, parse_instant


def read_place(after: str) -> tuple[dt.datetime, uuid.UUID] | None:
    """The place in an address, None for the first page; one that makes no sense is a page that does not exist (404)."""
    if not after:
        return None
    at, _, row_id = after.partition("~")
    found_at, found_id = parse_instant(at), parse_id(row_id)
    if found_at is None or found_id is None:
        abort(404)
    return found_at, found_id


def write_place(at: dt.datetime, row_id: uuid.UUID) -> str:
    """The inverse of `read_place`."""
    return f"{at.astimezone(dt.UTC).isoformat().replace('+00:00', 'Z')}~{row_id}"
