"""What somebody at a desk types to correct who and where a person is, read into this house's spelling. Pure.

Decides neither which door is meant nor whether anything changed; see `use_cases/correct_resident.py`.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from server.domain.address_values import address_lines, read_postcode, read_uprn
from server.domain.change_refusal import ChangeRefusedError
from server.domain.import_dates import read_birth_date
from server.domain.import_row import ReadRow
from server.domain.names import name_key, tidy_name
from server.domain.operation import clean_text

SAME_DOOR, ANOTHER_DOOR = "same", "another"
LONGEST_REASON = 500
LONGEST_LINE, MOST_LINES = 200, 5


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectionWords:
    """As typed. `door` says of an address that changed whether it is another door, or the same one spelt otherwise."""

    first_name: str = ""
    middle_name: str = ""
    last_name: str = ""
    date_of_birth: str = ""
    address: str = ""
    postcode: str = ""
    uprn: str = ""
    door: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ReadCorrection:
    """The same, read; `row` holds the values as a line of a list would bring them."""

    row: ReadRow
    door: str
    reason: str


def read_correction(typed: CorrectionWords, today_on: dt.date) -> ReadCorrection:
    """Raises ChangeRefusedError naming every field that cannot be read."""
    first, middle, last = (tidy_name(clean_text(one)) for one in (typed.first_name, typed.middle_name, typed.last_name))
    born = read_birth_date(clean_text(typed.date_of_birth), today_on=today_on)
    lines = address_lines(*clean_text(typed.address).splitlines())
    postcode, uprn = read_postcode(clean_text(typed.postcode)), read_uprn(clean_text(typed.uprn))
    mistakes: dict[str, str] = {}
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
    if len(lines) > MOST_LINES or any(len(line) > LONGEST_LINE for line in lines):
        mistakes["address"] = "too_long"
    if postcode.problem:
        mistakes["postcode"] = "wrong"
    if uprn.problem:
        mistakes["uprn"] = "wrong"
    reason = read_reason(typed.reason, mistakes)
    if mistakes:
        raise ChangeRefusedError(mistakes)
    row = ReadRow(
        key="",
        other_key="",
        first_name=first or None,
        middle_name=middle or None,
        last_name=last or None,
        date_of_birth=born.value.isoformat() if born.value else None,
        lines=lines,
        postcode=postcode.value,
        uprn=uprn.value,
    )
    return ReadCorrection(row, typed.door, reason)


def read_reason(typed: str, mistakes: dict[str, str]) -> str:
    """Why something is corrected: how it is known. Notes under `reason` what is wrong with it."""
    reason = clean_text(typed).strip()
    if not reason:
        mistakes["reason"] = "missing"
    elif len(reason) > LONGEST_REASON:
        mistakes["reason"] = "too_long"
    return reason
