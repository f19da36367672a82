"""A submission laid out as its form has it, for expressions: every node of the form once, blank where nothing came.

Phones leave out what is not relevant; an expression must find it there, and blank. Nodes the form does not know are left out.
"""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from functools import cached_property
from xml.etree.ElementTree import Element, SubElement

from elementpath.xpath_nodes import XPathNode

from server.forms.node_plan import NodePlan
from server.forms.xml_reading import Element as SubmittedElement
from server.forms.xml_reading import is_of_form, local_name
from server.forms.xpath import FormContext, Surroundings
from server.forms.xpath_values import NotCheckableError

MOST_NODES = 200_000


class Place:
    """One node of the tree. `node` is its path with positions inside repeats, as phones name it."""

    __slots__ = ("element", "node", "places", "plan")

    def __init__(self, plan: NodePlan, element: Element, node: str) -> None:
        self.plan = plan
        self.element = element
        self.node = node
        self.places: list[Place] = []


class InstanceTree:
    """`root` is the place of the instance's root; expressions are computed at a place of it.

    Raises NotCheckableError for more than MOST_NODES: each turn of a repeat brings all its nodes, also where it came empty.
    """

    def __init__(self, plan: NodePlan, submitted: SubmittedElement, surroundings: Surroundings) -> None:
        self.surroundings = surroundings
        self._by_path: dict[str, list[Element]] = {}
        self._count = 0
        self.root = self._lay_out(plan, Element(plan.name), submitted, plan.path)
        surroundings.find_nodes = self._find_nodes

    @cached_property
    def _context(self) -> FormContext:
        """Made by the first expression that is asked: most questions have none."""
        context = FormContext(self.root.element)
        context.surroundings = self.surroundings
        return context

    @property
    def _nodes(self) -> dict[Element, XPathNode]:
        return self._context.root.elements  # type: ignore[return-value, union-attr]

    def context_at(self, place: Place) -> FormContext:
        """Where an expression of that place's bind stands."""
        context: FormContext = copy(self._context)
        context.item = context.here = self._nodes[place.element]
        return context

    def _find_nodes(self, path: str) -> list[XPathNode]:
        """All nodes of an absolute path, in document order."""
        return [self._nodes[element] for element in self._by_path.get(path, ())]

    def _lay_out(self, plan: NodePlan, element: Element, submitted: SubmittedElement | None, node: str) -> Place:
        self._count += 1
        if self._count > MOST_NODES:
            raise NotCheckableError("there are too many entries")
        place = Place(plan, element, node)
        self._by_path.setdefault(plan.path, []).append(element)
        if not plan.parts:
            element.text = None if submitted is None else submitted.text
            return place
        came: dict[str, list[SubmittedElement]] = {}
        for child in submitted if submitted is not None else ():
            if is_of_form(child):
                came.setdefault(local_name(child), []).append(child)
        for part in plan.parts:
            turns: Sequence[SubmittedElement | None] = came.get(part.name, ())
            if not part.is_repeat:
                turns = turns[:1] or (None,)
            for number, turn in enumerate(turns, start=1):
                name = f"{node}/{part.name}[{number}]" if part.is_repeat else f"{node}/{part.name}"
                place.places.append(self._lay_out(part, SubElement(element, part.name), turn, name))
        return place
