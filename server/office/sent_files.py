"""The files of a multipart form, as use cases take them: under a clean name, still where the request has put them."""

from __future__ import annotations

from typing import BinaryIO, cast

from flask import request

from server.domain.sent_name import clean_file_name
from server.use_cases.rest_file import SentFile


def read_files(field: str = "file") -> list[SentFile]:
    """Those that were chosen, in order."""
    files = []
    for part in request.files.getlist(field):
        if not part.filename:
            continue
        size = part.stream.seek(0, 2)
        part.stream.seek(0)
        kind = part.mimetype or "application/octet-stream"
        files.append(SentFile(clean_file_name(part.filename), kind, cast(BinaryIO, part.stream), size))
    return files
