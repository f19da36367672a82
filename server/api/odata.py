"""OData v4 (minimal conformance) for Power BI and the like, at /odata/<form_id>, by Basic with a token of that form.

Every reading of rows is audited before the first of them leaves. Refusals are OData's own JSON.
"""

from __future__ import annotations

import datetime as dt
from typing import Any
from urllib.parse import quote

from flask import Blueprint, Flask, Response, current_app, request
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import BadRequest, Forbidden, HTTPException, NotFound, NotImplemented

from server.api.app_token import app_token, calling_token
from server.api.reply import write_json
from server.domain.app_token import AppTokenKind
from server.domain.odata_page import QueryError, read_query
from server.domain.operation import clean_text
from server.store.app_tokens import READING, TOKEN_ENTITY
from server.use_cases.read_odata import NoSuchTableError, Rows, list_table_names, read_metadata, read_table
from server.use_cases.record_reading import record_reading

odata = Blueprint("odata", __name__, url_prefix="/odata/<form_id>")

READ = app_token(AppTokenKind.ODATA)
_CODES = {
    400: "BadRequest", 401: "Unauthorized", 403: "Forbidden", 404: "NotFound", 429: "TooManyRequests",
    501: "NotImplemented",
}  # fmt: skip
_ROOT_TABLE = "Submissions"


@odata.get("")
@odata.get("/")
@READ
def service_document(form_id: str) -> Response:
    """The tables there are."""
    _check(form_id)
    tables = [
        {"name": name, "kind": "EntitySet", "url": name} for name in list_table_names(calling_token().form_ref_id)
    ]
    return _reply({"@odata.context": f"{_base(form_id)}/$metadata", "value": tables})


@odata.get("/$metadata")
@READ
def metadata(form_id: str) -> Response:
    """The model of the form's tables."""
    _check(form_id)
    return Response(read_metadata(calling_token().form_ref_id), content_type="application/xml; charset=utf-8")


@odata.get("/<table>")
@READ
def entity_set(form_id: str, table: str) -> Response:
    """One page of a table. `Submissions('uuid:...')` is one submission."""
    _check(form_id)
    instance_id = _read_key(table)
    rows = _read(table if instance_id is None else _ROOT_TABLE, instance_id)
    if instance_id is None:
        return _reply(_as_page(form_id, table, rows))
    if not rows.value:
        raise NotFound("There is no such submission.")
    return _reply({"@odata.context": f"{_base(form_id)}/$metadata#{_ROOT_TABLE}/$entity"} | rows.value[0])


@odata.get("/<table>/$count")
@READ
def count(form_id: str, table: str) -> Response:
    """How many rows a table has, as plain text."""
    _check(form_id)
    rows = _read(table, None, {"$top": "0", "$count": "true"})
    return Response(str(rows.count), content_type="text/plain; charset=utf-8")


def _read(table: str, instance_id: str | None, more: dict[str, str] | None = None) -> Rows:
    query = read_query(request.args.to_dict() | (more or {}))
    at, token = dt.datetime.now(dt.UTC), calling_token()
    record_reading(
        action=READING, at=at, entity_type=TOKEN_ENTITY, entity_id=token.token_id,
        asked={"table": table, "filter": query.filter_text, "goes_on": query.mark is not None},
    )  # fmt: skip
    return read_table(token.form_ref_id, table, query, at, instance_id=instance_id)


def _as_page(form_id: str, table: str, rows: Rows) -> dict[str, Any]:
    select = request.args.get("$select")
    body: dict[str, Any] = {"@odata.context": f"{_base(form_id)}/$metadata#{table}{f'({select})' if select else ''}"}
    if rows.count is not None:
        body["@odata.count"] = rows.count
    body["value"] = rows.value
    if rows.next_mark is not None:
        kept = {name: value for name, value in request.args.items() if name not in ("$skiptoken", "$top", "$skip")}
        words = "&".join(
            f"{quote(name, '$')}={quote(value, '')}" for name, value in (kept | {"$skiptoken": rows.next_mark}).items()
        )
        body["@odata.nextLink"] = f"{_base(form_id)}/{quote(table)}?{words}"
    return body


def _read_key(segment: str) -> str | None:
    """The key in `Submissions('...')`; quotes within it are doubled (OData 4.0 part 2, 4.3)."""
    head, mark, rest = segment.partition("('")
    if head != _ROOT_TABLE or not mark or not rest.endswith("')"):
        return None
    return clean_text(rest[:-2].replace("''", "'"))


def _check(form_id: str) -> None:
    if form_id != calling_token().form_id:
        raise Forbidden("This access is for another form.")


def _base(form_id: str) -> str:
    return f"{request.root_url.rstrip('/')}/odata/{quote(form_id, '')}"


def _reply(body: dict[str, Any], status: int = 200) -> Response:
    reply = write_json(body, status)
    reply.headers["Content-Type"] = "application/json;odata.metadata=minimal;charset=utf-8"
    return reply


@odata.after_request
def add_version(reply: Response) -> Response:
    """Every answer names the version it is in (OData 4.0 part 1, 8.1.5)."""
    reply.headers["OData-Version"] = "4.0"
    return reply


@odata.errorhandler(QueryError)
def bad_query(error: QueryError) -> Response:
    """A request that this service does not take."""
    return refused(NotImplemented(str(error)) if error.status == 501 else BadRequest(str(error)))


@odata.errorhandler(NoSuchTableError)
def no_such_table(_error: NoSuchTableError) -> Response:
    """A table that the form does not have."""
    return refused(NotFound("The form has no such table."))


@odata.errorhandler(HTTPException)
def refused(error: HTTPException) -> Response:
    """Any refusal (OData JSON 4.0, 19)."""
    status = error.code or 500
    reply = _reply(
        {"error": {"code": _CODES.get(status, str(status)), "message": error.description or error.name}}, status
    )
    for name, value in error.get_headers():
        if name.lower() in ("www-authenticate", "retry-after"):
            reply.headers.add(name, value)
    return reply


@odata.errorhandler(OperationalError)
def try_again(error: OperationalError) -> Response:
    """The database did not answer in time."""
    current_app.logger.error("an OData request failed: database: %s", type(error.orig).__name__)
    reply = _reply({"error": {"code": "Busy", "message": "Busy. Ask again later."}}, 503)
    reply.headers["Retry-After"] = "5"
    return reply


def register(app: Flask) -> None:
    """Put /odata on the app."""
    app.register_blueprint(odata)
