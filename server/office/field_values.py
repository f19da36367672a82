"""A field's value as people read it and as they type it: words, a day, yes or no, text. Knows no row and no table."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, Final

from server.domain.field_policy import FIELD_POLICIES, FieldPolicy, ValueKind, find_problem, parse_date
from server.texts import has_text, text

_YES, _NO = "yes", "no"
_ONE_LINE: Final = 500


class ValueNotReadError(ValueError):
    """What was typed is no value of this field; the message says so in words."""


def field_words(field: str) -> str:
    """What a field is called."""
    name = f"field-{field}"
    return text(name) if has_text(name) else field.replace("_", " ").capitalize()


def value_words(entity_type: str, field: str, value: Any) -> str:
    """A value in words; nothing is said, never left blank."""
    policy = FIELD_POLICIES[entity_type][field]
    if value is None or value in ("", []):
        return text("value-none")
    if isinstance(value, bool):
        return text("value-yes" if value else "value-no")
    if isinstance(value, list):
        return ", ".join(map(str, value))
    day = parse_date(value) if policy.kind is ValueKind.DATE else None
    if day is not None:
        return f"{day.day} {day:%B} {day.year}"
    name = f"{field}-{value}"
    return text(name) if policy.words and has_text(name) else str(value)


def how_typed(entity_type: str, field: str) -> tuple[str, list[tuple[str, str]]]:
    """The input that fits the field (`choice`, `date`, `lines`, `long` or `text`), and what a choice offers."""
    policy = FIELD_POLICIES[entity_type][field]
    if policy.kind is ValueKind.YES_NO:
        return "choice", [(_YES, text("value-yes")), (_NO, text("value-no"))]
    if policy.words:
        return "choice", [(word, value_words(entity_type, field, word)) for word in policy.words]
    if policy.kind is ValueKind.DATE:
        return "date", []
    if policy.kind is ValueKind.WORDS:
        return "lines", []
    return ("long" if policy.longest > _ONE_LINE else "text"), []


def read_value(entity_type: str, field: str, typed: Mapping[str, str], name: str) -> Any:
    """The value under `name` (a date under its three parts). Raises ValueNotReadError: nothing, or nothing of this kind."""
    policy = FIELD_POLICIES[entity_type][field]
    value = _read(policy, typed, name)
    if value in (None, "", []):
        raise ValueNotReadError(text("value-missing", field=field_words(field)))
    if find_problem(policy, value) is not None:
        wrong = "value-too-long" if policy.kind is ValueKind.TEXT and not policy.words else "value-not-offered"
        raise ValueNotReadError(text(wrong, field=field_words(field), longest=policy.longest))
    return value


def _read(policy: FieldPolicy, typed: Mapping[str, str], name: str) -> Any:
    if policy.kind is ValueKind.DATE:
        return _read_day([typed.get(f"{name}-{part}", "").strip() for part in ("day", "month", "year")])
    value = typed.get(name, "").strip()
    if policy.kind is ValueKind.YES_NO:
        return {_YES: True, _NO: False}.get(value)
    if policy.kind is ValueKind.WORDS:
        return [line.strip() for line in value.splitlines() if line.strip()]
    return value


def _read_day(parts: list[str]) -> str | None:
    if not any(parts):
        return None
    try:
        day, month, year = (int(part) if part.isascii() and part.isdigit() and len(part) <= 4 else -1 for part in parts)
        return dt.date(year, month, day).isoformat()
    except ValueError:
        raise ValueNotReadError(text("value-no-date")) from None
