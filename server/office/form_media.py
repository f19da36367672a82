"""Pictures, sounds and films of a form's labels: sent to an upload that waits, and shown to whoever sees the form.

Their bytes have a sandbox for a policy (security_headers.py), and come in parts where a player asks for parts (RFC 9110).
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from flask import Response, abort, current_app, flash, redirect, request, url_for
from werkzeug.exceptions import RequestEntityTooLarge

from server.domain.file_name import plain_file_name
from server.domain.form_medium import MOST_FILE_BYTES
from server.office.access import allowed, me
from server.office.blueprint import office
from server.office.forms import show_upload
from server.office.frame import now
from server.texts import text
from server.use_cases.add_form_media import SentMedium, add_form_media
from server.use_cases.open_byte_store import open_byte_store
from server.use_cases.open_form_medium import OpenedMedium, open_upload_medium, open_version_medium


@office.post("/forms/uploads/<uuid:upload_id>/media")
@allowed("forms.publish")
def add_media(upload_id: uuid.UUID) -> Any:
    """Take files in; what is refused is said above those that are there."""
    try:
        sent = read_sent_media()
    except RequestEntityTooLarge:
        return show_upload(upload_id, [text("forms-media-too-large")], field="media"), 413
    if not sent:
        return show_upload(upload_id, [text("forms-media-none-sent")], field="media"), 422
    problems = keep_media(upload_id, sent)
    if problems:
        return show_upload(upload_id, problems, field="media"), 422
    flash(text("forms-media-taken"), "done")
    return redirect(url_for("office.form_upload_page", upload_id=upload_id), 303)


@office.get("/forms/media/upload/<uuid:upload_id>/<sha256>")
@allowed("forms.read")
def upload_medium(upload_id: uuid.UUID, sha256: str) -> Response:
    """One file of an upload that waits."""
    return _show(open_upload_medium(open_byte_store(current_app.config), upload_id, sha256))


@office.get("/forms/media/version/<uuid:version_id>/<sha256>")
@allowed("forms.read")
def version_medium(version_id: uuid.UUID, sha256: str) -> Response:
    """One file of a published version."""
    return _show(open_version_medium(open_byte_store(current_app.config), version_id, sha256))


@office.get("/desk/media/<uuid:version_id>/<sha256>")
@allowed("forms.fill")
def desk_medium(version_id: uuid.UUID, sha256: str) -> Response:
    """The same, for whoever fills the form in at a desk."""
    return _show(open_version_medium(open_byte_store(current_app.config), version_id, sha256))


def read_sent_media() -> list[SentMedium]:
    """The files of the field `media`. Raises RequestEntityTooLarge."""
    parts = [part for part in request.files.getlist("media") if part.filename]
    return [SentMedium(plain_file_name(part.filename or ""), part.stream.read(MOST_FILE_BYTES + 1)) for part in parts]


def keep_media(upload_id: uuid.UUID, sent: Iterable[SentMedium]) -> list[str]:
    """What was not kept, in words."""
    return add_form_media(open_byte_store(current_app.config), upload_id, sent, user_id=me().user_id, now=now())


def media_urls(media: Iterable[Mapping[str, Any]], endpoint: str, **values: Any) -> dict[str, str]:
    """{name: address} of files that are there, for the page that runs the form."""
    return {one["name"]: url_for(endpoint, sha256=one["sha256"], **values) for one in media}


def _show(medium: OpenedMedium | None) -> Response:
    if medium is None:
        abort(404)
    reply = Response(medium.content, content_type=medium.content_type)
    reply.headers["Content-Disposition"] = "inline"
    reply.make_conditional(request, accept_ranges=True, complete_length=len(medium.content))
    return reply
