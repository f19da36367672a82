"""Pictures of a visit for the office pages: derivatives of 320 and 1600 px only. The original has no address here."""

from __future__ import annotations

import uuid

from flask import Response, abort, current_app

from server.domain.permissions import Relation
from server.domain.picture import LARGE_PICTURE, SMALL_PICTURE
from server.office.access import allowed, me, my_reach
from server.office.blueprint import office
from server.store.attachments import find_attachment
from server.store.pairs import is_in_hands_of
from server.store.pictures import find_visit_of_attachment
from server.store.unit_of_work import read_now, read_snapshot
from server.use_cases.open_picture import open_picture


def check_reach(attachment_id: uuid.UUID) -> None:
    """404 for a file of somebody else's visit, where the role reaches its own only."""
    if my_reach("attachments.read") is not Relation.ALL:
        with read_snapshot() as session:
            visit = find_visit_of_attachment(session, attachment_id)
            is_mine = visit is not None and is_in_hands_of(session, visit, me().user_id)
        if not is_mine:
            abort(404)


@office.get("/photos/<uuid:attachment_id>/<int:size>")
@allowed("attachments.read")
def photo(attachment_id: uuid.UUID, size: int) -> Response:
    """One picture; the visit page that names it was audited when it was shown. 404: not drawn (yet); 409: it could not be drawn."""
    if size not in (SMALL_PICTURE, LARGE_PICTURE):
        abort(404)
    check_reach(attachment_id)
    picture = open_picture(attachment_id, size, config=current_app.config)
    if picture is None:
        with read_now() as session:
            attachment = find_attachment(session, attachment_id)
        abort(409 if attachment and attachment.status == "received" and attachment.picture_fault else 404)
    reply = Response(picture.content, content_type=picture.content_type)
    reply.headers["Content-Disposition"] = "inline"
    return reply
