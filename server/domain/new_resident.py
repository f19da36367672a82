"""Somebody whom the council does not know yet, as a person at a desk types them: read into this house's spelling. Pure."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from server.domain.address_values import address_lines, read_email, read_postcode
from server.domain.change_refusal import ChangeRefusedError
from server.domain.import_dates import read_birth_date
from server.domain.import_row import ReadRow
from server.domain.names import name_key, tidy_name
from server.domain.operation import clean_text
from server.domain.resident_correction import LONGEST_LINE, MOST_LINES
from server.domain.telephone import is_mobile, read_telephone


@dataclass(frozen=True, slots=True, kw_only=True)
class NewcomerWords:
    """As typed."""

    first_name: str = ""
    last_name: str = ""
    date_of_birth: str = ""
    address: str = ""
    postcode: str = ""
    telephone: str = ""
    email: str = ""


def read_newcomer(typed: NewcomerWords, today_on: dt.date) -> ReadRow:
    """As a line of a list would bring them. Raises ChangeRefusedError naming every field that cannot be read."""
    first, last = tidy_name(clean_text(typed.first_name)), tidy_name(clean_text(typed.last_name))
    born = read_birth_date(clean_text(typed.date_of_birth), today_on=today_on)
    lines = address_lines(*clean_text(typed.address).splitlines())
    postcode, email = read_postcode(clean_text(typed.postcode)), read_email(clean_text(typed.email))
    telephone = read_telephone(clean_text(typed.telephone))
    mistakes: dict[str, str] = {}
    if len(first) > LONGEST_LINE:
        mistakes["first_name"] = "too_long"
    if len(last) > LONGEST_LINE:
        mistakes["last_name"] = "too_long"
    if not (name_key(first) or name_key(last)):
        mistakes["last_name"] = "missing"
    if born.problem:
        mistakes["date_of_birth"] = "day_wrong"
    if not lines and not postcode.value and not postcode.problem:
        mistakes["address"] = "missing"
    if len(lines) > MOST_LINES or any(len(line) > LONGEST_LINE for line in lines):
        mistakes["address"] = "too_long"
    if postcode.problem:
        mistakes["postcode"] = "wrong"
    if telephone.problem:
        mistakes["telephone"] = "wrong"
    if email.problem:
        mistakes["email"] = "wrong"
    if mistakes:
        raise ChangeRefusedError(mistakes)
    mobile = telephone.number if telephone.number and is_mobile(telephone.number) else None
    return ReadRow(
        key="",
        other_key="",
        first_name=first or None,
        last_name=last or None,
        date_of_birth=born.value.isoformat() if born.value else None,
        lines=lines,
        postcode=postcode.value,
        mobile=mobile,
        landline=None if mobile else telephone.number,
        email=email.value,
    )
