"""A file of comma-separated values before anybody knows what is in it: its encoding, its separator, its lines.

Reads from a seekable stream and holds no more than a line at a time. Refuses in words what is no such file.
"""

from __future__ import annotations

import codecs
import csv
import hashlib
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import BinaryIO

from server.domain.import_layouts import FoundLayout, LayoutUnknownError, detect_layout

SAMPLE_BYTES = 64 * 1024
LONGEST_FIELD = 1024 * 1024
MOST_ROWS = 200_000
MOST_COLUMNS = 500
HEADINGS_WITHIN = 10
EXTRA_CELL = "(no heading) "
_BLOCK = 1024 * 1024
_WESTERN = ["cp1252", "iso8859_15", "cp1250", "cp437", "cp850", "mac_roman"]
_SIGNATURES = (
    (b"PK\x03\x04", "This is an Excel or ZIP file. In Excel choose Save as, then “CSV UTF-8”, and send that file."),
    (
        b"\xd0\xcf\x11\xe0",
        "This is an old Excel file (.xls), or one with a password. "
        "Open it, take the password away, choose Save as, then “Excel Workbook (.xlsx)”, and send that file.",
    ),
    (b"%PDF", "This is a PDF, not a list. Ask for the list as CSV."),
    (b"\x1f\x8b", "This file is compressed. Unpack it and send the CSV inside."),
)
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


class ImportFileError(Exception):
    """The file cannot be imported; the message says why and what to do, for a person to read."""


class UnknownHeadingsError(ImportFileError):
    """It is a list, but its headings belong to no layout, or lack some of one."""


@dataclass(frozen=True, slots=True)
class FileFacts:
    """What the bytes say of themselves; a workbook has no encoding of its own ("")."""

    encoding: str
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class Heading:
    """Where the headings stand (line 1 is the file's first) and what layout they make. A workbook has a sheet, a CSV a separator."""

    line_number: int
    headings: tuple[str, ...]
    separator: str
    found: FoundLayout
    sheet: str | None = None


def look_at_file(stream: BinaryIO, *, max_bytes: int) -> FileFacts:
    """Read the whole stream once, in blocks: size, SHA-256 and encoding. Raises ImportFileError."""
    stream.seek(0)
    first = stream.read(SAMPLE_BYTES)
    if not first.strip():
        raise ImportFileError("The file is empty.")
    for signature, words in _SIGNATURES:
        if first.startswith(signature):
            raise ImportFileError(words)
    encoding = next((name for bom, name in _BOMS if first.startswith(bom)), None)
    if encoding != "utf-16" and b"\x00" in first:
        raise ImportFileError("This is not a text file, so it cannot be a CSV list.")
    stream.seek(0)
    digest, size, accents = hashlib.sha256(), 0, bytearray()
    decoder = codecs.getincrementaldecoder(encoding or "utf-8")("strict")
    is_valid = True
    while block := stream.read(_BLOCK):
        size += len(block)
        if size > max_bytes:
            raise ImportFileError(too_large(max_bytes))
        digest.update(block)
        is_valid = is_valid and _decodes(decoder, block, final=False)
        if len(accents) < SAMPLE_BYTES:
            accents += b"\n".join(line for line in block.split(b"\n") if not line.isascii())[:SAMPLE_BYTES]
    is_valid = is_valid and _decodes(decoder, b"", final=True)
    if not is_valid:
        encoding = _legacy_encoding(bytes(accents))
    return FileFacts(encoding or "utf-8", digest.hexdigest(), size)


def too_large(max_bytes: int) -> str:
    """The sentence for a file above the limit."""
    return (
        f"The file is larger than {max_bytes // (1024 * 1024)} MB, the most this service takes. "
        "A list of 23,000 people is about 6 MB: is it the right file? Otherwise split it into parts, each with the headings."
    )


def find_headings(stream: BinaryIO, encoding: str, *, wanted: str | None = None) -> Heading:
    """Find the separator and the line of headings, which may follow a few title lines. Raises ImportFileError."""
    first_problem: LayoutUnknownError | None = None
    for separator, lines in first_lines(stream, encoding):
        try:
            number, found = find_layout_line(lines, wanted=wanted)
        except LayoutUnknownError as problem:
            first_problem = first_problem or problem
        else:
            return Heading(number, tuple(lines[number - 1]), separator, found)
    raise UnknownHeadingsError(
        str(first_problem)
        if first_problem and str(first_problem)
        else "The file has no line of headings, so it is no CSV list we know."
    )


