"""The words of a document type, as somebody at the office or a file gives them: what they may be, and the code of a new one. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Final

from server.domain.change_refusal import ChangeRefusedError
from server.domain.evidence import LANGUAGES, MOST_DUE_DAYS
from server.domain.operation import clean_text

PARTS: Final = ("names", "hints", "tips")
LONGEST: Final = {"names": 100, "hints": 500, "tips": 500}
LONGEST_CODE = 40
_FIRST_LANGUAGE = "en"


@dataclass(frozen=True, slots=True)
class TypeWords:
    """`names`, `hints` (what counts) and `tips` (how to photograph it) by language; one that has no Welsh is shown in English."""

    names: dict[str, str]
    hints: dict[str, str]
    tips: dict[str, str]
    days: int

    def as_columns(self) -> dict[str, Any]:
        """As the table has them."""
        return {"names": self.names, "hints": self.hints, "tips": self.tips, "days": self.days}


def read_type_words(typed: Mapping[str, str]) -> TypeWords:
    """From fields `names_en`, `names_cy`, ... and `days`, as people type them. Raises ChangeRefusedError with all that is wrong.

    Its fields are `<part>_<language>` and `days`; its reasons missing, too_long and days.
    """
    parts: dict[str, dict[str, str]] = {}
    mistakes: dict[str, str] = {}
    for part in PARTS:
        said = {language: " ".join(clean_text(typed.get(f"{part}_{language}", "")).split()) for language in LANGUAGES}
        parts[part] = {language: words for language, words in said.items() if words}
        if _FIRST_LANGUAGE not in parts[part]:
            mistakes[f"{part}_{_FIRST_LANGUAGE}"] = "missing"
        mistakes |= {f"{part}_{language}": "too_long" for language, words in said.items() if len(words) > LONGEST[part]}
    days = typed.get("days", "").strip()
    if not (days.isascii() and days.isdigit() and len(days) <= 3 and 1 <= int(days) <= MOST_DUE_DAYS):
        mistakes["days"] = "days"
    if mistakes:
        raise ChangeRefusedError(mistakes)
    return TypeWords(**parts, days=int(days))


def make_code(name: str, taken: Collection[str]) -> str:
    """A code that nobody has, from the English name: `Proof of address` is `proof_of_address`."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    stem = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[: LONGEST_CODE - 4] or "document"
    return next(code for code in (stem, *(f"{stem}_{number}" for number in range(2, 1000))) if code not in taken)
