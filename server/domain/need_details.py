"""What is said of each kind of need when it is handed on by hand, and what of it makes no sense. The names are those of forms
(`referral.food.people`), so that a parcel is one thing however it was asked for. Pure.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, Final

from server.domain.operation import clean_text
from server.domain.words import ReferralType

LONGEST_ANSWER = 1000


class Answering(StrEnum):
    """How a detail is answered."""

    ONE = "one"
    SEVERAL = "several"
    NUMBER = "number"
    WORDS = "words"


@dataclass(frozen=True, slots=True)
class NeedField:
    """One detail. A number lies between 1 and `most`."""

    name: str
    answering: Answering = Answering.WORDS
    choices: tuple[str, ...] = ()
    required: bool = False
    most: int = 30


# The shipped ones: which are offered is the council's code list.
DIETS: Final = ("vegetarian", "vegan", "halal", "kosher", "gluten_free", "diabetic", "nut_allergy", "soft_food")
DIET: Final = "diet"
_NAPPIES = tuple(f"size_{number}" for number in range(1, 7))

NEED_FIELDS: Final[Mapping[ReferralType, tuple[NeedField, ...]]] = {
    ReferralType.FOOD: (
        NeedField("priority", Answering.ONE, ("today", "two_days", "week"), required=True),
        NeedField("people", Answering.NUMBER, required=True),
        NeedField(DIET, Answering.SEVERAL, DIETS),
        NeedField("cooking", Answering.ONE, ("cooker", "microwave", "kettle", "none")),
        NeedField("delivery_note"),
    ),
    ReferralType.BABY: (NeedField("ages", required=True), NeedField("nappy_size", Answering.ONE, _NAPPIES)),
    ReferralType.PRESCRIPTION: (
        NeedField("pharmacy", required=True),
        NeedField("paid", Answering.ONE, ("free", "paid", "not_known")),
    ),
    ReferralType.MENTAL_HEALTH: (NeedField("what"),),
    ReferralType.SOCIAL_CARE: (NeedField("why", required=True),),
    ReferralType.REPAIRS: (NeedField("what", required=True),),
    ReferralType.WELFARE_RIGHTS: (NeedField("what"),),
    ReferralType.OTHER: (NeedField("what", required=True),),
}


def fields_of_need(need: str, diets: Sequence[str] | None = None) -> tuple[NeedField, ...]:
    """The details of a need; one that a council added is described in words, like what is none of ours. `diets`: those offered."""
    fields = NEED_FIELDS[ReferralType(need) if need in set(ReferralType) else ReferralType.OTHER]
    if diets is None:
        return fields
    return tuple(replace(field, choices=tuple(diets)) if field.name == DIET else field for field in fields)


def read_details(
    need: str,
    typed: Mapping[str, Sequence[str]],
    kept: Mapping[str, Any] | None = None,
    *,
    diets: Sequence[str] | None = None,
) -> tuple[dict[str, Any], dict[str, str]]:
    """The details that were typed, and by name what is wrong: missing, too_long, no_number or no_choice.

    `kept`: what is amended. What its form never said is not missed, and what it said may be said again.
    """
    details: dict[str, Any] = {}
    problems: dict[str, str] = {}
    for field in fields_of_need(need, diets):
        said = [words for raw in typed.get(field.name, ()) if (words := clean_text(raw).strip())]
        if not said:
            if field.required and (kept is None or field.name in kept):
                problems[field.name] = "missing"
            continue
        said_before = _as_said(kept.get(field.name)) if kept is not None else []
        value, problem = _read(replace(field, choices=(*field.choices, *said_before)), said)
        if problem is not None and kept is not None and said == said_before:
            value, problem = kept[field.name], None
        if problem:
            problems[field.name] = problem
        else:
            details[field.name] = value
    return details, problems


def _as_said(value: Any) -> list[str]:
    """A detail as a page shows it to be typed over."""
    return [str(one) for one in (value if isinstance(value, list) else [value])]


def is_urgent(details: Mapping[str, Any], *, ticked: bool) -> bool:
    """What is needed today is urgent, as on a form."""
    return ticked or details.get("priority") == "today"


def _read(field: NeedField, said: list[str]) -> tuple[Any, str | None]:
    match field.answering:
        case Answering.SEVERAL:
            return said, None if set(said) <= set(field.choices) else "no_choice"
        case Answering.ONE:
            return said[0], None if said[0] in field.choices else "no_choice"
        case Answering.NUMBER:
            fits = said[0].isascii() and said[0].isdigit() and len(said[0]) < 4 and 1 <= int(said[0]) <= field.most
            return (int(said[0]), None) if fits else (None, "no_number")
        case Answering.WORDS:
            return said[0], None if len(said[0]) <= LONGEST_ANSWER else "too_long"
