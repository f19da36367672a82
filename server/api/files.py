"""Photos, and operations too large for a push, on the wire: tus 1.0.0 (core, creation, checksum, expiration, termination) at /files.

Decides nothing about bytes: it reads headers, calls a use case, and says what came of it. Cookies are ignored.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable
from http import HTTPStatus

from flask import Blueprint, Flask, Response, current_app, request
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException

from server.api.file_headers import (
    OPERATION,
    TUS_VERSION,
    HeaderError,
    announced_length,
    checksum,
    read_announcement,
    state_headers,
    whole_number,
)
from server.api.link_files import announce_for_link
from server.api.receivers import Receivers
from server.api.reply import reply_busy, reply_problem
from server.api.request_body import RequestBody
from server.api.upload_caller import calling_sender, phone_or_link, sending_link
from server.domain.permissions import AccessRule, declare
from server.domain.sealing import Unopened
from server.domain.upload import (
    MOST_OPERATION_BYTES,
    AlreadyReceivedError,
    BusyError,
    ChecksumError,
    OffsetError,
    OtherContentError,
    RefusedByLinkError,
    StalledError,
    TooLongError,
    TooManyOpenError,
    TooManyRunsError,
    UnknownUploadError,
    UploadEndedError,
    UploadError,
)
from server.store.uploads import UploadState
from server.use_cases.complete_upload import complete_upload
from server.use_cases.create_upload import create_upload
from server.use_cases.end_upload import end_upload
from server.use_cases.limit_link_sends import count_vain_send
from server.use_cases.name_fault import name_fault
from server.use_cases.open_byte_store import open_byte_store
from server.use_cases.open_keyring import open_keyring
from server.use_cases.receive_upload import find_upload, receive_upload

files = Blueprint("files", __name__, url_prefix="/files")

_STATUS: dict[type[UploadError], int] = {
    UnknownUploadError: 404,
    UploadEndedError: 410,
    OtherContentError: 409,
    AlreadyReceivedError: 403,
    OffsetError: 409,
    BusyError: 423,
    TooLongError: 413,
    ChecksumError: 460,
    StalledError: 408,
    TooManyOpenError: 429,
    TooManyRunsError: 429,
}
_LINK_STATUS = {"too_large": 413, "wait": 429}  # of what comes by a resident's link; anything else is 403
_NAMES = {460: "Checksum Mismatch"}


@files.route("", methods=["OPTIONS"], provide_automatic_options=False)
@files.route("/<uuid:attachment_id>", methods=["OPTIONS"], provide_automatic_options=False)
@declare(AccessRule("public"))
def options(**_address: object) -> Response:
    """What this server speaks; says nothing about any upload."""
    reply = Response(status=204)
    reply.headers["Tus-Version"] = TUS_VERSION
    reply.headers["Tus-Extension"] = "creation,checksum,expiration,termination"
    reply.headers["Tus-Checksum-Algorithm"] = "sha256"
    reply.headers["Tus-Max-Size"] = str(current_app.config["MAX_UPLOAD_BYTES"])
    return reply


@files.route("", methods=["POST"], provide_automatic_options=False)
@phone_or_link
def create() -> Response:
    """Announce a file; the same file again leads to the same place."""
    shown = sending_link()
    if shown is not None:
        return _created(announce_for_link(shown, _now()).attachment_id)
    named, sealing = read_announcement(request.headers, calling_sender())
    if named.size > current_app.config["MAX_UPLOAD_BYTES"]:
        return _problem(413, "the file is larger than the council takes")
    if named.purpose == OPERATION and named.size > MOST_OPERATION_BYTES:
        return _problem(413, "this piece of work is larger than the council takes; send its photos apart from it")
    metadata_text = request.headers.get("Upload-Metadata", "")
    store = open_byte_store(current_app.config)
    create_upload(store, named, metadata_text=metadata_text, now=_now(), sealing=sealing)
    return _created(named.attachment_id)


@files.route("/<uuid:attachment_id>", methods=["HEAD"], provide_automatic_options=False)
@phone_or_link
def head(attachment_id: uuid.UUID) -> Response:
    """Where to go on, and the receipt once there is one."""
    return _standing(Response(status=200), attachment_id)


@files.route("/<uuid:attachment_id>", methods=["PATCH"], provide_automatic_options=False)
@phone_or_link
def receive(attachment_id: uuid.UUID) -> Response:
    """Bytes from Upload-Offset on."""
    if request.mimetype != "application/offset+octet-stream":
        return _problem(415, "bytes come as application/offset+octet-stream")
    offset = whole_number(request.headers, "Upload-Offset")
    announced = announced_length(request.headers)
    sha256 = checksum(request.headers)
    receivers: Receivers = current_app.extensions["doorstep_receivers"]
    body = RequestBody(request.environ)
    shown = sending_link()
    with receivers.place(str(shown.link.id) if shown else "") as free:
        if not free:
            body.turn_away()
            return _later("too many files are arriving at once", seconds=3)
        receive_upload(
            open_byte_store(current_app.config),
            attachment_id,
            calling_sender(),
            body,
            offset=offset,
            announced=announced,
            sha256=sha256,
            clock=_now,
        )
    return _standing(Response(status=204), attachment_id)


@files.route("/<uuid:attachment_id>", methods=["DELETE"], provide_automatic_options=False)
@phone_or_link
def end(attachment_id: uuid.UUID) -> Response:
    """Give up an unfinished upload; by a link it is counted, so that nobody begins and gives up without end."""
    shown = sending_link()
    if shown is not None:
        count_vain_send(shown.link.id, _now())
    end_upload(open_byte_store(current_app.config), attachment_id, calling_sender(), now=_now())
    return Response(status=204)


@files.route("/<uuid:attachment_id>", methods=["POST"], provide_automatic_options=False)
@phone_or_link
def overridden(attachment_id: uuid.UUID) -> Response:
    """The same by X-HTTP-Method-Override, for networks that let only GET and POST through (tus core)."""
    named: dict[str, Callable[[uuid.UUID], Response]] = {"PATCH": receive, "DELETE": end, "HEAD": head}
    method = named.get(request.headers.get("X-HTTP-Method-Override", "").upper())
    return _problem(405, "this address takes HEAD, PATCH and DELETE") if method is None else method(attachment_id)


@files.before_request
def check_version() -> Response | None:
    """Refuse another tus version before anything is done (tus core)."""
    if request.method == "OPTIONS" or request.headers.get("Tus-Resumable") == TUS_VERSION:
        return None
    reply = _problem(412, f"this server speaks tus {TUS_VERSION}")
    reply.headers["Tus-Version"] = TUS_VERSION
    return reply


@files.after_request
def add_version(reply: Response) -> Response:
    """Every answer names the version it is in."""
    reply.headers["Tus-Resumable"] = TUS_VERSION
    return reply


files.register_error_handler(HTTPException, reply_problem)
files.register_error_handler(OperationalError, reply_busy)


@files.errorhandler(HeaderError)
def bad_header(error: HeaderError) -> Response:
    """A header is missing or cannot be read."""
    return _problem(400, str(error))


@files.errorhandler(UploadError)
def refused(error: UploadError) -> Response:
    """What a use case could not do, as tus numbers it."""
    status = _LINK_STATUS.get(error.fault, 403) if isinstance(error, RefusedByLinkError) else _STATUS[type(error)]
    reply = _problem(status, str(error))
    if isinstance(error, RefusedByLinkError):
        reply.headers["Doorstep-Fault"] = error.fault
        if error.wait_seconds:
            reply.headers["Retry-After"] = str(error.wait_seconds)
    if isinstance(error, TooManyOpenError):
        reply.headers["Retry-After"] = "60"
    if isinstance(error, OffsetError | StalledError):
        reply.headers["Upload-Offset"] = str(error.offset)
    return reply


@files.errorhandler(OSError)
def storage_failed(error: OSError) -> Response:
    """A full disk or a bucket out of reach: the phone keeps its bytes and comes again."""
    current_app.logger.error("storage of attachments failed: %s", type(error).__name__, exc_info=error)
    return _later("the council's storage does not answer", seconds=60)


def _standing(reply: Response, attachment_id: uuid.UUID) -> Response:
    """Add where the upload stands, judging it first when its last byte is here and nobody has."""
    state = find_upload(attachment_id, calling_sender(), clock=_now)
    if _is_unjudged(state):
        store, keyring = open_byte_store(current_app.config), open_keyring(current_app.config)
        complete_upload(store, attachment_id, now=_now(), find_key=keyring.find)
        state = find_upload(attachment_id, calling_sender(), clock=_now)
    reply.headers.extend(state_headers(state))
    if state.fault is not None and sending_link() is not None:
        reply.headers["Doorstep-Fault"] = name_fault(state.fault) or "damaged"
    return reply


def _is_unjudged(state: UploadState) -> bool:
    """What cannot be opened is tried again only where the key was missing."""
    may_open = state.unopened in (None, Unopened.UNKNOWN_KEY)
    return state.is_whole and state.receipt is None and state.fault is None and may_open


def _created(attachment_id: uuid.UUID) -> Response:
    reply = _standing(Response(status=201), attachment_id)
    reply.headers["Location"] = f"/files/{attachment_id}"
    return reply


def _later(message: str, *, seconds: int) -> Response:
    reply = _problem(503, message)
    reply.headers["Retry-After"] = str(seconds)
    return reply


def _problem(status: int, message: str) -> Response:
    words = _NAMES.get(status) or HTTPStatus(status).phrase
    body = {"code": status, "status": words, "message": message, "errors": {}}
    return Response(current_app.json.dumps(body), f"{status} {words}", content_type="application/json")


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


def register(app: Flask) -> None:
    """Put /files on the app, with places for half of a process's threads."""
    app.extensions["doorstep_receivers"] = Receivers(app.config["WEB_THREADS"])
    app.register_blueprint(files)
