"""Reads a multipart form whose files may be large: spooled to disk as it comes, bounded, and closed whatever becomes of it.

A form that is given up half-way leaves no open file behind, which the framework's own reading would.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import IO, Any

from flask import request
from werkzeug.datastructures import FileStorage, MultiDict
from werkzeug.exceptions import BadRequest
from werkzeug.formparser import FormDataParser

MOST_PARTS = 200
# Of all fields together; the parser counts two of its own reads with them, of a file's bytes too.
_READ_BYTES = 64 * 1024
MOST_FIELD_BYTES = 64 * 1024 + 2 * _READ_BYTES
_KEPT_IN_MEMORY = 512 * 1024
Fields = MultiDict[str, str]
Files = MultiDict[str, FileStorage]


@contextmanager
def receive_form(most_bytes: int) -> Iterator[tuple[Fields, Files]]:
    """The fields and files; the files are gone when the block ends. Raises RequestEntityTooLarge for more than `most_bytes` or
    MOST_PARTS, BadRequest for a body that is cut or is no such form.
    """
    opened = ExitStack()

    def open_file(*_: Any, **__: Any) -> IO[bytes]:
        return opened.enter_context(tempfile.SpooledTemporaryFile(max_size=_KEPT_IN_MEMORY, mode="rb+"))

    request.max_content_length = most_bytes
    parser = FormDataParser(
        stream_factory=open_file, max_form_memory_size=MOST_FIELD_BYTES, max_content_length=most_bytes,
        max_form_parts=MOST_PARTS, silent=False,
    )  # fmt: skip
    with opened:
        try:
            _, fields, files = parser.parse(
                request.stream, request.mimetype, request.content_length, request.mimetype_params
            )
        except ValueError as error:
            raise BadRequest from error
        yield fields, files
