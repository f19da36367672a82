"""How a function of ODK XForms is put into the parser: a decorator with its name, and the call it is handed.

Computes nothing itself.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

from elementpath.xpath_nodes import XPathNode
from elementpath.xpath_tokens import XPathToken

from server.forms.xpath import FormContext, Surroundings, XFormsParser, value_of
from server.forms.xpath_values import (
    DateValue,
    NotCheckableError,
    Scalar,
    Value,
    as_value,
    each,
    read_number,
    text_of_node,
    to_number,
    to_text,
    to_truth,
)

_INTEGER = re.compile(r"\s*([+-]?[0-9]+)")
FUNCTIONS: set[str] = set()


class Call:
    """One call of a function: its arguments are computed when they are asked for, so that `if` may leave one alone."""

    def __init__(self, token: XPathToken, context: FormContext) -> None:
        self._arguments = list(token)
        self.context = context
        self.surroundings: Surroundings = context.surroundings
        self.zone: dt.tzinfo = context.surroundings.zone

    def __len__(self) -> int:
        return len(self._arguments)

    def value(self, place: int) -> Value:
        """The argument at `place`, from 0."""
        return value_of(self._arguments[place], self.context)

    def text(self, place: int) -> str:
        """The argument as text."""
        text = to_text(self.value(place))
        self.surroundings.spend(len(text) // 1_000)
        return text

    def number(self, place: int) -> float:
        """The argument as a number."""
        return to_number(self.value(place), self.zone)

    def truth(self, place: int) -> bool:
        """The argument as yes or no."""
        return to_truth(self.value(place))

    def whole(self, place: int) -> int | None:
        """The digits that the argument's text begins with, as a number."""
        match = _INTEGER.match(self.text(place))
        return None if match is None else int(match[1])

    def nodes(self, place: int) -> list[XPathNode]:
        """The argument's nodes. Raises NotCheckableError when it is no node-set: the engine fails on it."""
        value = self.value(place)
        if not isinstance(value, list):
            raise NotCheckableError("a value stands where nodes are expected")
        return value

    def items(self, place: int) -> list[Scalar]:
        """The argument: a node-set as the texts of its nodes, anything else as it is."""
        return list(each(self.value(place)))

    def here(self) -> str:
        """The text of the node that the call stands on."""
        item = self.context.item
        return text_of_node(item) if isinstance(item, XPathNode) else to_text(as_value([item]))

    def every(self, start: int = 0) -> list[Scalar]:
        """The items of the arguments from `start` on."""
        return [item for place in range(start, len(self)) for item in self.items(place)]

    def number_of(self, item: Scalar) -> float:
        """One of `items` as a number."""
        return read_number(item, self.zone) if isinstance(item, str) else to_number(item, self.zone)


Result = str | float | bool | DateValue | list[XPathNode]


def function(
    name: str, least: int = 1, most: int | None = -1
) -> Callable[[Callable[[Call], Result]], Callable[[Call], Result]]:
    """Make the function known under `name` (`jr:choice-name` with its prefix); `most` None is any number of arguments."""
    prefix, _, local = name.rpartition(":")
    arity = least if most == -1 else (least, most)

    def register(compute: Callable[[Call], Result]) -> Callable[[Call], Result]:
        XFormsParser.symbol_table.pop(local, None)
        token_class = XFormsParser.function(local, prefix=prefix or None, nargs=arity)

        def evaluate(self: XPathToken, context: Any = None) -> Any:
            return compute(Call(self, context))

        token_class.evaluate = evaluate  # type: ignore[method-assign]
        token_class.select = XPathToken.select  # type: ignore[method-assign]
        FUNCTIONS.add(name)
        return compute

    return register


def not_checkable(name: str, least: int = 1, most: int | None = -1) -> None:
    """Make a function known whose value on the phone nobody can know afterwards."""

    @function(name, least, most)
    def _refuse(_: Call) -> str:
        raise NotCheckableError(f"the form uses {name}()")


def present(item: Scalar) -> bool:
    """Whether one of `Call.items` counts as ticked: text that is not blank, a number that is not 0, yes."""
    return item.strip() != "" if isinstance(item, str) else to_truth(item)
