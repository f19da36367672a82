"""Names as they are compared and searched: one key for "CHLOË ", "Chloe" and "chloe".

The key is for comparing only; what people see is the name as received or corrected.
"""

from __future__ import annotations

import unicodedata

# Letters that have no decomposition, so that stripping accents alone would lose them.
_PLAIN = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h"})
_TITLES = frozenset({"mr", "mrs", "ms", "miss", "dr", "mx", "rev", "sir", "dame"})


def tidy_name(text: str) -> str:
    """The name without stray blanks, otherwise as received. Control characters become blanks."""
    if text.isascii() and text.isprintable():  # nearly every name of a list
        return " ".join(text.split())
    printable = "".join(" " if unicodedata.category(char) in {"Cc", "Zl", "Zp"} else char for char in text)
    return " ".join(printable.split())


def name_key(text: str) -> str:
    """The name for comparing: case, accents, blanks, hyphens and apostrophes do not count. Empty if no letter is left."""
    if text.isascii():
        folded = text.casefold()
        return folded if folded.isalnum() else "".join(filter(str.isalnum, folded))
    plain = unicodedata.normalize("NFKD", text)  # first, since fancy capitals are capitals only after it
    folded = unicodedata.normalize("NFKD", plain.casefold()).translate(_PLAIN)
    return "".join(char for char in folded if char.isalnum())


def search_key(*parts: str) -> str:
    """Text for the search column: like `name_key`, words kept apart by one blank."""
    words = " ".join(parts).replace("-", " ").split()
    return " ".join(key for key in map(name_key, words) if key)


def without_title(text: str) -> str:
    """The first name without a courtesy title in front, unless the title is all there is."""
    first, _, rest = text.partition(" ")
    return rest if rest and name_key(first) in _TITLES else text


def full_name(*parts: str | None) -> str:
    """The parts that are known, as one name; empty when none is."""
    return " ".join(part for part in parts if part)
