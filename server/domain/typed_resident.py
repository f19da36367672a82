"""Who and where a resident is, as somebody at a desk types it: read into this house's spelling, the same on every page. Pure.

What cannot be read is noted by field, for the ChangeRefusedError that the caller raises with all that is wrong.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from server.domain.address_values import address_lines, read_postcode
from server.domain.import_dates import read_birth_date
from server.domain.import_row import ReadRow
from server.domain.names import name_key, tidy_name
from server.domain.operation import clean_text

LONGEST_LINE, MOST_LINES = 200, 5


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedResident:
    """As typed."""

    first_name: str = ""
    middle_name: str = ""
    last_name: str = ""
    date_of_birth: str = ""
    address: str = ""
    postcode: str = ""


def read_who(typed: TypedResident, today_on: dt.date, mistakes: dict[str, str]) -> ReadRow:
    """Name and date of birth, as a line of a list would bring them."""
    first, middle, last = (tidy_name(clean_text(one)) for one in (typed.first_name, typed.middle_name, typed.last_name))
    born = read_birth_date(clean_text(typed.date_of_birth), today_on=today_on)
    if len(first) > LONGEST_LINE:
        mistakes["first_name"] = "too_long"
    if len(middle) > LONGEST_LINE:
        mistakes["middle_name"] = "too_long"
    if len(last) > LONGEST_LINE:
        mistakes["last_name"] = "too_long"
    if not (name_key(first) or name_key(last)):
        mistakes["last_name"] = "missing"
    if born.problem:
        mistakes["date_of_birth"] = "day_wrong"
    return ReadRow(
        key="",
        other_key="",
        first_name=first or None,
        middle_name=middle or None,
        last_name=last or None,
        date_of_birth=born.value.isoformat() if born.value else None,
    )


def read_where(typed: TypedResident, mistakes: dict[str, str]) -> tuple[tuple[str, ...], str | None]:
    """The lines of the address, and the postcode. Neither is no mistake: whether one is needed, the caller knows."""
    lines = address_lines(*clean_text(typed.address).splitlines())
    postcode = read_postcode(clean_text(typed.postcode))
    if len(lines) > MOST_LINES or any(len(line) > LONGEST_LINE for line in lines):
        mistakes["address"] = "too_long"
    if postcode.problem:
        mistakes["postcode"] = "wrong"
    return lines, postcode.value
