"""What was said of a need, in words: by the form it came from, and by our own names where somebody handed it on by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from server.domain.need_details import DIET, DIETS, Answering, NeedField, fields_of_need
from server.domain.shipped_settings import DIET_LIST
from server.domain.shown_answers import ShownAnswer, list_shown_details
from server.office.code_list_words import offered_codes, own_words
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
        ShownAnswer(detail_label(name), say_detail(name, details[name]))
        for name in named
        if details[name] not in ("", [])
    ]


def fields_of(need: str) -> tuple[NeedField, ...]:
    """The details that are asked of a need, with the diets that the council offers."""
    return fields_of_need(need, offered_codes(DIET_LIST, DIETS))


def detail_label(name: str) -> str:
    """What a detail is called."""
    return text(f"need-{name}") if has_text(f"need-{name}") else name.replace("_", " ")


def say_detail(name: str, value: Any) -> str:
    """An answer to the detail of that name, in words: choices by their names, several in a row."""
    if isinstance(value, list):
        return ", ".join(say_detail(name, one) for one in value)
    if isinstance(value, bool):
        return text("resident-yes" if value else "resident-no")
    return _say_choice(name, value) if isinstance(value, str) else str(value)


def choices_of(field: NeedField) -> list[tuple[str, str]]:
    """(value, words) for what can be chosen; empty where it is typed."""
    if field.answering not in (Answering.ONE, Answering.SEVERAL):
        return []
    return [(choice, _say_choice(field.name, choice)) for choice in field.choices]


def _say_choice(name: str, code: str) -> str:
    """A council words its diets alone: `none` of them is no diet, and of what they can cook with it is nothing."""
    own = own_words(DIET_LIST).get(code) if name == DIET else None
    return own or (text(f"need-choice-{code}") if has_text(f"need-choice-{code}") else code)
