"""Turns an XLSForm (the bytes of a spreadsheet) into an ODK XForm with pyxform, or into problems an author can act on.

Reads no file and writes none; never lets an exception of a parser out.
"""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
from dataclasses import dataclass

from server.forms.expression_checks import find_circles, find_expression_problems
from server.forms.form_model import SERVED_INSTANCES, FormModel
from server.forms.questions import Question
from server.forms.survey_rows import find_survey_rows
from server.forms.xml_reading import XmlRefusedError, parse_xml

MAX_XLSX_BYTES = 10 * 1024 * 1024
MAX_UNPACKED_BYTES = 100 * 1024 * 1024

_UNREADABLE = "The spreadsheet could not be read. Save it again as an Excel workbook (.xlsx) and try once more."
_NOT_RECOGNISED = "Argument 'definition'"
_ROW = re.compile(r"\[row\s*:\s*(\d+)\]\s*:?\s*", re.IGNORECASE)
_SHEET = re.compile(r"\b(survey|choices|settings|entities|external_choices)\b")
_CSV = re.compile(r"jr://file-csv/([^/]+)\.csv$")


@dataclass(frozen=True)
class FormProblem:
    """What is wrong with a spreadsheet. `row` is the row a person sees in it; None when the whole form is meant."""

    message: str
    sheet: str | None = None
    row: int | None = None


class FormRefusedError(ValueError):
    """The spreadsheet makes no form; `problems` says why, at least one."""

    def __init__(self, problems: list[FormProblem]) -> None:
        super().__init__("; ".join(problem.message for problem in problems))
        self.problems = problems


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
    warnings: tuple[str, ...]


def convert_xlsform(xlsx: bytes) -> ConvertedForm:
    """Convert a spreadsheet. Raises FormRefusedError with problems by row; a second call gives the same text."""
    from pyxform.errors import PyXFormError  # here, since only publishing a form should wait for it
    from pyxform.xls2xform import convert

    _check_package(xlsx)
    try:
        result = convert(io.BytesIO(xlsx), file_type=".xlsx", pretty_print=False, validate=False)
    except PyXFormError as error:
        unreadable = str(error).startswith(_NOT_RECOGNISED)
        raise FormRefusedError([FormProblem(_UNREADABLE)] if unreadable else _problems_of(str(error))) from error
    except Exception as error:  # a parser met a file that only looks like a spreadsheet
        raise FormRefusedError([FormProblem(_UNREADABLE)]) from error
    return _describe(result.xform, list(result.warnings), xlsx)


def _describe(xform: str, warnings: list[str], xlsx: bytes) -> ConvertedForm:
    """Read back what pyxform wrote, so that what is stored is what a phone will read."""
    try:
        root = parse_xml(xform)
        model = FormModel(xform)
    except XmlRefusedError as error:
        raise FormRefusedError([FormProblem(f"The converted form is not usable: {error}")]) from error
    form = model.form
    found = find_expression_problems(root) or find_circles(model)
    if found:
        rows = find_survey_rows(xlsx, form.root_name)
        raise FormRefusedError([FormProblem(one.message, "survey", rows.get(one.path or "")) for one in found])
    xlsx_sha256 = hashlib.sha256(xlsx).hexdigest()
    return ConvertedForm(
        form_id=form.form_id,
        title=form.title,
        version_label=form.version or xlsx_sha256[:12],
        xlsx_sha256=xlsx_sha256,
        xform=xform,
        questions=form.questions,
        languages=form.languages,
        warnings=(*warnings, *_warn_of_sources(form.sources)),
    )


def _warn_of_sources(sources: dict[str, str]) -> list[str]:
    found = []
    for instance_id, address in sources.items():
        match = _CSV.search(address)
        if not match or match.group(1) not in SERVED_INSTANCES:
            found.append(f"Phones do not carry the list “{instance_id}” ({address}); it will be empty.")
    return found


def _check_package(xlsx: bytes) -> None:
    """Refuse what is too large, before or after unpacking, and what is no workbook."""
    if len(xlsx) > MAX_XLSX_BYTES:
        raise FormRefusedError([FormProblem("The spreadsheet is larger than 10 MB.")])
    try:
        with zipfile.ZipFile(io.BytesIO(xlsx)) as package:
            unpacked = sum(entry.file_size for entry in package.infolist())
            names = set(package.namelist())
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise FormRefusedError([FormProblem("This is not an Excel workbook (.xlsx).")]) from error
    if "xl/workbook.xml" not in names:
        raise FormRefusedError([FormProblem("This is not an Excel workbook (.xlsx).")])
    if unpacked > MAX_UNPACKED_BYTES:
        raise FormRefusedError([FormProblem("The spreadsheet is larger than 100 MB when unpacked.")])


def _problems_of(text: str) -> list[FormProblem]:
    """Cut pyxform's message into one problem per line, each with the row and sheet it names."""
    problems = []
    for line in (part.strip() for part in text.splitlines()):
        if not line:
            continue
        row = _ROW.search(line)
        sheet = _SHEET.search(line)
        message = _ROW.sub("", line).strip()
        problems.append(FormProblem(message, sheet.group(1) if sheet else None, int(row.group(1)) if row else None))
    return problems or [FormProblem("The spreadsheet could not be converted.")]
