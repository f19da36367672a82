"""XLSForms made on the spot: the bytes of a workbook from plain rows."""

from __future__ import annotations

import functools
import io
from collections.abc import Sequence

from openpyxl import Workbook

NAMESPACES = 'doorstep="https://doorstep.example/ns"'
Rows = Sequence[Sequence[str]]


def make_workbook(form_id: str, version: str, survey: Rows, choices: Rows, title: str = "Street survey") -> bytes:
    """The first row of each sheet holds its headings. The same rows give the same bytes, which are converted once in a run."""
    return _make(form_id, version, title, tuple(map(tuple, survey)), tuple(map(tuple, choices)))


@functools.cache
def _make(
    form_id: str, version: str, title: str, survey: tuple[tuple[str, ...], ...], choices: tuple[tuple[str, ...], ...]
) -> bytes:
    book = Workbook()
    sheets = {
        "survey": survey,
        "choices": choices,
        "settings": [("form_id", "version", "form_title", "namespaces"), (form_id, version, title, NAMESPACES)],
    }
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    del book["Sheet"]
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
