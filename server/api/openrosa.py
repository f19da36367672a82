"""OpenRosa 1.0 for ODK Collect: form list, form, manifest and submission, under /openrosa (Basic) and /key/<token>.

Says what came of a request in OpenRosa's envelope; answers 201 only when everything in it is durable. No Digest.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence

from flask import Blueprint, Flask, Response, current_app, request, url_for
from sqlalchemy.exc import OperationalError
from werkzeug.datastructures import FileStorage
from werkzeug.exceptions import BadRequest, HTTPException, NotFound
from werkzeug.http import http_date

from server.api.app_token import app_token, calling_token
from server.domain.app_token import AppTokenKind
from server.use_cases.list_form_files import Addresses, list_files, list_forms, read_file, read_xform
from server.use_cases.open_byte_store import open_byte_store
from server.use_cases.receive_filled_form import (
    FormNotTakenError,
    OtherContentError,
    Taken,
    receive_filled_form,
)
from server.use_cases.rest_file import SentFile, make_sent_file
from server.use_cases.write_answer import write_answer

openrosa = Blueprint("openrosa", __name__)

VERSION = "1.0"
XML_PART = "xml_submission_file"
FILES_OF_A_REQUEST = 4  # of the largest, so that Collect splits no sooner
MOST_PARTS = 500
MOST_FIELD_BYTES = 11 * 1024 * 1024  # of what is kept in memory: the XML, where it comes without a file name
COLLECT = app_token(AppTokenKind.COLLECT)
DELIVER = app_token(AppTokenKind.COLLECT, also_delivering=True)
_STATUS = {"unreadable": 400, "unknown_form": 404, "other_form": 403, "file_too_large": 413}
_XML = "text/xml; charset=utf-8"


@openrosa.get("/formList")
@COLLECT
def form_list() -> Response:
    """The current version of the form that this access is for."""
    wanted = request.args.get("formID")
    if wanted is not None and wanted != calling_token().form_id:
        raise NotFound("This access is not for that form.")
    return Response(list_forms(calling_token(), _addresses()), content_type=_XML)


@openrosa.get("/forms/<uuid:version_id>/form.xml")
@COLLECT
def form_xml(version_id: uuid.UUID) -> Response:
    """One version's XForm, as published."""
    return _or_404(read_xform(calling_token(), version_id), _XML)


@openrosa.get("/forms/<uuid:version_id>/manifest")
@COLLECT
def manifest(version_id: uuid.UUID) -> Response:
    """The files that a version looks things up in, and those that its labels show."""
    return _or_404(list_files(calling_token(), version_id, _addresses()), _XML)


@openrosa.get("/forms/<uuid:version_id>/files/<name>")
@COLLECT
def form_file(version_id: uuid.UUID, name: str) -> Response:
    """One of them."""
    found = read_file(open_byte_store(current_app.config), calling_token(), version_id, name)
    return _or_404(found.content if found else None, found.content_type if found else "")


@openrosa.route("/submission", methods=["HEAD"], provide_automatic_options=False)
@DELIVER
def ask_to_submit() -> Response:
    """Where to send, and how much at once; Collect asks this before it sends anything."""
    return Response(status=204)


@openrosa.post("/submission")
@DELIVER
def submit() -> Response:
    """One request of a submission."""
    request.max_content_length = _most_bytes()
    request.max_form_memory_size = MOST_FIELD_BYTES
    request.max_form_parts = MOST_PARTS
    try:
        return _take()
    finally:
        request.close()  # what the parts were kept in


def _take() -> Response:
    raw, sent = _read_parts()
    try:
        taken = receive_filled_form(
            open_byte_store(current_app.config),
            calling_token(),
            raw,
            sent,
            max_file_bytes=current_app.config["MAX_UPLOAD_BYTES"],
            now=dt.datetime.now(dt.UTC),
        )
    except FormNotTakenError as refusal:
        return _say(_STATUS[refusal.reason], str(refusal), "submit_error")
    except OtherContentError:
        words = "The council has other answers under this instanceID. These are kept for somebody there to look at."
        return _say(409, words, "submit_error")
    return _say(201, _words_of(taken), "submit_success")


def _words_of(taken: Taken) -> str:
    return "Received. Somebody at the council looks at it first." if taken.in_review else "Received by the council."


def _read_parts() -> tuple[bytes, list[SentFile]]:
    """The XML and the other files. The parts of a request that breaks off are never looked at."""
    if request.mimetype != "multipart/form-data":
        raise BadRequest("A submission comes as multipart/form-data.")
    files = request.files
    xml = files.get(XML_PART)
    raw = xml.read() if xml is not None else request.form.get(XML_PART, "").encode()
    if not raw:
        raise BadRequest(f"The request has no {XML_PART}.")
    listed: Sequence[FileStorage] = [one for name in files for one in files.getlist(name) if one is not xml]
    return raw, [make_sent_file(one.filename, one.mimetype, one.stream) for one in listed if one.filename]


def _addresses() -> Addresses:
    """Absolute, and by the way the caller came: with its token where the address has it."""
    ours, given = request.blueprint, request.view_args or {}
    token = {"token": given["token"]} if "token" in given else {}
    return Addresses(
        form=lambda version: url_for(f"{ours}.form_xml", version_id=version, _external=True, **token),
        manifest=lambda version: url_for(f"{ours}.manifest", version_id=version, _external=True, **token),
        file=lambda version, name: url_for(f"{ours}.form_file", version_id=version, name=name, _external=True, **token),
    )


def _or_404(content: bytes | None, content_type: str) -> Response:
    if content is None:
        raise NotFound("This access has no such file.")
    return Response(content, content_type=content_type)


def _most_bytes() -> int:
    return FILES_OF_A_REQUEST * int(current_app.config["MAX_UPLOAD_BYTES"])


def _say(status: int, words: str, nature: str = "") -> Response:
    return Response(write_answer(words, nature), status, content_type=_XML)


@openrosa.after_request
def add_headers(reply: Response) -> Response:
    """What every OpenRosa answer carries (HTTP Request API 1.0, Form Submission API)."""
    reply.headers["X-OpenRosa-Version"] = VERSION
    reply.headers["Date"] = http_date()
    reply.headers["Content-Language"] = "en"
    if (request.endpoint or "").endswith(("submit", "ask_to_submit")):
        reply.headers["X-OpenRosa-Accept-Content-Length"] = str(_most_bytes())
        reply.headers["Location"] = request.base_url
    return reply


@openrosa.errorhandler(HTTPException)
def refused(error: HTTPException) -> Response:
    """Any refusal, in words that Collect shows."""
    reply = _say(error.code or 500, error.description or error.name, "submit_error" if request.method == "POST" else "")
    for name, value in error.get_headers():
        if name.lower() in ("www-authenticate", "retry-after"):
            reply.headers.add(name, value)
    return reply


@openrosa.errorhandler(OperationalError)
@openrosa.errorhandler(OSError)
def try_again(error: Exception) -> Response:
    """The database or the place of the bytes does not answer: Collect keeps the form and sends it again."""
    current_app.logger.error("a request of ODK Collect failed: %s", type(error).__name__)
    reply = _say(503, "The council’s server is busy. Nothing is lost; send it again later.")
    reply.headers["Retry-After"] = "60"
    return reply


def register(app: Flask) -> None:
    """Put both ways in on the app."""
    app.register_blueprint(openrosa, url_prefix="/openrosa")
    app.register_blueprint(openrosa, url_prefix="/key/<token>", name="openrosa_key")
