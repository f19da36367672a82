"""A CSV file that people open in a spreadsheet: with the mark by which Excel knows UTF-8, and no cell that is read as a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator

from flask import stream_with_context
from werkzeug.wrappers import Response

from server.domain.csv_cells import safe_cell

_MARK = "\ufeff"


def csv_reply(rows: Iterable[Iterable[object]], name: str) -> Response:
    """The rows as a file of that name. A list is whole before the first byte leaves; an iterator is written while it is sent."""
    written = _write(rows)
    body = "".join(written) if isinstance(rows, list) else stream_with_context(written)
    reply = Response(body, content_type="text/csv; charset=utf-8")
    reply.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return reply


def _write(rows: Iterable[Iterable[object]]) -> Iterator[str]:
    mark = _MARK
    for cells in rows:
        out = io.StringIO()
        csv.writer(out).writerow([safe_cell(str(cell)) for cell in cells])
        yield mark + out.getvalue()
        mark = ""
