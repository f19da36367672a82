"""The pictures, sounds and films of a form version's labels, for phones: GET /api/v1/forms/<version>/media/<sha256>."""

from __future__ import annotations

import uuid

from flask import Response, current_app
from flask_smorest import Blueprint, abort

from server.api.bearer import device_token
from server.api.wire_shapes import ProblemSchema
from server.use_cases.open_byte_store import open_byte_store
from server.use_cases.open_form_medium import open_version_medium

blueprint = Blueprint("form_media", "form_media", url_prefix="/api/v1/forms", description="What a form's labels show.")


@blueprint.get("/<uuid:version_id>/media/<sha256>")
@blueprint.doc(security=[{"device_token": []}])
@blueprint.alt_response(
    200, content_type="application/octet-stream", description="The bytes, of the type that they are."
)
@blueprint.alt_response(401, schema=ProblemSchema, description="Nobody knows this token.")
@blueprint.alt_response(403, schema=ProblemSchema, description="This phone may not read.")
@blueprint.alt_response(404, schema=ProblemSchema, description="The version has no such file.")
@device_token
def form_medium(version_id: uuid.UUID, sha256: str) -> Response:
    """A file that a version's row names, current or retired. Its content never changes."""
    found = open_version_medium(open_byte_store(current_app.config), version_id, sha256)
    if found is None:
        abort(404, message="This version has no such file.")
        raise AssertionError("abort raises")
    return Response(found.content, content_type=found.content_type)
