"""Location paths and predicates of ODK XForms expressions, on the same parser as the operators (xpath.py).

Two things are as the engine has them and not as XPath 1.0 says: a predicate counts places among all that its step found,
not for each parent anew. Every node looked at is counted, so that no form can cost too much.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from copy import copy
from typing import Any

from elementpath.xpath_nodes import DocumentNode, ElementNode, XPathNode
from elementpath.xpath_tokens import XPathToken

from server.forms.xpath import FormContext, XFormsParser, value_of
from server.forms.xpath_values import DateValue, NotCheckableError, to_truth

method = XFormsParser.method


@method("[", bp=80)
def led_predicate(self: XPathToken, left: XPathToken) -> XPathToken:
    """`step[expression]`."""
    self[:] = left, self.parser.expression()
    self.parser.advance("]")
    return self


@method("[")
def select_predicate(self: XPathToken, context: Any = None) -> Iterator[Any]:
    """Nodes of the step that the expression is true of, or whose place is its number."""
    yield from _take_step(self, context, [context.item])


@method("/", bp=75)
def nud_path(self: XPathToken) -> XPathToken:
    """A path from the root; a lone `/` is the document."""
    following = self.parser.next_token
    if following.label not in self.parser.PATH_STEP_LABELS:
        try:
            self.parser.expected_next(*self.parser.PATH_STEP_SYMBOLS)
        except SyntaxError:
            return self
    self[:] = (self.parser.expression(75),)
    return self


@method("//", bp=75)
def nud_deep_path(self: XPathToken) -> XPathToken:
    """A path from anywhere below the root."""
    if self.parser.next_token.label not in self.parser.PATH_STEP_LABELS:
        self.parser.expected_next(*self.parser.PATH_STEP_SYMBOLS)
    self[:] = (self.parser.expression(75),)
    return self


@method("/")
@method("//")
def led_path(self: XPathToken, left: XPathToken) -> XPathToken:
    """One step more."""
    if self.parser.next_token.label not in self.parser.PATH_STEP_LABELS:
        self.parser.expected_next(*self.parser.PATH_STEP_SYMBOLS)
    self[:] = left, self.parser.expression(75)
    return self


@method("/")
@method("//")
def select_path(self: XPathToken, context: Any = None) -> Iterator[Any]:
    """The nodes at the end of the path, each once."""
    if (path := _read_plain(self)) and context.surroundings.find_nodes is not None:
        nodes = context.surroundings.find_nodes(path)
        context.surroundings.spend(len(nodes))
        yield from nodes
        return
    root = context.document if context.document is not None else context.root
    if len(self) == 2:
        starts: Iterable[Any] = _as_nodes(list(self[0].select(copy(context))))
    else:
        starts = [root]
    if not self:
        yield root
        return
    if self.symbol == "//":
        starts = [node for start in starts for node in _list_below(start, context)]
    yield from _take_step(self[-1], context, starts)


def _read_plain(token: XPathToken) -> str:
    """`/data/group/question` of a path from the root that has names only; else nothing. Kept on the token."""
    found = getattr(token, "plain_path", None)
    if found is None:
        start = _read_plain(token[0]) if len(token) == 2 else ""
        is_plain = (
            token.symbol == "/" and len(token) > 0 and token[-1].symbol == "(name)" and bool(start or len(token) == 1)
        )
        found = f"{start}/{token[-1].value}" if is_plain else ""
        token.plain_path = found  # type: ignore[attr-defined]
    return str(found)


def _list_below(start: XPathNode, context: FormContext) -> list[XPathNode]:
    """descendant-or-self::node()."""
    if not isinstance(start, ElementNode | DocumentNode):
        return [start]
    found: list[XPathNode] = [start] if start is context.document and context.root is not start else []
    below = context.root if start is context.document and context.root is not None else start
    found += below.iter_descendants(with_self=True)
    context.surroundings.spend(len(found))
    return found


def _take_step(step: XPathToken, context: FormContext, starts: Iterable[Any]) -> list[Any]:
    """What `step` finds from all of `starts`, then each of its predicates over the whole of it."""
    predicates: list[XPathToken] = []
    while step.symbol == "[":
        predicates.append(step[1])
        step = step[0]
    found: dict[Any, None] = {}
    inner = copy(context)
    for inner.item in starts:
        inner.axis = None
        context.surroundings.spend(1 + _count_children(inner.item))
        found.update(dict.fromkeys(step.select(inner)))
    kept = list(found)
    for predicate in reversed(predicates):
        kept = _filter(predicate, context, _as_nodes(kept))
    return kept


def _filter(predicate: XPathToken, context: FormContext, nodes: list[Any]) -> list[Any]:
    kept = []
    inner = copy(context)
    inner.size = len(nodes)
    context.surroundings.spend(len(nodes))
    for inner.position, inner.item in enumerate(nodes, start=1):
        value = value_of(predicate, inner)
        if isinstance(value, bool) or not isinstance(value, float | DateValue):
            is_kept = to_truth(value)
        else:
            is_kept = inner.position == (value if isinstance(value, float) else value.days)
        if is_kept:
            kept.append(inner.item)
    return kept


def _count_children(node: Any) -> int:
    return len(node.value) if isinstance(node, ElementNode) else 1  # type: ignore[arg-type]


def _as_nodes(items: list[Any]) -> list[Any]:
    if not all(isinstance(item, XPathNode) for item in items):
        raise NotCheckableError("a path goes on from a value")
    return items
