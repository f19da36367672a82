"""Looks at a spreadsheet before a parser does: its kind, its size packed and unpacked, its rows, whether it carries a program.

Only reads the archive's listing and counts marks in its parts; understands no cell.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from typing import IO

from server.forms.problems import FormProblem, FormRefusedError
from server.forms.xml_reading import DOCUMENT_TYPE, has_document_type

MAX_FILE_BYTES = 10 * 1024 * 1024
MAX_UNPACKED_BYTES = 100 * 1024 * 1024
MAX_PARTS = 1000
MAX_ROWS = 10_000
MAX_CELLS = 400_000
XLSX, CSV = ".xlsx", ".csv"

_OLD_EXCEL = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # OLE2: .xls, and every workbook under a password
_ENCRYPTED = 0x1
_ROW = re.compile(rb"<(?:\w+:)?row[\s/>]")
_CELL = re.compile(rb"<(?:\w+:)?c[\s/>]")
_CHUNK = 1024 * 1024
_START = 64 * 1024
_XML = (".xml", ".rels", ".vml")


def find_kind(raw: bytes) -> str:
    """XLSX or CSV, by the bytes and not by a name. Raises FormRefusedError for anything that is not read here."""
    if len(raw) > MAX_FILE_BYTES:
        _refuse("The spreadsheet is larger than 10 MB.")
    if raw.startswith(_OLD_EXCEL):
        _refuse(
            "This is an old Excel file (.xls), or one with a password. "
            "Open it, take the password away, and save it as an Excel workbook (.xlsx)."
        )
    if raw.startswith(b"PK"):
        _check_package(raw)
        return XLSX
    if _is_csv(raw):
        return CSV
    return _refuse("This is not an Excel workbook (.xlsx).")


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
            parts = package.infolist()
            _check_parts(parts)
            _check_starts(package, parts)
            _check_counts(package, parts)
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, RuntimeError, EOFError) as error:
        if isinstance(error, FormRefusedError):
            raise
        raise FormRefusedError([FormProblem("This is not an Excel workbook (.xlsx).")]) from error


def _check_parts(parts: list[zipfile.ZipInfo]) -> None:
    names = [part.filename for part in parts]
    lowered = [name.lower() for name in names]
    if "xl/workbook.xml" not in names or len(set(names)) != len(names) or len(names) > MAX_PARTS:
        _refuse("This is not an Excel workbook (.xlsx).")
    if any(part.flag_bits & _ENCRYPTED for part in parts):
        _refuse("The workbook has a password. Take it away, and save it again.")
    if any("vbaproject" in name or "/macrosheets/" in name for name in lowered):
        _refuse("The workbook carries macros. Save it as an Excel workbook without macros (.xlsx).")
    if sum(part.file_size for part in parts) > MAX_UNPACKED_BYTES:
        _refuse("The spreadsheet is larger than 100 MB when unpacked.")


def _check_starts(package: zipfile.ZipFile, parts: list[zipfile.ZipInfo]) -> None:
    for part in parts:
        if not part.filename.endswith(_XML):
            continue
        with package.open(part) as xml:
            if has_document_type(xml.read(_START)):
                _refuse(
                    f"The workbook’s part {part.filename} has {DOCUMENT_TYPE}, which is not allowed. "
                    "Save it again as an Excel workbook (.xlsx)."
                )


def _check_counts(package: zipfile.ZipFile, parts: list[zipfile.ZipInfo]) -> None:
    rows = cells = 0
    for part in parts:
        if part.filename.lower() == "[content_types].xml" and b"macroenabled" in package.read(part).lower():
            _refuse("The workbook carries macros. Save it as an Excel workbook without macros (.xlsx).")
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
            _refuse("This is not an Excel workbook (.xlsx).")
    yield rest
