"""Reads what somebody typed to find a resident: what is a postcode, a number, a date or part of a name. Pure."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from server.domain.address_values import read_postcode
from server.domain.names import search_key

_NHS_NUMBER = re.compile(r"(?<!\d)(\d{3})[ -]?(\d{3})[ -]?(\d{4})(?!\d)")
_DAY_FIRST = re.compile(r"(?<!\d)(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4})(?!\d)")
_YEAR_FIRST = re.compile(r"(?<!\d)(\d{4})-(\d{1,2})-(\d{1,2})(?!\d)")
_POSTCODE = re.compile(r"(?<![A-Z0-9])([A-Z]{1,2}\d[A-Z\d]?\s*\d[A-Z]{2})(?![A-Z0-9])", re.IGNORECASE)

LONGEST_QUERY = 200


@dataclass(frozen=True, slots=True)
class ResidentQuery:
    """What to look for; all that is given must fit. Empty when nothing typed can be looked for."""

    nhs_number: str | None = None
    date_of_birth: dt.date | None = None
    postcode: str | None = None
    name_words: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing can be looked for."""
        return not (self.nhs_number or self.date_of_birth or self.postcode or self.name_words)


def read_resident_query(typed: str) -> ResidentQuery:
    """The query in what was typed; what is no number, date or postcode is part of a name (or of a postcode)."""
    rest = typed[:LONGEST_QUERY]
    born, rest = _take_date(rest)
    nhs_number, rest = _take(_NHS_NUMBER, rest)
    postcode, rest = _take(_POSTCODE, rest)
    return ResidentQuery(
        nhs_number=re.sub(r"\D", "", nhs_number) or None,
        date_of_birth=born,
        postcode=read_postcode(postcode).value,
        name_words=tuple(search_key(rest).split()),
    )


def _take(pattern: re.Pattern[str], typed: str) -> tuple[str, str]:
    found = pattern.search(typed)
    if found is None:
        return "", typed
    return found.group(0), f"{typed[: found.start()]} {typed[found.end() :]}"


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
