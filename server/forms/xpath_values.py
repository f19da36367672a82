"""The values of an ODK XForms expression and how one becomes another: node-set, text, number, yes or no, date.

Follows XPath 1.0 with the changes of the ODK XForms specification (https://getodk.github.io/xforms-spec/), as the engine
on the phones has them: a date counts days since 1970, a number that is none is written as nothing.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, TypeAlias

from elementpath.xpath_nodes import AttributeNode, DocumentNode, ElementNode, XPathNode

from server.forms.xpath_dates import count_days, read_instant

LONGEST_TEXT = 1_000_000  # characters in one value of an expression
_DECIMAL = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_OTHER_BASE = re.compile(r"0(?:[xX][0-9a-fA-F]+|[oO][0-7]+|[bB][01]+)")
_ENDLESS = {"Infinity": math.inf, "+Infinity": math.inf, "-Infinity": -math.inf}


class NotCheckableError(Exception):
    """The server cannot know what the expression gave on the phone; `reason` says why in a few words."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class DateValue:
    """A point in time as a number of days since 1970-01-01T00:00Z, with the text it is shown as."""

    days: float
    text: str
    truth: bool


Scalar: TypeAlias = "str | float | bool | DateValue"
Value: TypeAlias = "list[XPathNode] | Scalar"


def as_value(items: list[Any]) -> Value:
    """What a token selected: one thing that is no node stands for itself, everything else is a node-set."""
    if len(items) == 1 and not isinstance(items[0], XPathNode):
        found = items[0]
        return float(found) if isinstance(found, int | Decimal) and not isinstance(found, bool) else found
    return items


def text_of_node(node: Any) -> str:
    """The string-value of a node. Raises NotCheckableError for one that is too long to compute with."""
    if isinstance(node, ElementNode):
        element: Any = node.value
        text = "".join(element.itertext()) if len(element) else element.text or ""
    elif isinstance(node, DocumentNode):
        document: Any = node.value
        text = "".join(document.getroot().itertext())
    else:
        text = str(node.value) if isinstance(node, AttributeNode) else node.string_value
    return bounded(text)


def bounded(text: str) -> str:
    """The same text. Raises NotCheckableError when it is too long to compute with."""
    if len(text) > LONGEST_TEXT:
        raise NotCheckableError("an answer is too long")
    return text


def to_text(value: Value) -> str:
    """A node-set is its first node; a number that is none is empty text."""
    match value:
        case bool():
            return "true" if value else "false"
        case str():
            return value
        case DateValue():
            return value.text
        case list():
            return text_of_node(value[0]) if value else ""
    return write_number(value)


def to_number(value: Value, zone: Any) -> float:
    """Text that is a date is its days since 1970 (ODK XForms, "Date and time"); what is no number is NaN."""
    match value:
        case bool():
            return 1.0 if value else 0.0
        case float():
            return value
        case DateValue():
            return value.days
    return read_number(to_text(value), zone)


def read_number(text: str, zone: Any) -> float:
    """As `to_number`, of text."""
    plain = text.strip()
    if _DECIMAL.fullmatch(plain):
        return float(plain)
    if plain in _ENDLESS:
        return _ENDLESS[plain]
    if _OTHER_BASE.fullmatch(plain):
        return _whole(int(plain, 0))
    at = read_instant(text, zone)
    return math.nan if at is None else count_days(at)


def _whole(number: int) -> float:
    """Without an end where it is larger than any number of ECMAScript."""
    try:
        return float(number)
    except OverflowError:
        return math.inf


def to_truth(value: Value) -> bool:
    """A node-set is true when it has a node, text when it is not empty, a number when it is neither 0 nor NaN."""
    match value:
        case bool():
            return value
        case DateValue():
            return value.truth
        case float():
            return value != 0 and not math.isnan(value)
    return len(value) > 0


def each(value: Value) -> Iterator[Scalar]:
    """The texts of a node-set's nodes, or the one value."""
    if isinstance(value, list):
        yield from (text_of_node(node) for node in value)
    else:
        yield value


def are_equal(one: Value, other: Value, zone: Any) -> bool:
    """Whether any pair of them is equal (XPath 1.0, 3.4): as yes or no, else as numbers, else as text."""
    if isinstance(one, bool) or isinstance(other, bool):
        return to_truth(one) == to_truth(other)
    return any(_equal_pair(left, right, zone) for left in each(one) for right in each(other))


def differ(one: Value, other: Value, zone: Any) -> bool:
    """Whether any pair of them differs; not the opposite of `are_equal` where there are several nodes or none."""
    if isinstance(one, bool) or isinstance(other, bool):
        return to_truth(one) != to_truth(other)
    return any(not _equal_pair(left, right, zone) for left in each(one) for right in each(other))


def _equal_pair(one: Scalar, other: Scalar, zone: Any) -> bool:
    if isinstance(one, str) and isinstance(other, str):
        return one == other
    return to_number(one, zone) == to_number(other, zone)


def write_number(number: float) -> str:
    """As ECMAScript writes it: no decimal point where there is no fraction, an exponent from 1e21 on and below 1e-6."""
    if math.isnan(number):
        return ""
    if math.isinf(number):
        return "Infinity" if number > 0 else "-Infinity"
    size = abs(number)
    if number == int(number) and size < 1e21:
        return str(int(number))
    if 1e-6 <= size < 1e21:
        return format(Decimal(repr(number)), "f")
    digits, _, exponent = repr(number).partition("e")
    return f"{digits.removesuffix('.0')}e{int(exponent):+d}"
