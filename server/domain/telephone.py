"""UK telephone numbers as people and spreadsheets write them, brought to one spelling.

Never invents a digit beyond the leading zero a spreadsheet dropped.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_NOISE = re.compile(r"[\s().\-\u2010-\u2015/]+")
_SHORTENED = re.compile(r"^\d+(\.\d+)?[eE]\+?\d+$")


@dataclass(frozen=True, slots=True)
class TelephoneReading:
    """A number in national spelling, or why there is none. Both None: the cell was blank."""

    number: str | None
    problem: str | None


def read_telephone(text: str) -> TelephoneReading:
    """Read one cell: +44, 0044, brackets and a lost leading zero are understood."""
    stripped = text.strip()
    if not stripped or stripped in {"-", "0"}:
        return TelephoneReading(None, None)
    clipped = stripped if len(stripped) <= 40 else stripped[:37] + "..."
    if _SHORTENED.match(stripped):
        return TelephoneReading(None, f"telephone number {clipped} was shortened by a spreadsheet")
    digits = _NOISE.sub("", stripped.removesuffix(".0").replace("(0)", ""))
    for prefix in ("+44", "0044"):
        if digits.startswith(prefix):
            digits = "0" + digits.removeprefix(prefix).removeprefix("0")
    if len(digits) in (9, 10) and digits[:1] in {"1", "2", "3", "7", "8"}:
        digits = "0" + digits
    if not (digits.isascii() and digits.isdigit() and digits.startswith("0") and len(digits) in (10, 11)):
        return TelephoneReading(None, f"telephone number {clipped} is not a UK number")
    return TelephoneReading(_grouped(digits), None)


def is_mobile(number: str) -> bool:
    """Whether a number in national spelling takes text messages (07, but not 070 and 076 pagers)."""
    digits = number.replace(" ", "")
    return (digits.startswith("07") and digits[2:3] not in {"0", "6"}) or digits.startswith("07624")


def telephone_key(number: str) -> str:
    """The digits alone, for comparing."""
    return number.replace(" ", "")


def _grouped(digits: str) -> str:
    """Group as people read it aloud: 07700 900123, 020 7946 0123, 01632 960123."""
    if digits.startswith("02"):
        return f"{digits[:3]} {digits[3:7]} {digits[7:]}"
    return f"{digits[:5]} {digits[5:]}"
