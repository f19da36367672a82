"""Reading an NHS number as a feed or a person typed it: spaces, dashes, a leading zero lost by a spreadsheet.

Never repairs a number: a wrong check digit makes it no number at all.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from stdnum.gb import nhs

TEST_RANGE_PREFIX = "999"
_SEPARATORS = re.compile(r"[\s\-\u2010-\u2015.]+")
_SHORTENED = re.compile(r"^\d+(\.\d+)?[eE]\+?\d+$")


@dataclass(frozen=True, slots=True)
class NhsNumberReading:
    """A verified ten-digit number, or why there is none. Both None: the cell was blank."""

    number: str | None
    problem: str | None


def read_nhs_number(text: str, *, allow_test_range: bool) -> NhsNumberReading:
    """Read one cell. The 999 range, which the NHS keeps for testing, counts only where the council allows it."""
    stripped = text.strip()
    if not stripped:
        return NhsNumberReading(None, None)
    if _SHORTENED.match(stripped):
        return NhsNumberReading(None, f"NHS number {stripped} was shortened by a spreadsheet")
    if stripped.endswith(".0"):
        stripped = stripped[:-2]
    digits = _SEPARATORS.sub("", stripped)
    if not (digits.isascii() and digits.isdigit()):
        return NhsNumberReading(None, f"NHS number {_clip(stripped)} is not a number")
    if len(digits) == 9:
        digits = "0" + digits
    if len(digits) != 10:
        return NhsNumberReading(None, f"NHS number {_clip(stripped)} does not have ten digits")
    if digits == "0000000000" or not nhs.is_valid(digits):
        return NhsNumberReading(None, f"NHS number {_clip(stripped)} has a wrong check digit")
    if digits.startswith(TEST_RANGE_PREFIX) and not allow_test_range:
        return NhsNumberReading(None, f"NHS number {_clip(stripped)} is from the range kept for testing")
    return NhsNumberReading(digits, None)


def _clip(text: str) -> str:
    """A cell short enough to print in a reason."""
    return text if len(text) <= 40 else text[:37] + "..."
