"""The answers of every OData feed: pages with their link, the version they are in, refusals as OData's own JSON. Reads no rows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import quote

from flask import Blueprint, Response, current_app, request
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import BadRequest, HTTPException, NotImplemented

from server.api.reply import write_json
from server.domain.odata_page import QueryError, Rows

_CODES = {
    400: "BadRequest", 401: "Unauthorized", 403: "Forbidden", 404: "NotFound", 429: "TooManyRequests",
    501: "NotImplemented",
}  # fmt: skip
COUNT_ONLY = {"$top": "0", "$count": "true"}


def reply_odata(body: dict[str, Any], status: int = 200) -> Response:
    """An answer as JSON with minimal metadata."""
    reply = write_json(body, status)
    reply.headers["Content-Type"] = "application/json;odata.metadata=minimal;charset=utf-8"
    return reply


def reply_tables(base: str, names: list[str]) -> Response:
    """The service document: the tables there are under the address."""
    tables = [{"name": name, "kind": "EntitySet", "url": name} for name in names]
    return reply_odata({"@odata.context": f"{base}/$metadata", "value": tables})


def reply_model(document: bytes) -> Response:
    """The model of the tables."""
    return Response(document, content_type="application/xml; charset=utf-8")


def reply_page(base: str, table: str, rows: Rows) -> Response:
    """A page of a table, with the link that goes on."""
    select = request.args.get("$select")
    body: dict[str, Any] = {"@odata.context": f"{base}/$metadata#{table}{f'({select})' if select else ''}"}
    if rows.count is not None:
        body["@odata.count"] = rows.count
    body["value"] = rows.value
    if rows.next_mark is not None:
        kept = {name: value for name, value in request.args.items() if name not in ("$skiptoken", "$top", "$skip")}
        words = "&".join(
            f"{quote(name, '$')}={quote(value, '')}" for name, value in (kept | {"$skiptoken": rows.next_mark}).items()
        )
        body["@odata.nextLink"] = f"{base}/{quote(table)}?{words}"
    return reply_odata(body)


def reply_count(rows: Rows) -> Response:
    """How many rows there are, as plain text."""
    return Response(str(rows.count), content_type="text/plain; charset=utf-8")


def answer_in_odata(feed: Blueprint) -> None:
    """Make all that a feed's addresses answer OData's: its version, its refusals."""
    feed.after_request(_add_version)
    handlers: dict[type[Exception], Callable[[Any], Response]] = {
        QueryError: _refuse_query, HTTPException: refuse, OperationalError: _refuse_busy,
    }  # fmt: skip
    for kind, handler in handlers.items():
        feed.register_error_handler(kind, handler)


def refuse(error: HTTPException) -> Response:
    """Any refusal (OData JSON 4.0, 19)."""
    status = error.code or 500
    reply = reply_odata(
        {"error": {"code": _CODES.get(status, str(status)), "message": error.description or error.name}}, status
    )
    for name, value in error.get_headers():
        if name.lower() in ("www-authenticate", "retry-after"):
            reply.headers.add(name, value)
    return reply


def _add_version(reply: Response) -> Response:
    """Every answer names the version it is in (OData 4.0 part 1, 8.1.5)."""
    reply.headers["OData-Version"] = "4.0"
    return reply


def _refuse_query(error: QueryError) -> Response:
    return refuse(NotImplemented(str(error)) if error.status == 501 else BadRequest(str(error)))


def _refuse_busy(error: OperationalError) -> Response:
    """The database did not answer in time."""
    current_app.logger.error("an OData request failed: database: %s", type(error.orig).__name__)
    reply = reply_odata({"error": {"code": "Busy", "message": "Busy. Ask again later."}}, 503)
    reply.headers["Retry-After"] = "5"
    return reply
