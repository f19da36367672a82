"""The original bytes of an attachment, for the roles PERMISSIONS names: saved, never shown, each opening audited."""

from __future__ import annotations

import datetime as dt
import uuid

from flask import Response, abort, current_app

from server.office.access import allowed, me
from server.office.blueprint import office
from server.use_cases.open_byte_store import open_byte_store
from server.use_cases.open_original import open_original

_ENDINGS = {
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/webp": "webp",
    "image/heic": "heic",
    "application/pdf": "pdf",
}


@office.get("/attachments/<uuid:attachment_id>/original")
@allowed("originals.read")
def original(attachment_id: uuid.UUID) -> Response:
    """The file as it left the phone, under a name of ours: the sender's name is never trusted with a browser."""
    opened = open_original(
        open_byte_store(current_app.config),
        attachment_id,
        has_scanner=bool(current_app.config["CLAMD_ADDRESS"]),
        user_id=me().user_id,
        now=dt.datetime.now(dt.UTC),
    )
    if opened is None:
        abort(404)
    reply = Response(opened.pieces, content_type=opened.content_type)
    reply.content_length = opened.size
    ending = _ENDINGS.get(opened.content_type, "bin")
    reply.headers["Content-Disposition"] = f'attachment; filename="{attachment_id}.{ending}"'
    return reply
