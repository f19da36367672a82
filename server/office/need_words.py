"""What was said of a need, in words: by the form it came from, and by our own names where somebody handed it on by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from server.domain.need_details import DIETS, Answering, NeedField, fields_of_need
from server.domain.shipped_settings import DIET_LIST
from server.domain.shown_answers import ShownAnswer, list_shown_details
from server.office.code_list_words import offered_codes, own_words
from server.office.frame import label
from server.texts import has_text, text

_AGREED = "agreed"


def describe_details(
    need: str, details: Mapping[str, Any], questions: Sequence[Mapping[str, Any]] | None
) -> list[ShownAnswer]:
    """One line for each detail. `questions` are those of the form version that it was made from, None without one."""
    if questions:
        return list_shown_details(questions, need, details)
    fields = fields_of(need)
    order = {field.name: place for place, field in enumerate(fields)}
    named = sorted(details, key=lambda name: order.get(name, len(order)))
    return [
        ShownAnswer(detail_label(name), say_detail(details[name])) for name in named if details[name] not in ("", [])
    ]


def fields_of(need: str) -> tuple[NeedField, ...]:
    """The details that are asked of a need, with the diets that the council offers."""
    return fields_of_need(need, offered_codes(DIET_LIST, DIETS))


def detail_label(name: str) -> str:
    """What a detail is called."""
    return text(f"need-{name}") if has_text(f"need-{name}") else name.replace("_", " ")


def say_detail(value: Any) -> str:
    """An answer in words: choices by their names, several in a row."""
    if isinstance(value, list):
        return ", ".join(say_detail(one) for one in value)
    if isinstance(value, bool):
        return text("resident-yes" if value else "resident-no")
    is_known = isinstance(value, str) and (has_text(f"need-choice-{value}") or value in own_words(DIET_LIST))
    return label("need-choice", value) if is_known else str(value)


def choices_of(field: NeedField) -> list[tuple[str, str]]:
    """(value, words) for what can be chosen; empty where it is typed."""
    if field.answering not in (Answering.ONE, Answering.SEVERAL):
        return []
    return [(choice, label("need-choice", choice)) for choice in field.choices]
