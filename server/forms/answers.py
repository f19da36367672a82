"""Reads a submission's XML by its form: typed answers, every answer with its place, and what does not fit.

A misfit is reported and kept, never dropped. Evaluates no expression: what is asked and accepted is checked in checks.py.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from server.forms.answer_types import WrongAnswerError, read_value
from server.forms.questions import Question
from server.forms.xml_reading import Element, is_of_form, local_name

MAX_PROBLEMS = 200
_META = "meta"


@dataclass(frozen=True, slots=True)
class Answer:
    """One filled node. `node` is its path with positions inside repeats, as phones name it; `value` is typed."""

    node: str
    question: Question
    value: Any


@dataclass(frozen=True, slots=True)
class Problem:
    """What a check found. `code` is a word for programs, `message` words for a person (no answer is quoted).

    `question` is what a person calls the question: its label in the form's own language.
    """

    code: str
    node: str | None
    message: str
    question: str | None = None

    def as_json(self) -> dict[str, Any]:
        """The problem as it is kept on the submission."""
        return {"code": self.code, "node": self.node, "message": self.message, "question": self.question}


@dataclass(slots=True)
class ReadSubmission:
    """`tree` is {root: {...}} nested by name, a repeat as a list; `answers` the filled nodes in document order."""

    tree: dict[str, Any] = field(default_factory=dict)
    answers: list[Answer] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    instance_id: str | None = None
    deprecated_id: str | None = None


def read_submission(
    root: Element, questions: Iterable[Question], label_of: Callable[[str], str] | None = None
) -> ReadSubmission:
    """Read a parsed submission by its form's questions. Reads on after every misfit; `label_of` a path names it to a person."""
    reader = _Reader({question.path: question for question in questions}, label_of)
    name = local_name(root)
    reader.found.tree[name] = reader.walk(root, f"/{name}", f"/{name}")
    found = reader.found
    found.instance_id = find_meta(root, "instanceID")
    found.deprecated_id = find_meta(root, "deprecatedID")
    del found.problems[MAX_PROBLEMS:]
    return found


class _Reader:
    """Walks the submission once; `plain` is a path without positions, `node` the same with them."""

    def __init__(self, questions: dict[str, Question], label_of: Callable[[str], str] | None) -> None:
        self.questions = questions
        self.label_of = label_of
        self.found = ReadSubmission()

    def walk(self, element: Element, plain: str, node: str) -> dict[str, Any]:
        tree: dict[str, Any] = {}
        seen: dict[str, int] = {}
        for child in element:
            name = local_name(child)
            seen[name] = seen.get(name, 0) + 1
            path = f"{plain}/{name}"
            question = self.questions.get(path) if is_of_form(child) else None
            if question is not None and question.type == "repeat":
                here = f"{node}/{name}[{seen[name]}]"
                tree.setdefault(name, []).append(self.walk(child, path, here))
            elif question is not None and question.type == "group":
                self._note_second(seen[name], path, f"{node}/{name}")
                tree[name] = self.walk(child, path, f"{node}/{name}")
            elif question is not None:
                self._note_second(seen[name], path, f"{node}/{name}")
                self._take(tree, name, child, question, f"{node}/{name}")
            else:
                self._take_unknown(tree, name, child, f"{node}/{name}")
        return tree

    def _take(self, tree: dict[str, Any], name: str, child: Element, question: Question, node: str) -> None:
        if len(child):
            self._report("not_a_value", node, "Further nodes stand where an answer was expected.", question.path)
        text = child.text or ""
        if not text.strip():
            return
        try:
            value = read_value(question, text)
        except WrongAnswerError as error:
            tree[name] = text
            self._report(error.code, node, str(error), question.path)
            return
        tree[name] = value
        self.found.answers.append(Answer(node, question, value))

    def _take_unknown(self, tree: dict[str, Any], name: str, child: Element, node: str) -> None:
        if name == _META or f"/{_META}/" in node:
            tree[name] = self.walk(child, node, node) if len(child) else child.text or ""
            return
        self._report("unknown_node", node, "The form version has no such question.")
        text = "".join(str(part) for part in child.itertext()).strip()
        if text:
            tree.setdefault(name, text)

    def _note_second(self, times: int, path: str, node: str) -> None:
        if times > 1:
            self._report("repeated_node", node, "A question that is asked once has several answers.", path)

    def _report(self, code: str, node: str, message: str, path: str | None = None) -> None:
        question = self.label_of(path) if self.label_of is not None and path is not None else None
        self.found.problems.append(Problem(code, node, message, question))


def find_meta(root: Element, name: str) -> str | None:
    """What the submission says of itself (OpenRosa metadata): `instanceID`, `deprecatedID`; None where it says nothing."""
    for child in root:
        if local_name(child) == _META:
            for entry in child:
                if local_name(entry) == name:
                    return (entry.text or "").strip() or None
    return None
