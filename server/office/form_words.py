"""A form's parts as people read them: what kind of question it is, where a problem stands, what a new version changes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from server.domain.plain_words import plain_words
from server.texts import has_text, text
from server.use_cases.compare_versions import ChangedPart
from server.use_cases.publish_form import FormProblem

_PATH = re.compile(r"(?:current\(\)/)?(?:(?:\.\./)+|/)(?:[A-Za-z_][\w.-]*/)*([A-Za-z_][\w.-]*)")
_LISTS = re.compile(r"instance\([^()]*\)(?:/[\w.-]+)*")
_EXPRESSIONS = ("required", "relevant", "constraint", "calculate")
_LANGUAGES = {"en": "English", "cy": "Cymraeg", "pl": "Polski", "default": None}


def problem_line(message: str, sheet: str | None, row: int | None) -> str:
    """A problem or warning, with the place where its author finds it."""
    if sheet and row:
        return text("forms-problem-row", sheet=sheet, row=row, message=message)
    return text("forms-problem-sheet", sheet=sheet, message=message) if sheet else message


def problem_lines(problems: Iterable[FormProblem]) -> list[str]:
    """One sentence for each, in the order they were found."""
    return [problem_line(problem.message, problem.sheet, problem.row) for problem in problems]


def kind_words(control: str | None, kind: str) -> str:
    """What a person does to answer: “one of several”, “a whole number”; a kind without words is named as in the form."""
    for name in (f"forms-kind-{control or 'none'}-{kind.lower()}", f"forms-kind-{control or 'none'}"):
        if has_text(name):
            return text(name)
    return f"{control} ({kind})" if control else kind


def question_kind(question: Mapping[str, Any]) -> str:
    """Of a question as it is kept beside its version."""
    kind = str(question.get("type", "string"))
    return kind_words(question.get("control") or (kind if kind in ("group", "repeat") else None), kind)


def question_words(question: Mapping[str, Any]) -> list[str]:
    """Its label, else its hint, in every language that it has; the form's own comes first."""
    texts: Mapping[str, str] = question.get("label") or question.get("hint") or {}
    return [plain_words(words) for words in texts.values()]


def rule_words(expression: str) -> str:
    """An expression as its author wrote it: `${food}` for the path of the question; lists stay as they are."""
    lists = _LISTS.findall(expression)
    between = [_PATH.sub(r"${\1}", part) for part in _LISTS.split(expression)]
    joined = "".join(part + one for part, one in zip(between, [*lists, ""], strict=True))
    return " ".join(joined.split())


def part_words(part: ChangedPart) -> str:
    """One changed part of a question as a sentence."""
    if part.part in ("place", "choices"):
        return text(f"forms-part-{part.part}")
    if part.part == "required" and {part.old, part.new} <= {None, "true()", "false()"}:
        return text("forms-part-now-required" if part.new == "true()" else "forms-part-now-optional")
    old, new = part.old, part.new
    if part.part == "kind":
        old, new = (kind_words(*_split(kind)) for kind in (str(part.old), str(part.new)))
    if part.part in _EXPRESSIONS:
        old, new = (None if one is None else rule_words(one) for one in (old, new))
    values = {"part": _name_part(part), "old": old or "", "new": new or ""}
    if old is None:
        return text("forms-part-added", **values)
    return text("forms-part-removed", **values) if new is None else text("forms-part-changed", **values)


def _split(kind: str) -> tuple[str | None, str]:
    control, _, type_ = kind.partition("/")
    return control or None, type_


def _name_part(part: ChangedPart) -> str:
    name = text(f"forms-part-name-{part.part}", choice=part.choice or "")
    if part.language is None or part.language == "default":
        return name
    return text("forms-part-name-in", what=name, spoken=_LANGUAGES.get(part.language) or part.language)
