"""What an officer in the field may propose: somebody to visit, found at an address, met, or only described. Pure."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from server.domain.field_policy import parse_date
from server.domain.operation import clean_text, parse_id
from server.domain.words import ProposalBasis

# field -> the longest text that is taken
_TEXTS: Mapping[str, int] = {
    "first_name": 200,
    "last_name": 200,
    "telephone": 40,
    "address_text": 1000,
    "why": 2000,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposedVisit:
    """A proposal as it was made; empty texts are None."""

    basis: ProposalBasis
    why: str
    visit_id: uuid.UUID | None
    first_name: str | None
    last_name: str | None
    telephone: str | None
    address_text: str | None
    wanted_on: dt.date | None


FOUND_OUTSIDE = tuple(
    basis for basis in ProposalBasis if basis is not ProposalBasis.FAILED_CALLS
)  # a phone made no calls


def read_proposal(payload: Mapping[str, Any]) -> ProposedVisit | dict[str, str]:
    """The proposal in an operation's payload, or what is wrong by field. `why`, and a name or an address, must be there."""
    problems: dict[str, str] = {}
    texts = {name: _read_text(payload.get(name), longest, name, problems) for name, longest in _TEXTS.items()}
    basis = payload.get("basis")
    if not isinstance(basis, str) or basis not in FOUND_OUTSIDE:
        problems["basis"] = f"must be one of {', '.join(FOUND_OUTSIDE)}"
    visit_id, wanted_on = payload.get("visit_id"), payload.get("wanted_on")
    if visit_id is not None and parse_id(visit_id) is None:
        problems["visit_id"] = "must be a UUID"
    if wanted_on is not None and parse_date(wanted_on) is None:
        problems["wanted_on"] = "must be a date, YYYY-MM-DD"
    if texts["why"] is None:
        problems.setdefault("why", "must be said")
    if not (texts["first_name"] or texts["last_name"] or texts["address_text"] or visit_id):
        problems.setdefault("last_name", "must name a person or an address")
    if problems:
        return problems
    return ProposedVisit(
        basis=ProposalBasis(str(basis)),
        why=texts["why"] or "",
        visit_id=parse_id(visit_id),
        first_name=texts["first_name"],
        last_name=texts["last_name"],
        telephone=texts["telephone"],
        address_text=texts["address_text"],
        wanted_on=parse_date(wanted_on),
    )


def _read_text(value: object, longest: int, name: str, problems: dict[str, str]) -> str | None:
    if value is None:
        return None
    if not isinstance(value, str) or len(value) > longest or clean_text(value) != value:
        problems[name] = f"must be a text of at most {longest} characters"
        return None
    return value.strip() or None
