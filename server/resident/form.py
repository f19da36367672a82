"""The form behind an answered link: the page on which the phone's own engine runs it, its sending, and leaving.

The page gets the form's questions and nothing of the resident. What it sends is kept before it is answered.
"""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from flask import abort, current_app, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from server.domain.resident_link import LONGEST_NAME, Sender, find_reference
from server.resident.access import OURS, forget, this_link, through_answer
from server.resident.blueprint import language, now, resident
from server.store.forms import find_current
from server.store.unit_of_work import read_snapshot
from server.use_cases.limit_link_sends import count_vain_send, find_send_wait
from server.use_cases.list_resident_forms import is_for_residents
from server.use_cases.open_byte_store import open_byte_store
from server.use_cases.open_form_medium import open_version_medium
from server.use_cases.receive_link_form import LinkFormNotTakenError, SentForm, receive_link_form
from server.use_cases.rest_file import make_sent_file

MOST_FIELD_BYTES = 11 * 1024 * 1024
MOST_PARTS = 20
Said = tuple[dict[str, Any], int] | tuple[dict[str, Any], int, dict[str, str]]
_STATUS = {
    "link_over": 403,
    "answered": 409,
    "other_answers": 409,
    "unreadable": 422,
    "other_form": 422,
    "file_too_large": 413,
    "too_many_files": 422,
}


@resident.get("/form")
@through_answer
def form_page() -> str | tuple[str, int]:
    """The form as it is published now; what was sent already is only named."""
    shown = this_link()
    if shown.link.op_id is not None and shown.link.answered_at is not None:
        return render_template(
            "resident/received.html", reference=find_reference(shown.link.op_id), received_at=shown.link.answered_at
        )
    with read_snapshot() as session:
        version = find_current(session, shown.link.form_ref_id) if shown.link.form_ref_id else None
    if version is None or not is_for_residents(version.xform):
        return render_template("resident/closed.html"), 404
    source = {
        "link": str(shown.link.id),
        "title": version.title,
        "xform": version.xform,
        "media": {one["name"]: _medium_address(version.id, one["sha256"]) for one in version.media},
        "language": language(),
        "council": {
            "name": current_app.config["COUNCIL_NAME"],
            "telephone": current_app.config["COUNCIL_TELEPHONE"],
        },
    }
    return render_template("resident/form.html", form_source=source)


@resident.get("/media/<uuid:version_id>/<sha256>")
@through_answer
def form_medium(version_id: uuid.UUID, sha256: str) -> Response:
    """A picture, sound or film of this form's labels, of any version: the page may have been open for a while."""
    form_ref_id, store = this_link().link.form_ref_id, open_byte_store(current_app.config)
    found = open_version_medium(store, version_id, sha256, form_ref_id=form_ref_id) if form_ref_id else None
    if found is None:
        abort(404)
    reply = make_response(found.content)
    reply.content_type = found.content_type
    reply.make_conditional(request, accept_ranges=True, complete_length=len(found.content))
    return reply


def _medium_address(version_id: uuid.UUID, sha256: str) -> str:
    return url_for("resident.form_medium", version_id=version_id, sha256=sha256)


@resident.post("/form/send")
@through_answer
def send_form() -> Said:
    """Answers, or answers with one file: kept, then answered with the reference number.

    The header names the link whose form the page shows: another one may have been opened in this browser since.
    """
    request.max_content_length = MOST_FIELD_BYTES + int(current_app.config["MAX_UPLOAD_BYTES"])
    request.max_form_memory_size = MOST_FIELD_BYTES
    request.max_form_parts = MOST_PARTS
    if OURS not in request.headers or request.mimetype != "multipart/form-data":
        return {"reason": "not_ours"}, 400
    if request.headers[OURS] != str(this_link().link.id):
        return {"reason": "other_link"}, 409
    wait = find_send_wait(this_link().link.id, now())
    if wait:
        return {"reason": "too_many_sends"}, 429, {"Retry-After": str(wait)}
    with current_app.extensions["doorstep_receivers"].place(str(this_link().link.id)) as free:
        if not free:
            return {"reason": "busy"}, 503, {"Retry-After": "5"}
        try:
            return _take()
        finally:
            request.close()


@resident.post("/form/leave")
@through_answer
def leave() -> Response:
    """Take the answer to the question off this browser."""
    return forget(make_response(redirect(url_for("resident.left_page", lang=language()), 303)))


def _take() -> Said:
    if request.form.get("helper_name", "").strip() and request.form.get("permission") != "yes":
        return {"reason": "no_permission"}, 422
    try:
        received = receive_link_form(
            open_byte_store(current_app.config),
            this_link().link.id,
            _read_form(),
            [
                make_sent_file(part.filename, part.mimetype, part.stream)
                for part in request.files.getlist("file")
                if part.filename
            ],
            max_file_bytes=current_app.config["MAX_UPLOAD_BYTES"],
            now=now(),
        )
    except LinkFormNotTakenError as refusal:
        count_vain_send(this_link().link.id, now())
        return {"reason": refusal.reason}, _STATUS[refusal.reason]
    if not received.is_new:
        count_vain_send(this_link().link.id, now())
    return {"reference": received.reference, "received_at": received.received_at.astimezone(dt.UTC).isoformat()}, 200


def _read_form() -> SentForm:
    typed = request.form
    offset = typed.get("utc_offset_minutes", "")
    helper = typed.get("helper_name", "").strip()[:LONGEST_NAME]
    return SentForm(
        raw=typed.get("xml", "").encode("utf-8", "replace"),
        sender=Sender(helper, typed.get("relationship", "").strip()[:LONGEST_NAME]) if helper else Sender(),
        finalised_at=typed.get("finalised_at", "")[:40] or None,
        utc_offset_minutes=int(offset) if offset.removeprefix("-").isdecimal() and len(offset) <= 5 else None,
    )
