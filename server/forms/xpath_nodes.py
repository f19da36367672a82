"""Functions of nodes: counting, places in repeats, secondary instances, the labels of choices.

Source: https://getodk.github.io/xforms-spec/#xpath-functions. A row that is not known here makes its lookup not checkable.
"""

from __future__ import annotations

import math
from typing import cast
from xml.etree.ElementTree import Element

from elementpath.xpath_nodes import ElementNode, XPathNode

from server.forms.xpath_call import Call, function, not_checkable
from server.forms.xpath_values import NotCheckableError, text_of_node


@function("count")
def _count(call: Call) -> float:
    return float(len(call.nodes(0)))


@function("count-non-empty")
def _count_non_empty(call: Call) -> float:
    return float(sum(text_of_node(node) != "" for node in call.nodes(0)))


@function("current", 0)
def _current(call: Call) -> list[XPathNode]:
    return [call.context.here]


@function("last", 0)
def _last(call: Call) -> float:
    return float(call.context.size or 1)


@function("position", 0, 1)
def _position(call: Call) -> float:
    """The place in the step; with a node, its place among the neighbours of its name, as in a repeat."""
    if not len(call):
        return float(call.context.position)
    nodes = call.nodes(0)
    if len(nodes) > 1:
        raise NotCheckableError("several nodes stand where one is expected")
    if not nodes:
        return math.nan
    node, place = nodes[0], 1
    for sibling in node.parent or ():
        if sibling is node:
            break
        place = place + 1 if isinstance(sibling, ElementNode) and sibling.name == node.name else 1
    call.surroundings.spend(place)
    return float(place)


@function("indexed-repeat", 3, None)
def _indexed_repeat(call: Call) -> list[XPathNode]:
    """The nodes of the first argument inside the repeats that the pairs of repeat and place name."""
    pairs = []
    for place in range(1, len(call), 2):
        if place + 1 == len(call):
            raise NotCheckableError("a place in a repeat is lacking")
        number, repeats = call.number(place + 1), call.nodes(place)
        if math.isnan(number) or not repeats:
            return []
        pairs.append((_depth(repeats[0]), repeats, number))
    inside: XPathNode | None = None
    for _, repeats, number in sorted(pairs, key=lambda pair: pair[0]):
        found = [node for node in repeats if inside is None or _is_in(inside, node)]
        if number != int(number) or not 1 <= number <= len(found):
            return []
        inside = found[int(number) - 1]
    return [node for node in call.nodes(0) if inside is not None and _is_in(inside, node)]


def _depth(node: XPathNode) -> int:
    return 0 if node.parent is None else 1 + _depth(node.parent)


def _is_in(outer: XPathNode, node: XPathNode | None) -> bool:
    while node is not None:
        if node is outer:
            return True
        node = node.parent
    return False


@function("once")
def _once(call: Call) -> str:
    """What was computed once stays; what it gave then cannot be known."""
    if text := call.here():
        return text
    raise NotCheckableError("the form uses once()")


not_checkable("uuid", 0, 1)
not_checkable("randomize", 1, 2)
not_checkable("namespace-uri", 0, 1)  # namespaces are not kept here
not_checkable("id")  # the engine fails on it where it finds more than one node
not_checkable("lang")


@function("instance")
def _instance(call: Call) -> list[XPathNode]:
    found = _find_instance(call, call.text(0))
    return [] if found is None else [found]


@function("pulldata", 4)
def _pulldata(call: Call) -> str:
    """The text in column (1) of the list (0) where column (2) is (3)."""
    found = _find_instance(call, call.text(0))
    wanted, key, sought = call.text(1), call.text(2), call.text(3)
    if found is None or not isinstance(found, ElementNode):
        return ""
    rows = [item for root in cast(Element, found.value) for item in root if item.tag == "item"]
    call.surroundings.spend(len(rows))
    for row in rows:
        cells = {cell.tag: cell.text or "" for cell in row}
        if cells.get(key) == sought and wanted in cells:
            return cells[wanted]
    return ""


def _find_instance(call: Call, name: str) -> XPathNode | None:
    if name in call.surroundings.missing:
        raise NotCheckableError(f"the row “{name}” that the phone had is not known")
    return call.surroundings.instances.get(name)


@function("jr:choice-name", 2)
def _choice_name(call: Call) -> str:
    """The label of a choice; the second argument is a path in text."""
    if call.surroundings.find_choice_label is None:
        raise NotCheckableError("the labels of choices are not known")
    return call.surroundings.find_choice_label(call.text(1), call.text(0))


@function("jr:itext")
def _itext(call: Call) -> str:
    if call.surroundings.find_text is None:
        raise NotCheckableError("the texts of the form are not known")
    return call.surroundings.find_text(call.text(0))


def _name(call: Call) -> str:
    nodes = call.nodes(0) if len(call) else [call.context.item]
    return str(nodes[0].name or "") if nodes and isinstance(nodes[0], ElementNode) else ""


function("local-name", 0, 1)(_name)
function("name", 0, 1)(_name)
