"""Spreadsheets made on the spot: XLSForms by their rows, editions of the shipped forms, and workbooks that must be refused."""

from __future__ import annotations

import functools
import io
import zipfile
from collections.abc import Mapping, Sequence

from openpyxl import Workbook, load_workbook

from server.forms.shipped_forms import read_shipped_form

Rows = Sequence[Sequence[str | None]]
NAMESPACES = 'doorstep="https://doorstep.example/ns"'


def workbook(**sheets: Rows) -> bytes:
    """A workbook with these sheets; the first row of each has the headings."""
    book = Workbook()
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    book.remove(book["Sheet"])
    return _packed(book)


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


def small_form(
    *questions: Sequence[str | None],
    heads: Sequence[str] = ("type", "name", "label"),
    form_id: str = "small",
    version: str = "1",
    title: str = "A small form",
    choices: Rows = (("list_name", "name", "label"), ("yn", "yes", "Yes"), ("yn", "no", "No")),
) -> bytes:
    """A form of these questions, or of one text."""
    asked = questions or (("text", "words", "Say something"),)
    settings = (("form_id", "form_title", "version", "namespaces"), (form_id, title, version, NAMESPACES))
    return workbook(survey=(heads, *asked), choices=choices, settings=settings)


def shipped_edition(
    form_id: str, version: str, labels: Mapping[str, str] | None = None, pictures: Mapping[str, str] | None = None
) -> bytes:
    """A shipped form with another version, and other first labels, and pictures in English, of some questions by name."""
    book = load_workbook(io.BytesIO(read_shipped_form(form_id)))
    settings, survey = book["settings"], book["survey"]
    heads = [cell.value for cell in settings[1]]
    settings.cell(2, heads.index("version") + 1, version)
    picture = survey.max_column + 1
    if pictures:
        survey.cell(1, picture, "media::image::English (en)")
    label = next(number for number, cell in enumerate(survey[1]) if str(cell.value).startswith("label"))
    for row in survey.iter_rows(min_row=2):
        if (wanted := (labels or {}).get(str(row[1].value))) is not None:
            row[label].value = wanted
        if (shown := (pictures or {}).get(str(row[1].value))) is not None:
            survey.cell(int(row[0].row or 0), picture, shown)
    return _packed(book)


def saved_again(xlsx: bytes) -> bytes:
    """The same workbook as another program writes it: other bytes, the same cells."""
    return _packed(load_workbook(io.BytesIO(xlsx)))


def with_part(xlsx: bytes, name: str, content: bytes) -> bytes:
    """The workbook with one more part in its package."""
    packed = io.BytesIO(xlsx)
    with zipfile.ZipFile(packed, "a", zipfile.ZIP_DEFLATED) as package:
        package.writestr(name, content)
    return packed.getvalue()


def _packed(book: Workbook) -> bytes:
    packed = io.BytesIO()
    book.save(packed)
    return packed.getvalue()