def first_lines(stream: BinaryIO, encoding: str) -> Iterator[tuple[str, list[list[str]]]]:
    """The first lines of the file by each separator it might have, the likeliest first. Raises ImportFileError."""
    stream.seek(0)
    sample = stream.read(SAMPLE_BYTES).decode(encoding, errors="replace")
    for separator in _separators(sample):
        try:
            yield (
                separator,
                list(islice(csv.reader(io.StringIO(sample, newline=""), delimiter=separator), HEADINGS_WITHIN)),
            )
        except csv.Error as error:
            raise ImportFileError(f"The file cannot be read as CSV: {error}.") from error


def find_layout_line(lines: Sequence[Sequence[str]], *, wanted: str | None) -> tuple[int, FoundLayout]:
    """The first of these lines that makes a layout, counted from 1. Raises LayoutUnknownError with the first reason, if any."""
    first_problem: LayoutUnknownError | None = None
    for number, cells in enumerate(lines, start=1):
        if sum(bool(cell.strip()) for cell in cells) < 2:
            continue
        try:
            return number, detect_layout(_without_trailing_blanks(cells), wanted=wanted)
        except LayoutUnknownError as problem:
            first_problem = first_problem or problem
    raise first_problem or LayoutUnknownError()


def iterate_lines(stream: BinaryIO, encoding: str, heading: Heading) -> Iterator[tuple[int, dict[str, str]]]:
    """Every line below the headings that is not blank, as (line number, {heading: cell}), as received.

    A record counts as one line however many line breaks its cells hold, which is how a spreadsheet numbers it. Raises ImportFileError.
    """
    stream.seek(0)
    text = io.TextIOWrapper(stream, encoding=encoding, errors="replace", newline="")
    old_limit = csv.field_size_limit(LONGEST_FIELD)
    reader = csv.reader(text, delimiter=heading.separator)
    try:
        yield from by_headings(enumerate(reader, start=1), heading)
    except csv.Error as error:
        raise ImportFileError(f"The file cannot be read as CSV near line {reader.line_num}: {error}.") from error
    finally:
        csv.field_size_limit(old_limit)
        text.detach()


def by_headings(lines: Iterable[tuple[int, Sequence[str]]], heading: Heading) -> Iterator[tuple[int, dict[str, str]]]:
    """The numbered lines below the headings that are not blank, each as {heading: cell}. Raises ImportFileError for too many."""
    found = 0
    for number, cells in lines:
        if number <= heading.line_number or not any(cell.strip() for cell in cells):
            continue
        found += 1
        if found > MOST_ROWS:
            raise ImportFileError(
                f"The file has more than {MOST_ROWS:,} lines. Split it into parts, each with the headings."
            )
        if len(cells) > MOST_COLUMNS:
            raise ImportFileError(
                f"Line {number} has more than {MOST_COLUMNS} columns, so this is no list of people. "
                "Delete the columns that only look empty, and send the file again."
            )
        yield number, _by_heading(heading.headings, cells)


def _by_heading(headings: Sequence[str], cells: Sequence[str]) -> dict[str, str]:
    """Cells under their headings, without NUL, which PostgreSQL cannot keep; cells beyond the headings keep a name of their own."""
    line = {
        heading: cell.replace("\x00", "") for heading, cell in zip(headings, cells, strict=False) if heading.strip()
    }
    for place in range(len(headings), len(cells)):
        if cells[place].strip():
            line[f"{EXTRA_CELL}{place + 1}"] = cells[place].replace("\x00", "")
    return line


def _separators(sample: str) -> list[str]:
    """The likeliest separator first; the others after it, in case the guess makes no headings."""
    import clevercsv  # here, since only who reads a list should wait for it

    try:
        guessed = clevercsv.Detector().detect(sample[:8192], delimiters=[",", ";", "\t", "|"])
        likely = guessed.delimiter if guessed is not None else ""
    except Exception:  # whatever the detector stumbles over, four separators can be tried in turn
        likely = ""
    return list(dict.fromkeys([separator for separator in (likely, ",", ";", "\t", "|") if separator]))


def _without_trailing_blanks(cells: Sequence[str]) -> list[str]:
    return [cell for cell in cells if cell.strip()]


def _legacy_encoding(accents: bytes) -> str:
    """Western Windows unless the bytes read better otherwise; Excel in Britain writes cp1252."""
    from charset_normalizer import from_bytes

    best = from_bytes(accents, cp_isolation=_WESTERN).best()
    if best is None or not _decodes(codecs.getincrementaldecoder(best.encoding)("strict"), accents, final=True):
        return "cp1252"
    try:
        accents.decode("cp1252")
    except UnicodeDecodeError:
        return best.encoding
    return "cp1252" if best.encoding in {"iso8859_15", "cp1250"} else best.encoding


def _decodes(decoder: codecs.IncrementalDecoder, block: bytes, *, final: bool) -> bool:
    try:
        decoder.decode(block, final)
    except UnicodeDecodeError:
        return False
    return True
