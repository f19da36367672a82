"""Turns an XLSForm (the bytes of a spreadsheet) into an ODK XForm with pyxform, or into problems an author can act on.

Reads no file and writes none; never lets an exception of a parser out.
"""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import Any

from server.domain.words import ReferralType
from server.forms.audience import find_audience_problems, warn_of_length, warn_of_places
from server.forms.author_mistakes import (
    find_type_row,
    find_unclosed,
    find_undeclared,
    find_unfiltered,
    warn_of_lookups,
    warn_of_translations,
)
from server.forms.expression_checks import find_circles, find_expression_problems
from server.forms.form_model import SERVED_INSTANCES, FormModel
from server.forms.form_rules import find_form_problems
from server.forms.left_out import warn_of_what_is_left_out
from server.forms.phone_controls import warn_of_controls, warn_of_rows
from server.forms.problems import FormProblem, FormRefusedError
from server.forms.questions import Question
from server.forms.spreadsheet import find_kind
from server.forms.survey_rows import locate_rows
from server.forms.xml_reading import XmlRefusedError, parse_xml

__all__ = ["ConvertedForm", "FormProblem", "FormRefusedError", "convert_xlsform"]

_UNREADABLE = "The spreadsheet could not be read. Save it again as an Excel workbook (.xlsx) and try once more."
_NOT_RECOGNISED = "Argument 'definition'"
_ROW = re.compile(r"\[row\s*:\s*(\d+)\]\s*:?\s*", re.IGNORECASE)
_SHEET = re.compile(r"\b(survey|choices|settings|entities|external_choices)\b")
_ON_SHEET = re.compile(r"\b[Oo]n the '(\w+)' sheet")
_UNKNOWN_TYPE = re.compile(r"Unknown question type '(.*)'\.?$")
_NOT_OURS = re.compile(r"Use the max-pixels parameter")  # phones make every photo smaller
_CSV = re.compile(r"jr://file-csv/([^/]+)\.csv$")
_NOT_OF_AN_ID = re.compile(r"[^A-Za-z0-9_.-]+")
_FALLBACK_FORM_ID = "form"


@dataclass(frozen=True)
class ConvertedForm:
    """An XForm with what is kept beside it. `version_label` is the author's, else the first of the file's hash."""

    form_id: str
    title: str
    version_label: str
    xlsx_sha256: str
    xform: str
    questions: tuple[Question, ...]
    languages: tuple[str, ...]
    warnings: tuple[FormProblem, ...]


@dataclass(frozen=True, slots=True)
class _Sheets:
    """What a person wrote, row by row."""

    survey: list[dict[str, Any]] = field(default_factory=list)
    choices: list[dict[str, Any]] = field(default_factory=list)
    settings: list[dict[str, Any]] = field(default_factory=list)


def convert_xlsform(xlsx: bytes, file_name: str = "", needs: Collection[str] = tuple(ReferralType)) -> ConvertedForm:
    """Convert a spreadsheet. Raises FormRefusedError with problems by row; a second call gives the same text.

    `file_name` names a form whose settings do not, as pyxform itself has it. `needs`: which it may hand on.
    """
    from pyxform.errors import PyXFormError  # here, since only publishing a form should wait for it
    from pyxform.xls2json_backends import get_xlsform
    from pyxform.xls2xform import convert

    kind = find_kind(xlsx)
    sheets = _Sheets()
    try:
        book = get_xlsform(io.BytesIO(xlsx.removeprefix(b"\xef\xbb\xbf")), file_type=kind)
        book.fallback_form_name = _make_form_id(file_name)
        sheets = _Sheets(*([dict(row) for row in rows or ()] for rows in (book.survey, book.choices, book.settings)))
        slips = [
            *find_unclosed(sheets.survey),
            *find_undeclared(sheets.survey, sheets.settings),
            *find_unfiltered(sheets.survey, sheets.choices),
        ]
        if slips:
            raise FormRefusedError(slips)
        given = {name: getattr(book, name) for name in type(book).__slots__}
        result = convert(given, pretty_print=False, validate=False)
    except PyXFormError as error:
        unreadable = str(error).startswith(_NOT_RECOGNISED)
        problems = [FormProblem(_UNREADABLE)] if unreadable else _problems_of(str(error), sheets.survey)
        raise FormRefusedError(problems or [FormProblem("The spreadsheet could not be converted.")]) from error
    except FormRefusedError:
        raise
    except Exception as error:  # a parser met a file that only looks like a spreadsheet
        raise FormRefusedError([FormProblem(_UNREADABLE)]) from error
    said = [problem for warning in result.warnings for problem in _problems_of(warning, sheets.survey)]
    return _describe(result.xform, said, hashlib.sha256(xlsx).hexdigest(), sheets, needs)


