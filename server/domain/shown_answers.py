"""A submission's answers as a person reads them: in the order of the form, with its labels, choices in words.

Pure. An answer that the form version knows nothing of is shown last under its own name, never hidden.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from server.domain.plain_words import plain_words

_POSITION = re.compile(r"\[(\d+)\]")
_INNER = ("group", "repeat")
_PHOTO_TYPES = ("binary",)


@dataclass(frozen=True, slots=True)
class ShownAnswer:
    """One question and what was answered, in words."""

    label: str
    value: str


@dataclass(slots=True)
class AnswerGroup:
    """The answers of one page of the form, or of one turn of a repeat; `title` None for what stands outside any."""

    title: str | None
    answers: list[ShownAnswer] = field(default_factory=list)


def list_shown_answers(
    questions: Sequence[Mapping[str, Any]], answers: Mapping[str, Any], language: str = "en"
) -> list[AnswerGroup]:
    """The answers by group, in the form's order. `questions` as a form version keeps them; `answers` by path.

    Left out: photos (they are shown as pictures) and what nobody was asked (calculations, metadata).
    """
    by_path = {str(question["path"]): question for question in questions}
    order = {path: place for place, path in enumerate(by_path)}
    found = [(path, value) for path, value in _flatten(answers) if value not in (None, "", [])]
    found.sort(key=lambda pair: (*_place(pair[0], order),))
    groups: list[AnswerGroup] = []
    last: str | None = "\0"
    for path, value in found:
        question = by_path.get(_plain(path))
        if _is_hidden(path, question):
            continue
        parent = path.rpartition("/")[0]
        if parent != last:
            groups.append(AnswerGroup(_title(parent, by_path, language)))
            last = parent
        groups[-1].answers.append(_show(path, value, question, language))
    return groups


def list_shown_details(
    questions: Sequence[Mapping[str, Any]], need: str, details: Mapping[str, Any], language: str = "en"
) -> list[ShownAnswer]:
    """A need's own answers in the order of the form: `details` by the name that follows `referral.<need>.` in its `records`.

    Where two questions record one thing, each asked on a condition, it is the one that has the answer among its choices.
    """
    found: list[tuple[int, ShownAnswer]] = []
    for name, value in details.items():
        if value in (None, "", []):
            continue
        recording = [
            (place, question)
            for place, question in enumerate(questions)
            if question.get("records") == f"referral.{need}.{name}"
        ]
        recording.sort(key=lambda pair: not _has_choice(pair[1], value))
        place, asked = recording[0] if recording else (len(questions), None)
        found.append((place, _show(name, value, asked, language)))
    return [shown for _, shown in sorted(found, key=lambda pair: pair[0])]


def name_files(
    questions: Sequence[Mapping[str, Any]], answers: Mapping[str, Any], language: str = "en"
) -> dict[str, str]:
    """{file name: "Room 1: Photo of the damp"} of every photo or document that an answer names."""
    by_path = {str(question["path"]): question for question in questions}
    found = {}
    for path, value in _flatten(answers):
        question = by_path.get(_plain(path))
        if question is None or question.get("type") not in _PHOTO_TYPES or not value:
            continue
        asked = _label(question, language) or path.rpartition("/")[2].replace("_", " ")
        parent = path.rpartition("/")[0]
        turn = _title(parent, by_path, language) if _POSITION.search(parent.rpartition("/")[2]) else None
        found[str(value)] = f"{turn}: {asked}" if turn else asked
    return found


def has_typed_words(questions: Sequence[Mapping[str, Any]], answers: Mapping[str, Any]) -> bool:
    """Whether an answer holds somebody's own words: a note, or what the form version knows nothing of.

    What is written into a field of the resident's is no note: the page of the resident says who changed it.
    """
    by_path = {str(question["path"]): question for question in questions}
    for path, value in _flatten(answers):
        question = by_path.get(_plain(path))
        if value in (None, "", []) or _is_hidden(path, question):
            continue
        if question is None:
            return True
        typed = question.get("control") in ("input", "secret") and question.get("type", "string") == "string"
        if typed and not question.get("readonly") and not str(question.get("records") or "").startswith("resident."):
            return True
    return False


def _flatten(answers: Mapping[str, Any], above: str = "") -> Iterator[tuple[str, Any]]:
    """(absolute path with positions, value) for answers kept flat by path or nested by name."""
    for name, value in answers.items():
        path = name if name.startswith("/") else f"{above}/{name}"
        if isinstance(value, Mapping):
            yield from _flatten(value, path)
        elif isinstance(value, list) and value and all(isinstance(turn, Mapping) for turn in value):
            for number, turn in enumerate(value, start=1):
                yield from _flatten(turn, f"{path}[{number}]")
        else:
            yield path, value


def _plain(path: str) -> str:
    return _POSITION.sub("", path)


def _place(path: str, order: Mapping[str, int]) -> tuple[int, tuple[int, ...], int]:
    """Where an answer stands: by its outermost repeat (or itself), the turns, then itself; unknown ones last."""
    itself = order.get(_plain(path), len(order))
    first = _POSITION.search(path)
    outer = order.get(_plain(path[: first.start()]), itself) if first else itself
    return outer, tuple(int(number) for number in _POSITION.findall(path)), itself


def _is_hidden(path: str, question: Mapping[str, Any] | None) -> bool:
    if question is None:
        return "/meta/" in path
    return question.get("type") in (*_INNER, *_PHOTO_TYPES) or question.get("control") is None


def _title(parent: str, by_path: Mapping[str, Mapping[str, Any]], language: str) -> str | None:
    question = by_path.get(_plain(parent))
    words = _label(question, language) if question else None
    turn = _POSITION.findall(parent)
    return f"{words} {turn[-1]}" if words and turn else words


def _label(owner: Mapping[str, Any], language: str) -> str | None:
    labels = owner.get("label") or {}
    words = labels.get(language) or next(iter(labels.values()), None)
    return plain_words(words) if words else words


def _has_choice(question: Mapping[str, Any], value: Any) -> bool:
    names = {str(choice["name"]) for choice in question.get("choices", ())}
    return bool(names) and set(map(str, value) if isinstance(value, list) else str(value).split()) <= names


def _show(path: str, value: Any, question: Mapping[str, Any] | None, language: str) -> ShownAnswer:
    own_name = path.rpartition("/")[2].replace("_", " ")
    if question is None:
        return ShownAnswer(own_name, _plain_words(value))
    return ShownAnswer(_label(question, language) or own_name, _words(value, question, language))


def _words(value: Any, question: Mapping[str, Any], language: str) -> str:
    choices = {
        str(choice["name"]): _label(choice, language) or str(choice["name"]) for choice in question.get("choices", ())
    }
    if choices:
        several = question.get("control") in ("select", "rank")
        names = value if isinstance(value, list) else (str(value).split() if several else [str(value)])
        return ", ".join(choices.get(str(name), str(name)) for name in names)
    if question.get("control") == "trigger":
        return "Yes" if str(value) == "OK" else _plain_words(value)
    if question.get("type") == "date":
        try:
            return f"{dt.date.fromisoformat(str(value)[:10]):%d/%m/%Y}"
        except ValueError:
            return str(value)
    return _plain_words(value)


def _plain_words(value: Any) -> str:
    if isinstance(value, bool):
        return "Yes" if value else "No"
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
