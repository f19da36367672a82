"""What phones can show, from one list (phone_controls.json, which a test holds against the app), and what degrades in a form.

A form is never refused for it: an unknown appearance is left out, and a type without a control of its own becomes a plain box.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Iterator, Mapping
from importlib.resources import files

from server.forms.problems import FormProblem
from server.forms.questions import Question

_WRITTEN = ("input", "range")  # a plain text box stands in for a control that is not there


@functools.cache
def load_phone_controls() -> dict[str, dict[str, list[str]]]:
    """{element of the form: {type of the answer: appearances that change what is shown}}."""
    controls: dict[str, dict[str, list[str]]] = json.loads(
        (files("server.forms") / "phone_controls.json").read_text(encoding="utf-8")
    )
    return controls


def warn_of_controls(questions: tuple[Question, ...], rows: Mapping[str, int]) -> Iterator[FormProblem]:
    """A warning for each question that phones show otherwise than its author asked for."""
    for question in questions:
        for message in _warn_of(question):
            yield FormProblem(message, "survey", rows.get(question.path))


def _warn_of(question: Question) -> Iterator[str]:
    name = question.path.rpartition("/")[2]
    element = question.control or (question.type if question.type in ("group", "repeat") else None)
    if element is None:
        return
    types = load_phone_controls().get(element)
    if types is None or (question.type not in types and element not in _WRITTEN):
        yield f"“{name}” cannot be answered on phones yet ({element}): only its words are shown."
        return
    if question.type not in types:
        yield f"Phones ask “{name}” ({question.type}) with a plain text box."
        return
    unknown = [word for word in (question.appearance or "").split() if word not in types[question.type]]
    if unknown:
        yield f"Phones leave out the appearance “{' '.join(unknown)}” of “{name}”."
