"""Wires the API into the app and describes it: OpenAPI 3.1 at /api/v1/openapi.json and a page to read at /api/v1/.

The page needs no script and fetches nothing: it is the same description, rendered here.
"""

from __future__ import annotations

from typing import Any

from flask import Blueprint as FlaskBlueprint
from flask import Flask, Response, current_app, json, render_template, request
from flask_smorest import Api
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException, MethodNotAllowed, NotFound

from server.api import council, session, sync
from server.api.reply import reply_busy, reply_crash, reply_problem
from server.domain.permissions import AccessRule, declare

PREFIX = "/api/v1"
PUBLIC = AccessRule("public")
EXTENSION = "doorstep_api"
description = FlaskBlueprint("api_description", __name__, url_prefix=PREFIX, template_folder="templates")


class _Description(Api):
    """flask-smorest's description without its own pages and without its hold on every error of the app."""

    def _register_doc_blueprint(self) -> None:
        return

    def _register_error_handlers(self) -> None:
        return


def register_api(app: Flask) -> None:
    """Put the API's blueprints on the app, each with errors in the API's one shape."""
    app.config.update(API_TITLE="Doorstep", API_VERSION="1", OPENAPI_VERSION="3.1.0", OPENAPI_URL_PREFIX=PREFIX)
    api = _Description(app)
    schemes = api.spec.components
    for name, words in (
        ("device_token", "The device token: reads and pushes."),
        ("upload_ticket", "The upload ticket: pushes and sends bytes, and nothing else."),
    ):
        schemes.security_scheme(name, {"type": "http", "scheme": "bearer", "description": words})
    for blueprint in (council.blueprint, session.blueprint, sync.blueprint):
        _answer_in_json(blueprint)
        api.register_blueprint(blueprint)
    _answer_in_json(description)
    app.register_blueprint(description)
    app.register_error_handler(MethodNotAllowed, _wrong_method)
    app.extensions[EXTENSION] = api


def _answer_in_json(blueprint: FlaskBlueprint) -> None:
    if blueprint._got_registered_once:  # a second app of the same process: its handlers are there
        return
    blueprint.register_error_handler(HTTPException, reply_problem)
    blueprint.register_error_handler(OperationalError, reply_busy)
    blueprint.register_error_handler(Exception, reply_crash)


def _wrong_method(error: MethodNotAllowed) -> Response | MethodNotAllowed:
    """Routing fails before a blueprint is known, so that the API's own 405 is told by its address."""
    return reply_problem(error) if request.path.startswith(f"{PREFIX}/") else error


def _describe() -> dict[str, Any]:
    api: Api = current_app.extensions[EXTENSION]
    described: dict[str, Any] = api.spec.to_dict()
    return described


@description.get("/openapi.json")
@declare(PUBLIC)
def openapi_json() -> Response:
    """The description for machines."""
    return Response(json.dumps(_describe()), mimetype="application/json")


@description.get("/")
@declare(PUBLIC)
def openapi_page() -> str:
    """The description for people."""
    return render_template("api_description.html", described=_describe())


@description.route("/<path:unknown>", methods=["GET", "POST", "PUT", "PATCH", "DELETE"])
@declare(PUBLIC)
def no_such_resource(unknown: str) -> Response:
    """Everything under /api/v1 that nothing answers."""
    raise NotFound(f"There is no {PREFIX}/{unknown}.")
