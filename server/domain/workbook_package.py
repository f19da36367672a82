"""A workbook (.xlsx) as a packed archive, before any parser sees it: is it one, how large unpacked, has it a password or a program.

Reads the archive's listing and the beginnings of its parts; understands no cell. Refuses in words what must not be opened.
"""

from __future__ import annotations

import re
import zipfile
from typing import IO

MAX_PARTS = 1000
OLD_EXCEL = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # OLE2: .xls, and every workbook under a password
DOCUMENT_TYPE = "a document type declaration (<!DOCTYPE>)"
NO_WORKBOOK = "This is not an Excel workbook (.xlsx)."

_ENCRYPTED = 0x1
_START = 64 * 1024
_LONGEST_LISTING = 4 * 1024 * 1024
_XML = (".xml", ".rels", ".vml")
_MACROS = "The workbook carries macros. Save it as an Excel workbook without macros (.xlsx)."
# What may stand before the root: declaration, instructions and comments (XML 1.0, production 22).
_PROLOG = re.compile(rb"(?:\s+|<\?.*?\?>|<!--.*?-->)*+<!DOCTYPE", re.DOTALL)
_BYTE_ORDER_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")


class WorkbookRefusedError(ValueError):
    """The archive is no workbook this house opens; the message says why and what to do, for a person to read."""


def check_package(package: zipfile.ZipFile, *, max_unpacked: int) -> None:
    """Raise WorkbookRefusedError unless this is an .xlsx without password, macros or entities, of bearable size unpacked.

    What the listing says of a part's size holds: zipfile reads no more of a part than is written there.
    """
    parts = package.infolist()
    _check_parts(parts, max_unpacked)
    for part in parts:
        if part.filename.lower() == "[content_types].xml":
            if part.file_size > _LONGEST_LISTING:
                raise WorkbookRefusedError(NO_WORKBOOK)
            if b"macroenabled" in package.read(part).lower():
                raise WorkbookRefusedError(_MACROS)
        if part.filename.endswith(_XML):
            with package.open(part) as xml:
                _check_start(part.filename, xml)


def has_document_type(start: bytes) -> bool:
    """Whether XML that begins so has a document type declaration, with which entities come; in UTF-16 too."""
    for mark in _BYTE_ORDER_MARKS:
        start = start.removeprefix(mark)
    return _PROLOG.match(start.replace(b"\0", b"")) is not None


def _check_parts(parts: list[zipfile.ZipInfo], max_unpacked: int) -> None:
    names = [part.filename for part in parts]
    lowered = [name.lower() for name in names]
    if "xl/workbook.xml" not in names or len(set(names)) != len(names) or len(names) > MAX_PARTS:
        raise WorkbookRefusedError(NO_WORKBOOK)
    if any(part.flag_bits & _ENCRYPTED for part in parts):
        raise WorkbookRefusedError("The workbook has a password. Take it away, and save it again.")
    if any("vbaproject" in name or "/macrosheets/" in name for name in lowered):
        raise WorkbookRefusedError(_MACROS)
    if sum(part.file_size for part in parts) > max_unpacked:
        raise WorkbookRefusedError(f"The spreadsheet is larger than {max_unpacked // (1024 * 1024)} MB when unpacked.")


def _check_start(name: str, xml: IO[bytes]) -> None:
    if has_document_type(xml.read(_START)):
        raise WorkbookRefusedError(
            f"The workbook’s part {name} has {DOCUMENT_TYPE}, which is not allowed. "
            "Save it again as an Excel workbook (.xlsx)."
        )
