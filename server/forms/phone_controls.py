"""What phones show otherwise than a form's author asked for, from the table by which the phones themselves find their controls.

A form is never refused for it: an unknown appearance becomes the plain control, and what has none says so in the form.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from server.forms.problems import FormProblem
from server.forms.questions import Question
from server.forms.survey_rows import FIRST_ROW

TABLE = Path(__file__).resolve().parents[2] / "pwa" / "src" / "forms" / "shown_appearances.json"


@functools.cache
def load_shown_appearances() -> dict[str, Any]:
    """`questions`: lines by element and type; `not_done` and `attributes`: {type of a row, attribute: what phones do instead}."""
    table: dict[str, Any] = json.loads(TABLE.read_text(encoding="utf-8"))
    return table


def warn_of_controls(questions: tuple[Question, ...], rows: Mapping[str, int]) -> Iterator[FormProblem]:
    """A warning for each question that phones show otherwise, with its row where it is known."""
    for question in questions:
        message = _warn_of(question)
        if message:
            yield FormProblem(message, "survey", rows.get(question.path))


def find_control(question: Question) -> str | None:
    """The name of the control by which phones ask a question; None for what has none (`findControl` of the phone's own)."""
    asks = _asked_by(question)
    line = None if asks is None else _find_line(asks, question)
    if line is None:
        return None
    plain: str = line["control"]
    named = (_find_named(word, line["appearances"]) for word in _appearances(question))
    return next((name for name in named if name not in (None, plain)), plain)


def warn_of_rows(survey: Iterable[Mapping[str, Any]]) -> Iterator[FormProblem]:
    """A warning for each row that asks for something phones do not do by themselves."""
    not_done = load_shown_appearances()["not_done"]
    for number, row in enumerate(survey, FIRST_ROW):
        kind = next(iter(str(row.get("type") or "").split()), "")
        if kind in not_done:
            yield FormProblem(f"Phones have no “{kind}”: {not_done[kind]}.", "survey", number)


def _warn_of(question: Question) -> str | None:
    name = question.path.rpartition("/")[2]
    asks = _asked_by(question)
    if asks is None:
        return None
    line = _find_line(asks, question)
    if line is None:
        return f"“{name}” cannot be answered on phones ({asks}, {question.type}): only its words are shown."
    if "warning" in line:
        is_lacking = line["control"] == "not_kept" and question.required
        return (
            f"“{name}” {line['warning']}.{' Each check will come without this required answer.' if is_lacking else ''}"
        )
    plain = [word for word in _appearances(question) if not _is_among(word, line["appearances"])]
    if not plain:
        return None
    return f"Phones show “{name}” plainly, without the appearance “{' '.join(plain)}”."


def _asked_by(question: Question) -> str | None:
    return question.control or (question.type if question.type in ("group", "repeat") else None)


def _appearances(question: Question) -> list[str]:
    return (question.appearance or "").split()


def _find_named(word: str, appearances: Mapping[str, str]) -> str | None:
    return next((control for known, control in appearances.items() if _is_among(word, (known,))), None)


def _find_line(asks: str, question: Question) -> dict[str, Any] | None:
    return next((line for line in load_shown_appearances()["questions"] if _fits(line, asks, question)), None)


def _fits(line: Mapping[str, Any], asks: str, question: Question) -> bool:
    return (
        line["asks"] == asks
        and (not line["types"] or question.type in line["types"])
        and ("media" not in line or _is_among(question.media or "", line["media"]))
    )


def _is_among(word: str, known: Iterable[str]) -> bool:
    return any(word == one or (one.endswith("*") and word.startswith(one[:-1])) for one in known)
