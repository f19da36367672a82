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

from server.api import council, form_media, push, session, sync
from server.api.reply import reply_busy, reply_crash, reply_problem
from server.domain.permissions import AccessRule, declare

PREFIX = "/api/v1"
PUBLIC = AccessRule("public")
EXTENSION = "doorstep_api_described"
BLUEPRINTS = (council.blueprint, form_media.blueprint, push.blueprint, session.blueprint, sync.blueprint)
SCHEMES = {
    "device_token": "The device token: reads and pushes.",
    "upload_ticket": "The upload ticket: pushes and sends bytes, and nothing else.",
}
description = FlaskBlueprint("api_description", __name__, url_prefix=PREFIX, template_folder="templates")


class _Description(Api):
    """flask-smorest's description without its own pages and without its hold on every error of the app."""

    def _register_doc_blueprint(self) -> None:
        return

    def _register_error_handlers(self) -> None:
        return


def register_api(app: Flask) -> None:
    """Put the API's blueprints on the app, each with errors in the API's one shape; described when somebody asks."""
    app.config.update(API_TITLE="Doorstep", API_VERSION="1", OPENAPI_VERSION="3.1.0", OPENAPI_URL_PREFIX=PREFIX)
    for blueprint in (*BLUEPRINTS, description):
        _answer_in_json(blueprint)
        app.register_blueprint(blueprint)
    app.register_error_handler(MethodNotAllowed, _wrong_method)


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
    app = current_app._get_current_object()  # type: ignore[attr-defined]
    if EXTENSION not in app.extensions:
        app.extensions[EXTENSION] = _make_description(app)
    described: dict[str, Any] = app.extensions[EXTENSION]
    return described


def _make_description(app: Flask) -> dict[str, Any]:
    api = _Description(app)
    for name, words in SCHEMES.items():
        api.spec.components.security_scheme(name, {"type": "http", "scheme": "bearer", "description": words})
    for blueprint in BLUEPRINTS:
        blueprint.register_views_in_doc(api, app, api.spec, name=blueprint.name, parameters=None)
        api.spec.tag({"name": blueprint.name, "description": blueprint.description})
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
