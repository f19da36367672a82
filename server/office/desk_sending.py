"""What the page of a desk form sends: the finished form, an alert at once, and a question for a fresh token. Answers in JSON.

Whatever is refused is said in a sentence, for the page to show beside the form that it still holds.
"""

from __future__ import annotations

import uuid
from typing import Any

from flask import abort, current_app, flash, jsonify, request, url_for
from flask_wtf.csrf import generate_csrf
from marshmallow import EXCLUDE, Schema, ValidationError, fields, validate
from werkzeug.wrappers import Response

from server.domain.strict_json import NotJsonError, read_json
from server.domain.words import Verdict
from server.office.access import allowed, i_may, me
from server.office.blueprint import office
from server.office.desk import FROM_CALLS, submission_address
from server.office.frame import now
from server.office.sent_files import read_files
from server.store.desk import find_submission
from server.store.unit_of_work import read_snapshot
from server.texts import text
from server.use_cases.fill_at_desk import DeskFilling, Filled, NotFilledError, fill_at_desk, raise_at_desk
from server.use_cases.open_byte_store import open_byte_store

MOST_JSON_BYTES = 11 * 1024 * 1024
_STATUS = {"not_found": 404, "unreadable": 400, "unknown_form": 400, "file_too_large": 413, "other_person": 403}


class _Entity(Schema):
    type = fields.String(required=True, validate=validate.OneOf(["visit", "case", "resident"]))
    id = fields.UUID(required=True)


class _Sent(Schema):
    class Meta:
        """What the page says besides is left aside."""

        unknown = EXCLUDE

    entity = fields.Nested(_Entity, required=True)
    by_id = fields.UUID(required=True)


class _Form(_Sent):
    form_version_id = fields.UUID(required=True)
    xml = fields.String(required=True)
    finalised_at = fields.String(required=True, validate=validate.Length(max=40))
    utc_offset_minutes = fields.Integer(required=True, validate=validate.Range(-1439, 1439))
    bases = fields.Dict(required=True)
    alerts = fields.List(fields.Dict(), required=True)
    corrects_id = fields.UUID(load_default=None, allow_none=True)
    reason = fields.String(load_default="")


class _Alert(_Sent):
    alert = fields.Dict(required=True)


@office.get("/desk/token")
@allowed("forms.fill")
def desk_token() -> Response:
    """The token of this sign-in: somebody who had to sign in again meanwhile sends the form all the same."""
    return jsonify({"csrf_token": generate_csrf()})


@office.post("/desk/submissions")
@allowed("forms.fill")
def send_desk_form() -> Response | tuple[Response, int]:
    """Take a finished form in, with its files. The same again is answered the same."""
    sent = _read(_Form())
    if sent["corrects_id"] is not None and not i_may("submissions.correct"):
        abort(403)
    if sent["by_id"] != me().user_id:
        return _refuse("other_person")
    filling = DeskFilling(
        entity_type=sent["entity"]["type"],
        entity_id=sent["entity"]["id"],
        form_version_id=sent["form_version_id"],
        xml=sent["xml"],
        finalised_at=sent["finalised_at"],
        utc_offset_minutes=sent["utc_offset_minutes"],
        bases=sent["bases"],
        alerts=sent["alerts"],
        by_id=me().user_id,
        may_close=i_may("visits.review"),
        corrects_id=sent["corrects_id"],
        reason=sent["reason"],
        files=read_files(),
    )
    config = current_app.config
    try:
        filled = fill_at_desk(open_byte_store(config), filling, max_file_bytes=config["MAX_UPLOAD_BYTES"], now=now())
    except NotFilledError as refusal:
        return _refuse(refusal.reason)
    if request.args.get("begun") == FROM_CALLS and filled.submission_id is not None:
        return jsonify({"next": _back_to_calls(filled, filled.submission_id)})
    flash(text(_said(filled, is_correction=filling.corrects_id is not None)), "done")
    return jsonify({"next": _where_next(filled)})


@office.post("/desk/alerts")
@allowed("forms.fill")
def send_desk_alert() -> Response | tuple[Response, int]:
    """An answer that the duty manager must hear of now, whether the form is ever finished or not."""
    sent = _read(_Alert())
    if sent["by_id"] != me().user_id:
        return _refuse("other_person")
    entity = sent["entity"]
    try:
        raise_at_desk(entity["type"], entity["id"], sent["alert"], by_id=me().user_id, now=now())
    except NotFilledError as refusal:
        return _refuse(refusal.reason)
    return jsonify({"raised": True})


def _read(schema: Schema) -> dict[str, Any]:
    """The JSON comes as a file of the request: a form's answers may be longer than a field may be."""
    part = request.files.get("sent")
    raw = part.stream.read(MOST_JSON_BYTES + 1) if part is not None else b""
    if len(raw) > MOST_JSON_BYTES:
        abort(413)
    try:
        loaded: dict[str, Any] = schema.load(read_json(raw))  # type: ignore[arg-type]  # checked by the schema
    except (NotJsonError, ValidationError):
        abort(400)
    return loaded


def _said(filled: Filled, *, is_correction: bool) -> str:
    if filled.verdict == Verdict.REVIEW:
        return "desk-done-review"
    if filled.verdict == Verdict.CONFLICT:
        return "desk-done-conflict"
    return "desk-done-correction" if is_correction else "desk-done"


def _back_to_calls(filled: Filled, submission_id: uuid.UUID) -> str:
    """The call list says what was recorded, from the record itself; what waits for a person is said here."""
    if filled.verdict in (Verdict.REVIEW, Verdict.CONFLICT):
        flash(text(_said(filled, is_correction=False)), "done")
    return url_for("office.contacts_page", recorded=submission_id)


def _where_next(filled: Filled) -> str:
    with read_snapshot() as session:
        found = find_submission(session, filled.submission_id) if filled.submission_id else None
        if found is not None and found[0].visit_id is None and found[0].resident_id is not None:
            return url_for("office.resident_page", resident_id=found[0].resident_id)
        return submission_address(found[0]) if found is not None else url_for("office.today_page")


def _refuse(reason: str) -> tuple[Response, int]:
    return jsonify({"reason": reason, "words": text(f"desk-refused-{reason}")}), _STATUS.get(reason, 409)
