"""A list of people as an Excel workbook: its sheets, the headings of each, its lines as text with real dates written out.

Reads a sheet as a stream and holds no more than a line of it; openpyxl understands the cells. Refuses in words what it cannot read.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import warnings
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from typing import Any, BinaryIO

from server.domain.import_file import (
    HEADINGS_WITHIN,
    MOST_COLUMNS,
    MOST_ROWS,
    FileFacts,
    Heading,
    ImportFileError,
    UnknownHeadingsError,
    by_headings,
    find_layout_line,
    too_large,
)
from server.domain.import_layouts import LayoutUnknownError
from server.domain.workbook_package import WorkbookRefusedError, check_package
from server.domain.workbook_weight import check_weight

MAX_UNPACKED_BYTES = 400 * 1024 * 1024
# All texts of a workbook are held in memory while one sheet is read.
MAX_TEXT_BYTES = 64 * 1024 * 1024
_TEXTS = "xl/sharedstrings.xml"
_BLOCK = 1024 * 1024
_MAGIC = b"PK\x03\x04"
_UNREADABLE = (
    "This is an Excel or ZIP file that cannot be read. In Excel choose Save as, then “CSV UTF-8”, and send that file."
)


@dataclass(frozen=True, slots=True)
class SheetStart:
    """A sheet that holds something, and its first lines."""

    name: str
    lines: tuple[tuple[str, ...], ...]


def is_workbook(stream: BinaryIO) -> bool:
    """True when the file begins as a packed workbook does; the name says nothing."""
    stream.seek(0)
    return stream.read(len(_MAGIC)) == _MAGIC


def look_at_workbook(stream: BinaryIO, *, max_bytes: int) -> FileFacts:
    """Size and SHA-256, after looking whether it is safe to open. Raises ImportFileError."""
    stream.seek(0)
    digest, size = hashlib.sha256(), 0
    while block := stream.read(_BLOCK):
        size += len(block)
        if size > max_bytes:
            raise ImportFileError(too_large(max_bytes))
        digest.update(block)
    stream.seek(0)
    with _in_words(), zipfile.ZipFile(stream) as package:
        check_package(package, max_unpacked=MAX_UNPACKED_BYTES)
        texts = sum(part.file_size for part in package.infolist() if part.filename.lower() == _TEXTS)
        if texts > MAX_TEXT_BYTES:
            raise ImportFileError(
                "The workbook holds too much text to be a list of people. Save the one sheet as CSV UTF-8."
            )
        check_weight(package, instead="Save the one sheet as CSV UTF-8.")
    return FileFacts("", digest.hexdigest(), size)


def list_sheets(stream: BinaryIO) -> list[SheetStart]:
    """Every visible sheet that holds something, with its first lines. Raises ImportFileError."""
    with _opened(stream) as book:
        starts = []
        for sheet in book.worksheets:
            if sheet.sheet_state == "visible":
                lines = tuple(tuple(cells) for _, cells in islice(_lines(sheet), HEADINGS_WITHIN))
                if any(cell.strip() for line in lines for cell in line):
                    starts.append(SheetStart(sheet.title, lines))
    return starts


def find_sheet_headings(sheets: Sequence[SheetStart], *, wanted: str | None = None) -> list[Heading]:
    """The sheets whose headings make a layout. Raises UnknownHeadingsError with the first reason when none does."""
    found, problem = [], ""
    for sheet in sheets:
        try:
            number, layout = find_layout_line(sheet.lines, wanted=wanted)
        except LayoutUnknownError as unknown:
            problem = problem or str(unknown)
        else:
            found.append(Heading(number, sheet.lines[number - 1], "", layout, sheet.name))
    if not found:
        raise UnknownHeadingsError(problem or "The workbook has no line of headings, so it is no list we know.")
    return found


def iterate_sheet(stream: BinaryIO, heading: Heading) -> Iterator[tuple[int, dict[str, str]]]:
    """Every line below the headings that is not blank, as (line number, {heading: cell}). Raises ImportFileError."""
    with _opened(stream) as book:
        yield from by_headings(_lines(book[heading.sheet]), heading)


def _lines(sheet: Any) -> Iterator[tuple[int, list[str]]]:
    """The numbered lines of a sheet as text, without the empty cells at their ends."""
    sheet.reset_dimensions()  # what a sheet says of its own size is not to be believed
    for number, cells in enumerate(sheet.iter_rows(values_only=True, max_col=MOST_COLUMNS + 1), start=1):
        if number > 2 * MOST_ROWS:
            raise ImportFileError(
                f"The sheet “{sheet.title}” has more than {2 * MOST_ROWS:,} rows. Delete those that only look empty."
            )
        texts = [_as_text(cell) for cell in cells]
        while texts and not texts[-1]:
            texts.pop()
        yield number, texts


def _as_text(value: object) -> str:
    """A cell as a person would read it: a real date as a date, a whole number without a point."""
    if value is None:
        return ""
    if isinstance(value, dt.datetime):
        is_day = (value.hour, value.minute, value.second, value.microsecond) == (0, 0, 0, 0)
        return value.date().isoformat() if is_day else value.isoformat(" ", "seconds")
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value)


@contextmanager
def _opened(stream: BinaryIO) -> Iterator[Any]:
    from openpyxl import load_workbook  # here, since only who reads a workbook should wait for it

    stream.seek(0)
    with _in_words():
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about styles and checks of cells that a list does not need
            book = load_workbook(stream, read_only=True, data_only=True, keep_links=False)
        try:
            yield book
        finally:
            book.close()


@contextmanager
def _in_words() -> Iterator[None]:
    """Whatever a broken archive makes the libraries raise, as one sentence."""
    try:
        yield
    except ImportFileError:
        raise
    except WorkbookRefusedError as refused:
        raise ImportFileError(str(refused)) from refused
    except Exception as error:  # openpyxl raises whatever it stumbles over: KeyError, ValueError, its XML parser's
        raise ImportFileError(_UNREADABLE) from error
