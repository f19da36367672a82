"""The one table of fields that two people may write: what each takes and how two writers are brought together.

A field that is not in the table can be written by no operation. Decides nothing about a given edit (merge.py does).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from server.domain.words import VisitOutcome


class Merging(StrEnum):
    """How a second writer's value is brought together with one they had not seen."""

    SCALAR = "scalar"
    SET = "set"
    SAFER_SHOWS = "safer_shows"
    OFFICE_ONLY = "office_only"
    WRITE_ONCE = "write_once"


class ValueKind(StrEnum):
    """What a field's value is on the wire."""

    TEXT = "text"
    DATE = "date"
    YES_NO = "yes_no"
    WORDS = "words"


@dataclass(frozen=True, slots=True)
class FieldPolicy:
    """One field. `group` names fields that move together; `order` lists words from the least to the most cautious."""

    merging: Merging
    kind: ValueKind = ValueKind.TEXT
    longest: int = 500
    group: str | None = None
    order: tuple[str, ...] = ()
    words: tuple[str, ...] = ()


RISKS = ("low", "medium", "high")

FIELD_POLICIES: Mapping[str, Mapping[str, FieldPolicy]] = {
    "resident": {
        "first_name": FieldPolicy(Merging.OFFICE_ONLY, group="name"),
        "last_name": FieldPolicy(Merging.OFFICE_ONLY, group="name"),
        "date_of_birth": FieldPolicy(Merging.OFFICE_ONLY, ValueKind.DATE),
        "address_lines": FieldPolicy(Merging.OFFICE_ONLY, ValueKind.WORDS, group="address"),
        "postcode": FieldPolicy(Merging.OFFICE_ONLY, group="address"),
        "uprn": FieldPolicy(Merging.OFFICE_ONLY, group="address"),
        "mobile": FieldPolicy(Merging.SCALAR, longest=40),
        "landline": FieldPolicy(Merging.SCALAR, longest=40),
        "email": FieldPolicy(Merging.SCALAR, longest=254),
        "lives_alone": FieldPolicy(Merging.SCALAR, ValueKind.YES_NO),
        "access_needs": FieldPolicy(Merging.SCALAR, longest=2000),
        "communication_needs": FieldPolicy(Merging.SCALAR, longest=2000),
        "language": FieldPolicy(Merging.SCALAR, longest=60),
    },
    "case": {
        "next_contact_on": FieldPolicy(Merging.SCALAR, ValueKind.DATE),
        "risk": FieldPolicy(Merging.SAFER_SHOWS, order=RISKS, words=RISKS),
    },
    "visit": {
        "outcome": FieldPolicy(Merging.SCALAR, words=tuple(VisitOutcome), group="outcome"),
        "planned_on": FieldPolicy(Merging.OFFICE_ONLY, ValueKind.DATE),
    },
}


def find_problem(policy: FieldPolicy, value: object) -> str | None:
    """What is wrong with a value for this field, in plain words; None when it fits. Empty always fits: it clears."""
    if value is None or value == "":
        return None
    if policy.kind is ValueKind.YES_NO:
        return None if isinstance(value, bool) else "must be true or false"
    if policy.kind is ValueKind.WORDS:
        fits = isinstance(value, list) and all(_is_text(entry, policy.longest) for entry in value)
        return None if fits else "must be a list of texts"
    if not isinstance(value, str) or not _is_text(value, policy.longest):
        return f"must be a text of at most {policy.longest} characters"
    if policy.kind is ValueKind.DATE and parse_date(value) is None:
        return "must be a date, YYYY-MM-DD"
    if policy.words and value not in policy.words:
        return f"must be one of {', '.join(policy.words)}"
    return None


def parse_date(value: object) -> dt.date | None:
    """A date in the one spelling of the wire, YYYY-MM-DD."""
    if not isinstance(value, str) or len(value) != 10:
        return None
    try:
        return dt.date.fromisoformat(value)
    except ValueError:
        return None


def is_same_value(policy: FieldPolicy, left: object, right: object) -> bool:
    """Whether two values say the same. No answer, an empty text and an empty list are one thing; a set has no order."""
    return _normalise(policy, left) == _normalise(policy, right)


def find_safer(policy: FieldPolicy, left: object, right: object) -> object:
    """The more cautious of two values by the policy's order; a word that is not in the order counts as no caution."""
    ranks = {word: rank for rank, word in enumerate(policy.order)}
    return left if ranks.get(str(left), -1) >= ranks.get(str(right), -1) else right


def _is_text(value: object, longest: int) -> bool:
    """A text that every database takes: no NUL, no lone surrogate."""
    return (
        isinstance(value, str)
        and len(value) <= longest
        and not any(c == "\x00" or "\ud800" <= c <= "\udfff" for c in value)
    )


def _normalise(policy: FieldPolicy, value: object) -> object:
    if value is None or value == "" or value == []:
        return None
    if isinstance(value, dt.date):
        return value.isoformat()
    if policy.merging is Merging.SET and isinstance(value, list | tuple | set):
        return frozenset(map(str, value))
    return value.strip() if isinstance(value, str) else value
