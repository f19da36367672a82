"""The daily figures over OData v4 at /figures/odata, for Power BI and the like, by Basic with a token of the figures.

Every reading of rows is audited before the first of them leaves. Refusals are OData's own JSON.
"""

from __future__ import annotations

import datetime as dt

from flask import Blueprint, Flask, Response, current_app, request
from werkzeug.exceptions import NotFound

from server.api.app_token import app_token, calling_token
from server.api.odata_reply import COUNT_ONLY, answer_in_odata, reply_count, reply_model, reply_page, reply_tables
from server.domain.app_token import AppTokenKind
from server.domain.figures_feed import TABLE, read_figures_mark, write_figures_model
from server.domain.odata_page import Rows, read_query
from server.store.app_tokens import READING_FIGURES, TOKEN_ENTITY
from server.texts import text
from server.use_cases.read_daily_figures import read_daily_figures
from server.use_cases.record_reading import record_reading

figures_feed = Blueprint("figures_feed", __name__, url_prefix="/figures/odata")
answer_in_odata(figures_feed)

READ = app_token(AppTokenKind.FIGURES)


@figures_feed.get("")
@figures_feed.get("/")
@READ
def service_document() -> Response:
    """The one table."""
    return reply_tables(_base(), [TABLE])


@figures_feed.get("/$metadata")
@READ
def metadata() -> Response:
    """Its model."""
    return reply_model(write_figures_model())


@figures_feed.get("/<table>")
@READ
def entity_set(table: str) -> Response:
    """One page of the figures."""
    return reply_page(_base(), table, _read(table))


@figures_feed.get("/<table>/$count")
@READ
def count(table: str) -> Response:
    """How many rows there are, as plain text."""
    return reply_count(_read(table, COUNT_ONLY))


def _read(table: str, more: dict[str, str] | None = None) -> Rows:
    if table != TABLE:
        raise NotFound("There is no such table.")
    query = read_query(request.args.to_dict() | (more or {}), read_figures_mark)
    record_reading(
        action=READING_FIGURES, at=dt.datetime.now(dt.UTC), entity_type=TOKEN_ENTITY, entity_id=calling_token().token_id,
        asked={"table": table, "filter": query.filter_text, "goes_on": query.mark is not None},
    )  # fmt: skip
    return read_daily_figures(query, current_app.config["TIME_ZONE"], unknown_ward=text("visits-ward-unknown"))


def _base() -> str:
    return f"{request.root_url.rstrip('/')}/figures/odata"


def register(app: Flask) -> None:
    """Put /figures on the app."""
    app.register_blueprint(figures_feed)
