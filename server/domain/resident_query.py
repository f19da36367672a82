"""Reads what somebody typed to find a resident: what is a postcode, a number, a date, a door or part of a name. Pure."""

from __future__ import annotations

import datetime as dt
import itertools
import re
from dataclasses import dataclass, field

from server.domain.address_values import is_house_number, read_postcode
from server.domain.names import name_key, search_key, tidy_name
from server.domain.telephone import read_telephone

_NHS_NUMBER = re.compile(r"(?<!\d)(\d{3})[ -]?(\d{3})[ -]?(\d{4})(?!\d)")
_TELEPHONE = re.compile(r"(?<![\d+])(?:\+44|0044|0)[\d\s().\-]{7,16}\d(?!\d)", re.ASCII)
_DAY_FIRST = re.compile(r"(?<!\d)(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4})(?!\d)")
_YEAR_FIRST = re.compile(r"(?<!\d)(\d{4})-(\d{1,2})-(\d{1,2})(?!\d)")
_POSTCODE = re.compile(r"(?<![A-Z0-9])([A-Z]{1,2}\d[A-Z\d]?\s*\d[A-Z]{2})(?![A-Z0-9])", re.IGNORECASE)

LONGEST_QUERY = 200


@dataclass(frozen=True, slots=True)
class ResidentQuery:
    """What to look for; all that is given must fit. Empty when nothing typed can be looked for.

    `house` is a house number with its street, or the beginning of one, in the letters and digits of an address's key.
    `name_typed` is what is part of a name, as it was typed.
    """

    nhs_number: str | None = None
    date_of_birth: dt.date | None = None
    postcode: str | None = None
    name_words: tuple[str, ...] = ()
    name_typed: str = field(default="", compare=False)
    telephone: str | None = None
    house: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether nothing can be looked for."""
        return not (
            self.nhs_number or self.date_of_birth or self.postcode or self.name_words or self.telephone or self.house
        )


def read_resident_query(typed: str) -> ResidentQuery:
    """The query in what was typed; what is no number, date or postcode is part of a name (or of a postcode)."""
    rest = typed[:LONGEST_QUERY]
    born, rest = _take_date(rest)
    telephone, rest = _take_telephone(rest)
    nhs_number, rest = _take(_NHS_NUMBER, rest)
    postcode, rest = _take(_POSTCODE, rest)
    house, rest = _take_house(rest)
    return ResidentQuery(
        nhs_number=re.sub(r"\D", "", nhs_number) or None,
        date_of_birth=born,
        postcode=read_postcode(postcode).value,
        name_words=tuple(search_key(rest).split()),
        name_typed=tidy_name(rest),
        telephone=telephone,
        house=house,
    )


def _take(pattern: re.Pattern[str], typed: str) -> tuple[str, str]:
    found = pattern.search(typed)
    if found is None:
        return "", typed
    return found.group(0), f"{typed[: found.start()]} {typed[found.end() :]}"


def _take_telephone(typed: str) -> tuple[str | None, str]:
    """A whole number as this country writes it, however spaced; before an NHS number, which never begins with 0."""
    for found in _TELEPHONE.finditer(typed):
        number = read_telephone(found.group(0)).number
        if number is not None:
            return number, f"{typed[: found.start()]} {typed[found.end() :]}"
    return None, typed


def _take_house(typed: str) -> tuple[str, str]:
    """From a house number that a word follows to the end; a number alone may be of anything."""
    words = typed.replace(",", " ").split()
    for place, (word, following) in enumerate(itertools.pairwise(words)):
        if is_house_number([word]) and following[0].isalpha():
            return name_key("".join(words[place:])), " ".join(words[:place])
    return "", typed


def _take_date(typed: str) -> tuple[dt.date | None, str]:
    for pattern, day_first in ((_YEAR_FIRST, False), (_DAY_FIRST, True)):
        found = pattern.search(typed)
        if found is None:
            continue
        numbers = [int(group) for group in found.groups()]
        year, month, day = reversed(numbers) if day_first else numbers
        try:
            born = dt.date(year, month, day)
        except ValueError:
            continue
        return born, f"{typed[: found.start()]} {typed[found.end() :]}"
    return None, typed