def _make_form_id(file_name: str) -> str:
    stem = _NOT_OF_AN_ID.sub("_", PurePath(file_name.replace("\\", "/")).stem).strip("_.-")[:64]
    return stem if stem[:1].isalpha() else _FALLBACK_FORM_ID


def _describe(
    xform: str, warnings: list[FormProblem], xlsx_sha256: str, sheets: _Sheets, needs: Collection[str]
) -> ConvertedForm:
    """Read back what pyxform wrote, so that what is stored is what a phone will read."""
    try:
        root = parse_xml(xform)
        model = FormModel(xform)
    except XmlRefusedError as error:
        raise FormRefusedError([FormProblem(f"The converted form is not usable: {error}")]) from error
    form = model.form
    rows = locate_rows(sheets.survey, form.root_name)
    wrong = find_expression_problems(root) or find_circles(model)
    problems = [FormProblem(one.message, "survey", rows.get(one.path or "")) for one in wrong]
    problems += find_form_problems(form, rows, len(xform), needs)
    problems += find_audience_problems(root, form.questions, rows)
    if problems:
        raise FormRefusedError(problems)
    return ConvertedForm(
        form_id=form.form_id,
        title=form.title,
        version_label=form.version or xlsx_sha256[:12],
        xlsx_sha256=xlsx_sha256,
        xform=xform,
        questions=form.questions,
        languages=form.languages,
        warnings=(
            *warnings,
            *_warn_of_sources(form.sources),
            *warn_of_what_is_left_out(root, form.questions, rows),
            *warn_of_places(root, form.questions, rows),
            *warn_of_length(root, form.questions),
            *warn_of_rows(sheets.survey),
            *warn_of_lookups(sheets.survey),
            *warn_of_translations(sheets.survey, sheets.choices),
            *warn_of_controls(form.questions, rows),
        ),
    )


def _warn_of_sources(sources: Mapping[str, str]) -> list[FormProblem]:
    found = []
    for instance_id, address in sources.items():
        match = _CSV.search(address)
        if not match or match.group(1) not in SERVED_INSTANCES:
            message = f"Phones do not carry the list “{instance_id}” ({address}); it will be empty."
            found.append(FormProblem(message))
    return found


def _problems_of(text: str, survey: Sequence[Mapping[str, Any]]) -> list[FormProblem]:
    """Cut pyxform's message into one problem per line, each with the row and sheet it names.

    A row whose sheet it does not say is one of the survey.
    """
    problems = []
    for line in (part.strip() for part in text.splitlines()):
        if not line or _NOT_OURS.match(_ROW.sub("", line)):
            continue
        if unknown := _UNKNOWN_TYPE.search(line):
            kind = unknown[1]
            message = f"“{kind}” is no type of question. Choose one of XLSForm’s, like text, integer or select_one."
            problems.append(FormProblem(message, "survey", find_type_row(survey, kind)))
            continue
        row = _ROW.search(line)
        sheet = _ON_SHEET.search(line) or (None if row else _SHEET.search(line))
        message = _ROW.sub("", line).strip()
        place = sheet.group(1) if sheet else "survey" if row else None
        problems.append(FormProblem(message, place, int(row.group(1)) if row else None))
    return problems
