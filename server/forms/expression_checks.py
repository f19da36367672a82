"""Checks the expressions of a form before it is published: each must be one that the phones can run, and none may go in a circle.

Computes nothing. Says which question each problem is of; the row in the spreadsheet is found elsewhere (survey_rows.py).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from server.forms.form_model import FormModel
from server.forms.functions import find_unknown_functions
from server.forms.problems import QuestionProblem
from server.forms.xml_reading import Element, local_name
from server.forms.xpath import WrongExpressionError, XFormsParser

_COLUMNS = {
    "relevant": "relevant",
    "required": "required",
    "constraint": "constraint",
    "calculate": "calculation",
    "readonly": "read_only",
    "nodeset": "choice_filter",
    "count": "repeat_count",
    "value": "default or label",
}
_LITERAL = re.compile(r"'[^']*'|\"[^\"]*\"")
_PATH = re.compile(r"(?<![\w.\])/-])(/[A-Za-z_][\w./-]*|\.\.(?:/[\w.-]+)+)")
_BIND_PARTS = frozenset({"relevant", "required", "constraint", "calculate", "readonly"})


def find_expression_problems(xform: Element) -> list[QuestionProblem]:
    """Everything the phones could not run, in the order of the form."""
    problems = []
    parser = XFormsParser()
    for path, part, expression in _list_expressions(xform):
        unknown = find_unknown_functions(expression)
        if unknown:
            names = ", ".join(f"{name}()" for name in unknown)
            problems.append(QuestionProblem(path, f"The form uses functions that phones do not have: {names}"))
            continue
        try:
            parser.parse(expression)
        except WrongExpressionError as error:
            column = _COLUMNS.get(part, part)
            problems.append(QuestionProblem(path, f"The expression under “{column}” cannot be run by phones: {error}."))
    return list(dict.fromkeys(problems))


def find_circles(model: FormModel) -> list[QuestionProblem]:
    """Questions whose relevance or calculation comes back to themselves, by way of others or of the group around them."""
    needs = {path: _list_needs(model, path) for path in model.questions}
    done: set[str] = set()
    problems = []
    for start in needs:
        circle = _find_circle(start, needs, done)
        if circle:
            names = " → ".join(path.rpartition("/")[2] for path in [*circle, circle[0]])
            problems.append(QuestionProblem(circle[0], f"These questions depend on each other in a circle: {names}."))
    return problems


def _find_circle(start: str, needs: dict[str, set[str]], done: set[str]) -> list[str]:
    """Goes down from `start`, deepest first and without recursion; what is `done` is on no circle that is not yet told."""
    trail: list[str] = []
    waiting: list[tuple[str, Iterator[str]]] = []
    here: str | None = start
    while here is not None or waiting:
        if here is not None and here not in done:
            if here in trail:
                done.update(trail)
                return trail[trail.index(here) :]
            trail.append(here)
            waiting.append((here, iter(sorted(needs.get(here, ())))))
        if not waiting:
            break
        node, following = waiting[-1]
        here = next(following, None)
        if here is None:
            waiting.pop()
            trail.pop()
            done.add(node)
    return []


def _list_needs(model: FormModel, path: str) -> set[str]:
    question = model.questions[path]
    parent = path.rpartition("/")[0]
    needs = {parent} & model.questions.keys()
    for part in (question.relevant, question.calculate):
        for found in _PATH.findall(_LITERAL.sub("", part or "")):
            needs.add(_resolve(found, path))
    if question.calculate:
        needs.discard(path)  # a calculation may keep what it once gave
    return needs & model.questions.keys()


def _resolve(reference: str, path: str) -> str:
    if reference.startswith("/"):
        return reference.rstrip("/")
    parts = path.split("/")
    for step in reference.split("/"):
        if step == "..":
            parts.pop()
        elif step != ".":
            parts.append(step)
    return "/".join(parts)


def _list_expressions(xform: Element) -> Iterator[tuple[str | None, str, str]]:
    for node in xform.iter():
        name = local_name(node)
        for attribute, expression in node.attrib.items():
            part = str(attribute).rpartition("}")[2]
            is_expression = (
                (name == "bind" and part in _BIND_PARTS)
                or (name in ("setvalue", "output") and part == "value")
                or (name == "itemset" and part == "nodeset")
                or (name == "repeat" and part == "count")
            )
            if is_expression and str(expression).strip():
                yield _find_path(node), part, str(expression)


def _find_path(node: Element) -> str | None:
    """The question that a node of the XForm is about: its own reference, or that of what stands around it."""
    here: Element | None = node
    while here is not None:
        name = local_name(here)
        reference = here.get("nodeset") if name in ("bind", "repeat") else here.get("ref")
        if reference and reference.startswith("/"):
            return str(reference)
        if name == "text" and str(here.get("id")).startswith("/"):
            return str(here.get("id")).partition(":")[0]
        here = here.getparent()
    return None
