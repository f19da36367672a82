"""The shape of a form's instance: each node once, in order, with its path. Made from the XForm's primary instance.

Holds no values: what an instance is filled with comes from a submission.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from server.forms.questions import Question
from server.forms.xml_reading import Element, local_name


@dataclass(frozen=True, slots=True)
class NodePlan:
    """`path` is absolute, without namespaces and positions; a node without parts holds a value."""

    name: str
    path: str
    is_repeat: bool
    parts: tuple[NodePlan, ...]


def plan_nodes(template: Element, questions: Mapping[str, Question], path: str = "") -> NodePlan:
    """The plan of `template` and all below it; of a repeat, the first that stands there (its template)."""
    name = local_name(template)
    here = f"{path}/{name}"
    parts: dict[str, Element] = {}
    for part in template:
        parts.setdefault(local_name(part), part)
    question = questions.get(here)
    return NodePlan(
        name=name,
        path=here,
        is_repeat=question is not None and question.type == "repeat",
        parts=tuple(plan_nodes(part, questions, here) for part in parts.values()),
    )
