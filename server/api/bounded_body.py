"""Reads a request's JSON body, gzip or plain, and never more of it than a bound: a bomb costs no more than its bound.

Checks the envelope only; what is inside is each use case's own affair.
"""

from __future__ import annotations

import zlib
from typing import Any

from flask import request
from flask_smorest import abort
from marshmallow import Schema, ValidationError
from werkzeug.exceptions import ClientDisconnected

from server.domain.strict_json import NotJsonError, read_json

MOST_BYTES = 262_144
_GZIP = 31
_CHUNK = 65_536


def read_body(schema: Schema, most_bytes: int = MOST_BYTES) -> dict[str, Any]:
    """The body as `schema` loads it. 413 when longer than `most_bytes` after decompression, 400 for anything else wrong."""
    try:
        body: Any = read_json(_read_bytes(most_bytes))
    except NotJsonError as error:
        abort(400, message=str(error))
    if not isinstance(body, dict):
        abort(400, message="The body must be a JSON object.")
    try:
        loaded: dict[str, Any] = schema.load(body)
    except ValidationError as error:
        abort(400, message="The body has the wrong shape.", errors=error.messages)
    return loaded


def _read_bytes(most_bytes: int) -> bytes:
    encoding = request.headers.get("Content-Encoding", "identity").strip().lower()
    if encoding not in ("identity", "gzip", ""):
        abort(415, message="Only gzip is understood as Content-Encoding.")
    if request.content_length is not None and request.content_length > most_bytes:
        _refuse_length()
    decompress = zlib.decompressobj(_GZIP) if encoding == "gzip" else None
    body = bytearray()
    while chunk := _read_chunk():
        try:
            body += decompress.decompress(chunk, most_bytes + 1 - len(body)) if decompress else chunk
        except zlib.error:
            abort(400, message="The body is not gzip, although its Content-Encoding says so.")
        if len(body) > most_bytes or (decompress and decompress.unconsumed_tail):
            _refuse_length()
    if decompress is not None and not decompress.eof:
        abort(400, message="The gzip body ends too early.")
    return bytes(body)


def _read_chunk() -> bytes:
    try:
        return request.stream.read(_CHUNK)
    except ClientDisconnected:
        # No 400: a phone would take that for the fault of what it sent.
        abort(503, message="The body stopped on its way. Send the same again.")
        raise


def _refuse_length() -> None:
    abort(413, message="The body is too long. Send half of it.")
