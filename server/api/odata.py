"""OData v4 (minimal conformance) for Power BI and the like, at /odata/<form_id>, by Basic with a token of that form.

Every reading of rows is audited before the first of them leaves. Refusals are OData's own JSON.
"""

from __future__ import annotations

import datetime as dt
from urllib.parse import quote

from flask import Blueprint, Flask, Response, request
from werkzeug.exceptions import Forbidden, NotFound

from server.api.app_token import app_token, calling_token
from server.api.odata_reply import (
    COUNT_ONLY,
    answer_in_odata,
    refuse,
    reply_count,
    reply_model,
    reply_odata,
    reply_page,
    reply_tables,
)
from server.domain.app_token import AppTokenKind
from server.domain.odata_page import Rows, read_query
from server.domain.operation import clean_text
from server.domain.submission_mark import read_submission_mark
from server.store.app_tokens import READING, TOKEN_ENTITY
from server.use_cases.read_odata import NoSuchTableError, list_table_names, read_metadata, read_table
from server.use_cases.record_reading import record_reading

odata = Blueprint("odata", __name__, url_prefix="/odata/<form_id>")
answer_in_odata(odata)

READ = app_token(AppTokenKind.ODATA)
_ROOT_TABLE = "Submissions"


@odata.get("")
@odata.get("/")
@READ
def service_document(form_id: str) -> Response:
    """The tables there are."""
    _check(form_id)
    return reply_tables(_base(form_id), list_table_names(calling_token().form_ref_id))


@odata.get("/$metadata")
@READ
def metadata(form_id: str) -> Response:
    """The model of the form's tables."""
    _check(form_id)
    return reply_model(read_metadata(calling_token().form_ref_id))


@odata.get("/<table>")
@READ
def entity_set(form_id: str, table: str) -> Response:
    """One page of a table. `Submissions('uuid:...')` is one submission."""
    _check(form_id)
    instance_id = _read_key(table)
    rows = _read(table if instance_id is None else _ROOT_TABLE, instance_id)
    if instance_id is None:
        return reply_page(_base(form_id), table, rows)
    if not rows.value:
        raise NotFound("There is no such submission.")
    return reply_odata({"@odata.context": f"{_base(form_id)}/$metadata#{_ROOT_TABLE}/$entity"} | rows.value[0])


@odata.get("/<table>/$count")
@READ
def count(form_id: str, table: str) -> Response:
    """How many rows a table has, as plain text."""
    _check(form_id)
    return reply_count(_read(table, None, COUNT_ONLY))


def _read(table: str, instance_id: str | None, more: dict[str, str] | None = None) -> Rows:
    query = read_query(request.args.to_dict() | (more or {}), read_submission_mark)
    at, token = dt.datetime.now(dt.UTC), calling_token()
    record_reading(
        action=READING, at=at, entity_type=TOKEN_ENTITY, entity_id=token.token_id,
        asked={"table": table, "filter": query.filter_text, "goes_on": query.mark is not None},
    )  # fmt: skip
    return read_table(token.form_ref_id, table, query, at, instance_id=instance_id)


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


@odata.errorhandler(NoSuchTableError)
def no_such_table(_error: NoSuchTableError) -> Response:
    """A table that the form does not have."""
    return refuse(NotFound("The form has no such table."))


def register(app: Flask) -> None:
    """Put /odata on the app."""
    app.register_blueprint(odata)
