"""What two versions of a form have not in common: questions added, removed, moved and changed, part by part.

Says nothing in sentences: pages have the words. A question is the same one as long as its path is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from server.domain.plain_words import plain_words
from server.forms.questions import Question, question_from_json


class ChangeKind(StrEnum):
    """What became of a question."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class ChangedPart:
    """One part of a question in both versions. `part` is kind ("control/type"), label, hint, choice, choices (their order), place (its order),
    required, relevant and so on; `language` is set where it has one, `choice` names the choice. An absent value is None.
    """

    part: str
    old: str | None
    new: str | None
    language: str | None = None
    choice: str | None = None


@dataclass(frozen=True, slots=True)
class QuestionChange:
    """One question. `label` is its newest, in the form's first language; `parts` are there for CHANGED only."""

    kind: ChangeKind
    path: str
    label: str
    parts: tuple[ChangedPart, ...] = ()


_PLAIN_PARTS = ("required", "relevant", "constraint", "calculate", "records", "appearance")


def compare_stored(old: Sequence[dict[str, Any]], new: Sequence[dict[str, Any]]) -> list[QuestionChange]:
    """`compare_questions` of two lists as they are kept beside form versions."""
    return compare_questions([question_from_json(one) for one in old], [question_from_json(one) for one in new])


def compare_questions(old: Sequence[Question], new: Sequence[Question]) -> list[QuestionChange]:
    """Every difference in the order of the new version, then what was removed; empty when a person would see none."""
    before = {question.path: question for question in old}
    after = {question.path: question for question in new}
    moved = _find_moved([path for path in before if path in after], [path for path in after if path in before])
    changes = []
    for path, question in after.items():
        if path not in before:
            changes.append(QuestionChange(ChangeKind.ADDED, path, label_of(question)))
            continue
        parts = (*_list_parts(before[path], question), *([ChangedPart("place", None, None)] if path in moved else []))
        if parts:
            changes.append(QuestionChange(ChangeKind.CHANGED, path, label_of(question), parts))
    gone = (question for path, question in before.items() if path not in after)
    return changes + [QuestionChange(ChangeKind.REMOVED, one.path, label_of(one)) for one in gone]


def label_of(question: Question) -> str:
    """Its label in the form's first language, else its hint, else nothing."""
    return plain_words(next(iter((*question.label.values(), *question.hint.values())), ""))


def _find_moved(old: list[str], new: list[str]) -> set[str]:
    """The fewest paths that must have moved: all that are not in the longest run that kept its order."""
    place = {path: number for number, path in enumerate(old)}
    order = [place[path] for path in new]
    previous: list[int | None] = [None] * len(order)
    ends: list[int] = []
    for position, number in enumerate(order):
        low, high = 0, len(ends)
        while low < high:
            middle = (low + high) // 2
            low, high = (middle + 1, high) if order[ends[middle]] < number else (low, middle)
        previous[position] = ends[low - 1] if low else None
        ends[low : low + 1] = [position]
    at: int | None = ends[-1] if ends else None
    moved = set(new)
    while at is not None:
        moved.discard(new[at])
        at = previous[at]
    return moved


def _list_parts(old: Question, new: Question) -> Iterator[ChangedPart]:
    kinds = [f"{one.control or ''}/{one.type}" for one in (old, new)]
    if kinds[0] != kinds[1]:
        yield ChangedPart("kind", *kinds)
    for name in _PLAIN_PARTS:
        before, after = getattr(old, name), getattr(new, name)
        if before != after:
            yield ChangedPart(name, before, after)
    for name in ("label", "hint"):
        yield from _list_texts(name, getattr(old, name), getattr(new, name))
    yield from _list_choices(old.choices, new.choices)


def _list_texts(
    part: str, old: dict[str, str], new: dict[str, str], choice: str | None = None
) -> Iterator[ChangedPart]:
    for language in dict.fromkeys((*old, *new)):
        if old.get(language) != new.get(language):
            yield ChangedPart(part, old.get(language), new.get(language), language, choice)


def _list_choices(old: list[dict[str, Any]], new: list[dict[str, Any]]) -> Iterator[ChangedPart]:
    before = {choice["name"]: choice["label"] for choice in old}
    after = {choice["name"]: choice["label"] for choice in new}
    for name in dict.fromkeys((*after, *before)):
        if name not in before:
            yield ChangedPart("choice", None, next(iter(after[name].values()), name), None, name)
        elif name not in after:
            yield ChangedPart("choice", next(iter(before[name].values()), name), None, None, name)
        else:
            yield from _list_texts("choice", before[name], after[name], name)
    if before.keys() == after.keys() and [*before] != [*after]:
        yield ChangedPart("choices", None, None)
