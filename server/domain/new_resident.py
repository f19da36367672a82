"""Somebody whom the council does not know yet, as a person at a desk types them: read into this house's spelling. Pure."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from server.domain.address_values import read_email
from server.domain.change_refusal import ChangeRefusedError
from server.domain.import_row import ReadRow
from server.domain.operation import clean_text
from server.domain.telephone import is_mobile, read_telephone
from server.domain.typed_resident import TypedResident, read_where, read_who


@dataclass(frozen=True, slots=True, kw_only=True)
class NewcomerWords(TypedResident):
    """As typed, with how they are reached."""

    telephone: str = ""
    email: str = ""


def read_newcomer(typed: NewcomerWords, today_on: dt.date, *, door_is_known: bool = False) -> ReadRow:
    """As a line of a list would bring them. `door_is_known`: no address means the door that is known otherwise.

    Raises ChangeRefusedError naming every field that cannot be read.
    """
    mistakes: dict[str, str] = {}
    who = read_who(typed, today_on, mistakes)
    telephone, email = read_telephone(clean_text(typed.telephone)), read_email(clean_text(typed.email))
    if telephone.problem:
        mistakes["telephone"] = "wrong"
    if email.problem:
        mistakes["email"] = "wrong"
    lines, postcode = read_where(typed, mistakes)
    if not (lines or postcode or door_is_known or "postcode" in mistakes):
        mistakes["address"] = "missing"
    if mistakes:
        raise ChangeRefusedError(mistakes)
    mobile = telephone.number if telephone.number and is_mobile(telephone.number) else None
    return replace(
        who,
        lines=lines,
        postcode=postcode,
        mobile=mobile,
        landline=None if mobile else telephone.number,
        email=email.value,
    )
