"""Postcodes, UPRNs and e-mail addresses from feeds, each in one spelling.

What cannot be read becomes a problem with words; nothing is made up in its place.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

_POSTCODE = re.compile(r"^(GIR0AA|[A-Z]{1,2}\d[A-Z\d]?\d[A-Z]{2})$", re.ASCII)
_HOUSE_NUMBER = re.compile(r"^\d{1,4}[A-Za-z]?$", re.ASCII)
_EMAIL = re.compile(r"^[^\s@,;<>\"']{1,64}@[^\s@,;<>\"']+\.[^\s@,;<>\"'.]{2,63}$")
_SHORTENED = re.compile(r"^\d+(\.\d+)?[eE]\+?\d+$")
UNKNOWN_WARD = "unknown"


@dataclass(frozen=True, slots=True)
class TextReading:
    """A value in its one spelling, or why there is none. Both None: the cell was blank."""

    value: str | None
    problem: str | None


def read_postcode(text: str) -> TextReading:
    """Upper case with one blank before the last three characters: "cr84dl" is "CR8 4DL"."""
    letters = "".join(text.split()).upper()
    if not letters:
        return TextReading(None, None)
    if not _POSTCODE.match(letters):
        return TextReading(None, f"{_clip(text)} is not a postcode")
    return TextReading(f"{letters[:-3]} {letters[-3:]}", None)


def read_uprn(text: str) -> TextReading:
    """A Unique Property Reference Number without leading zeros, since feeds pad it or not."""
    stripped = text.strip().removesuffix(".0")
    if not stripped:
        return TextReading(None, None)
    if _SHORTENED.match(stripped):
        return TextReading(None, f"UPRN {_clip(stripped)} was shortened by a spreadsheet")
    digits = stripped.lstrip("0")
    if not digits and stripped.isascii() and stripped.isdigit():
        return TextReading(None, None)
    if not (digits.isascii() and digits.isdigit() and len(digits) <= 12):
        return TextReading(None, f"UPRN {_clip(stripped)} is not a number of up to 12 digits")
    return TextReading(digits, None)


def read_email(text: str) -> TextReading:
    """An e-mail address in lower case."""
    stripped = text.strip().lower()
    if not stripped:
        return TextReading(None, None)
    if len(stripped) > 254 or not _EMAIL.match(stripped):
        return TextReading(None, f"{_clip(stripped)} is not an e-mail address")
    return TextReading(stripped, None)


def address_lines(*lines: str) -> tuple[str, ...]:
    """The lines of an address without blank ones and stray blanks."""
    return tuple(tidied for tidied in (" ".join(line.split()) for line in lines) if tidied)


def one_line(lines: Sequence[str], postcode: str | None) -> str:
    """The address as people read it in a line, the postcode last; empty when nothing of it is known."""
    return ", ".join([*lines, *([postcode] if postcode else [])])


def is_house_number(lines: Sequence[str]) -> bool:
    """True for an address that is no more than the number of a house, as contact tracing sends it."""
    return len(lines) == 1 and bool(_HOUSE_NUMBER.match(lines[0]))


def begins_with_house(lines: Sequence[str], number: str) -> bool:
    """True when the address is that of the house with this number, going by its first line ("12" and "12 High Street")."""
    return bool(lines) and lines[0].replace(",", " ").casefold().split()[:1] == [number.casefold()]


def postcode_key(postcode: str) -> str:
    """The postcode for comparing and searching: no blank, upper case."""
    return "".join(postcode.split()).upper()


def postcode_order(postcode: str | None) -> tuple[str, int, int, str]:
    """A sort key that walks a district in order: CR2 before CR10; an address without a postcode comes last."""
    found = re.match(r"^([A-Z]+)(\d+)([A-Z]?)\s?(\d)([A-Z]{2})$", (postcode or "").upper(), re.ASCII)
    if not found:
        return ("~", 0, 0, postcode or "")
    area, district, sub_district, sector, unit = found.groups()
    return (area, int(district), int(sector), sub_district + unit)


def _clip(text: str) -> str:
    """A cell short enough to print in a reason."""
    stripped = " ".join(text.split())
    return stripped if len(stripped) <= 40 else stripped[:37] + "..."
