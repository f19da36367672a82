"""Whose server this is, told to anybody who opens the app: GET /api/v1/council."""

from __future__ import annotations

import datetime as dt

from flask import Response, current_app
from flask_smorest import Blueprint

from server.api.reply import reply
from server.api.wire_session import CouncilReplySchema
from server.domain.permissions import AccessRule, declare

blueprint = Blueprint("council", "council", url_prefix="/api/v1/council", description="Whose server this is.")


@blueprint.get("")
@blueprint.alt_response(200, schema=CouncilReplySchema, description="What stands on every page of the council.")
@declare(AccessRule("public"))
def show_council() -> Response:
    """The council's name and telephone number, and whether it is a demonstration: what the sign-in screen says."""
    return reply(say_council(), dt.datetime.now(dt.UTC))


def say_council() -> dict[str, object]:
    """`council` and `demo`, as they stand here and in the answer to a sign-in."""
    config = current_app.config
    return {
        "council": {"name": config["COUNCIL_NAME"], "telephone": config["COUNCIL_TELEPHONE"]},
        "demo": config["DEMO"],
    }
