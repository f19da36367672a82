"""What somebody at a desk types to correct who and where a person is, read into this house's spelling. Pure.

Decides neither which door is meant nor whether anything changed; see `use_cases/correct_resident.py`.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from server.domain.address_values import read_uprn
from server.domain.change_refusal import ChangeRefusedError
from server.domain.import_row import ReadRow
from server.domain.operation import clean_text
from server.domain.typed_resident import TypedResident, read_where, read_who

SAME_DOOR, ANOTHER_DOOR = "same", "another"
LONGEST_REASON = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectionWords(TypedResident):
    """As typed. `door` says of an address that changed whether it is another door, or the same one spelt otherwise."""

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
    mistakes: dict[str, str] = {}
    who = read_who(typed, today_on, mistakes)
    lines, postcode = read_where(typed, mistakes)
    uprn = read_uprn(clean_text(typed.uprn))
    if uprn.problem:
        mistakes["uprn"] = "wrong"
    reason = read_reason(typed.reason, mistakes)
    if mistakes:
        raise ChangeRefusedError(mistakes)
    return ReadCorrection(replace(who, lines=lines, postcode=postcode, uprn=uprn.value), typed.door, reason)


def read_reason(typed: str, mistakes: dict[str, str]) -> str:
    """Why something is corrected: how it is known. Notes under `reason` what is wrong with it."""
    reason = clean_text(typed).strip()
    if not reason:
        mistakes["reason"] = "missing"
    elif len(reason) > LONGEST_REASON:
        mistakes["reason"] = "too_long"
    return reason
