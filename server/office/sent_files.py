"""The files of a multipart form, as use cases take them: under a clean name, still where the request has put them."""

from __future__ import annotations

from flask import request

from server.use_cases.rest_file import SentFile, make_sent_file


def read_files(field: str = "file") -> list[SentFile]:
    """Those that were chosen, in order."""
    parts = request.files.getlist(field)
    return [make_sent_file(part.filename, part.mimetype, part.stream) for part in parts if part.filename]
