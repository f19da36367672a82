"""Looks at a spreadsheet before a parser does: its kind, its size packed, unpacked and held, its rows, whether it carries a program.

Only reads the archive's listing and counts what is in its parts; understands no cell.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from typing import IO

from server.domain.workbook_package import NO_WORKBOOK, OLD_EXCEL, WorkbookRefusedError, check_package
from server.domain.workbook_weight import check_weight
from server.forms.problems import FormProblem, FormRefusedError

MAX_FILE_BYTES = 10 * 1024 * 1024
MAX_UNPACKED_BYTES = 100 * 1024 * 1024
MAX_ROWS = 10_000
MAX_CELLS = 400_000
XLSX, CSV = ".xlsx", ".csv"

_ROW = re.compile(rb"<(?:\w+:)?row[\s/>]")
_CELL = re.compile(rb"<(?:\w+:)?c[\s/>]")
_CHUNK = 1024 * 1024


def find_kind(raw: bytes) -> str:
    """XLSX or CSV, by the bytes and not by a name. Raises FormRefusedError for anything that is not read here."""
    if len(raw) > MAX_FILE_BYTES:
        _refuse("The spreadsheet is larger than 10 MB.")
    if raw.startswith(OLD_EXCEL):
        _refuse(
            "This is an old Excel file (.xls), or one with a password. "
            "Open it, take the password away, and save it as an Excel workbook (.xlsx)."
        )
    if raw.startswith(b"PK"):
        _check_package(raw)
        return XLSX
    if _is_csv(raw):
        return CSV
    return _refuse(NO_WORKBOOK)


def _refuse(message: str) -> str:
    raise FormRefusedError([FormProblem(message)])


def _is_csv(raw: bytes) -> bool:
    """An XLSForm as CSV: its first filled cell is the name of a sheet. Raises FormRefusedError when it is too long."""
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False
    if "\x00" in text or not re.match(
        r"\s*\"?(survey|choices|settings)\"?\s*(,|$)", text, re.IGNORECASE | re.MULTILINE
    ):
        return False
    if text.count("\n") > MAX_ROWS:
        _refuse(f"The spreadsheet has more than {MAX_ROWS:,} rows.")
    return True


def _check_package(raw: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as package:
            check_package(package, max_unpacked=MAX_UNPACKED_BYTES)
            _check_counts(package, package.infolist())
            check_weight(package, instead="Copy the form’s sheets into a new workbook, and upload that.")
    except WorkbookRefusedError as refused:
        raise FormRefusedError([FormProblem(str(refused))]) from refused
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, RuntimeError, EOFError) as error:
        if isinstance(error, FormRefusedError):
            raise
        raise FormRefusedError([FormProblem(NO_WORKBOOK)]) from error


def _check_counts(package: zipfile.ZipFile, parts: list[zipfile.ZipInfo]) -> None:
    rows = cells = 0
    for part in parts:
        if not part.filename.startswith("xl/worksheets/"):
            continue
        with package.open(part) as sheet:
            for piece in _pieces(sheet):
                rows += len(_ROW.findall(piece))
                cells += len(_CELL.findall(piece))
                if rows > MAX_ROWS or cells > MAX_CELLS:
                    _refuse(
                        f"The workbook has more than {MAX_ROWS:,} rows, or more than {MAX_CELLS:,} cells. "
                        "Delete what is not needed, rows that only look empty too."
                    )


def _pieces(sheet: IO[bytes]) -> Iterator[bytes]:
    """The part's bytes, cut only before a mark, so that none is counted twice or missed."""
    rest = b""
    while chunk := sheet.read(_CHUNK):
        rest += chunk
        cut = rest.rfind(b"<")
        if cut > 0:
            yield rest[:cut]
            rest = rest[cut:]
        elif len(rest) > 16 * _CHUNK:
            _refuse(NO_WORKBOOK)
    yield rest
