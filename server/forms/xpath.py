"""ODK XForms expressions on elementpath's XPath 1.0 parser, with the operators as the engine on the phones has them.

The stock operators differ: there the text '4' is not the number 4, and blanks and dates raise. Functions are registered by
the modules beside this one (xpath_functions.py). Source: https://getodk.github.io/xforms-spec/#xpath-operators.
"""

from __future__ import annotations

import datetime as dt
import math
import operator
import re
from collections.abc import Callable, Iterator, Mapping
from copy import copy
from dataclasses import dataclass, field
from typing import Any

from elementpath import ElementPathError, XPath1Parser, XPathContext
from elementpath.tdop import Parser
from elementpath.xpath_nodes import XPathNode
from elementpath.xpath_tokens import PrefixedNameToken, XPathToken
from elementpath.xpath_tokens.tokens import AsteriskToken

from server.forms.xpath_values import (
    NotCheckableError,
    Value,
    are_equal,
    as_value,
    differ,
    to_number,
    to_truth,
)

LONGEST_EXPRESSION = 32_767  # what a cell of a spreadsheet holds
DEEPEST_EXPRESSION = 60
MOST_STEPS = 200_000  # about two seconds of one processor
_LITERAL = re.compile(r"'[^']*'|\"[^\"]*\"")


class WrongExpressionError(ValueError):
    """The text is no expression that the phones can run; the message says why."""


@dataclass(slots=True)
class Surroundings:
    """What an expression may look at beside the instance. `steps` counts down; at nothing left it is not checkable.

    `instances` are secondary instances by id; those in `missing` exist on the phone, but their rows are not known here.
    """

    zone: dt.tzinfo = dt.UTC
    today: dt.date | None = None
    instances: Mapping[str, XPathNode] = field(default_factory=dict)
    missing: frozenset[str] = frozenset()
    find_choice_label: Callable[[str, str], str] | None = None
    find_text: Callable[[str], str] | None = None
    find_nodes: Callable[[str], list[XPathNode]] | None = None
    steps: int = MOST_STEPS

    def spend(self, steps: int) -> None:
        """Count work done. Raises NotCheckableError when the expressions of one submission cost too much."""
        self.steps -= steps
        if self.steps < 0:
            raise NotCheckableError("the form asks for too much computing")


class FormContext(XPathContext):
    """Where an expression stands: a node of the instance, and the surroundings. `here` is what `current()` gives."""

    surroundings: Surroundings
    here: XPathNode


class XFormsParser(XPath1Parser):
    """Knows the functions that are registered with it and no other; knows no variables."""

    DEFAULT_NAMESPACES = {  # noqa: RUF012  elementpath asks for a plain dict
        "jr": "http://openrosa.org/javarosa",
        "orx": "http://openrosa.org/xforms",
        "odk": "http://www.opendatakit.org/xforms",
    }
    PATH_STEP_LABELS = ("axis", "function", "kind test")
    PATH_STEP_SYMBOLS = XPath1Parser.PATH_STEP_SYMBOLS | {"("}
    literals_pattern = re.compile(r"'[^']*'|\"[^\"]*\"|(?:\d+|\.\d+)(?:\.\d*)?")

    @staticmethod
    def unescape(string_literal: str) -> str:
        """XPath 1.0 has no escapes in literals."""
        return string_literal[1:-1]

    def parse(self, source: str) -> XPathToken:
        """Parse, and compute nothing yet. Raises WrongExpressionError."""
        if len(source) > LONGEST_EXPRESSION or _measure_depth(source) > DEEPEST_EXPRESSION:
            raise WrongExpressionError("the expression is too long or nested too deeply")
        if self.tokenizer is None:
            type(self).tokenizer = self.create_tokenizer(self.symbol_table)
        try:
            return Parser.parse(self, source)
        except (ElementPathError, SyntaxError, ValueError, TypeError, RecursionError) as error:
            raise WrongExpressionError(_say(error)) from error


def _measure_depth(source: str) -> int:
    depth = deepest = 0
    for character in _LITERAL.sub("", source):
        depth += (character in "([") - (character in ")]")
        deepest = max(depth, deepest)
    signs = max((run.count("-") for run in re.findall(r"[-\s]+", source)), default=0)
    return max(deepest, signs)


def _say(error: Exception) -> str:
    """Elementpath's sentence without its code (`[err:XPST0003] ...`)."""
    return re.sub(r"^.*\[err:\w+\]\s*", "", str(error)) or "the expression cannot be read"


def value_of(token: XPathToken, context: FormContext) -> Value:
    """What the token gives where `context` stands, which stays there."""
    if token.label == "literal":
        return as_value([token.value])
    return as_value(list(token.select(copy(context))))


# What is defined anew must leave elementpath's own parser as it is. The engine has no variables, and fails where it would
# have to put nodes into their order in the document: such an expression is refused when the form is published.
_DEFINED_ANEW = ("or", "and", "=", "!=", "<", "<=", ">", ">=", "+", "-", "div", "mod", "/", "//", "[")
_NOT_IN_THE_ENGINE = ("$", "{", "|", "preceding", "preceding-sibling")
for _symbol in (*_DEFINED_ANEW, *_NOT_IN_THE_ENGINE):
    XFormsParser.symbol_table.pop(_symbol, None)


class TimesToken(AsteriskToken):
    """`*` between two numbers; elsewhere any name."""

    def evaluate(self, context: Any = None) -> Any:
        """The product, or the nodes."""
        if not self:
            return super().evaluate(context)
        return to_number(value_of(self[0], context), context.surroundings.zone) * to_number(
            value_of(self[1], context), context.surroundings.zone
        )

    def select(self, context: Any = None) -> Iterator[Any]:
        """One number, or each node."""
        if self:
            yield self.evaluate(context)
        else:
            yield from super().select(context)


class LocalNameToken(PrefixedNameToken):
    """`orx:meta`: instances are read without namespaces here."""

    def select(self, context: Any = None) -> Iterator[Any]:
        """What the function gives, or the nodes of that name."""
        if self[1].label.endswith("function"):
            yield from self[1].select(context)
        else:
            yield from context.iter_matching_nodes(self[1].value)


XFormsParser.symbol_table["*"] = TimesToken
XFormsParser.symbol_table[":"] = LocalNameToken

method, infix = XFormsParser.method, XFormsParser.infix


@method(infix("or", bp=20))
def evaluate_or(self: XPathToken, context: Any = None) -> Value:
    """As the engine: the first that is true, else the second; the second is not looked at without need."""
    first = value_of(self[0], context)
    return first if to_truth(first) else value_of(self[1], context)


@method(infix("and", bp=25))
def evaluate_and(self: XPathToken, context: Any = None) -> Value:
    """As the engine: the first that is false, else the second."""
    first = value_of(self[0], context)
    return value_of(self[1], context) if to_truth(first) else first


@method(infix("=", bp=30))
def evaluate_equal(self: XPathToken, context: Any = None) -> bool:
    """XPath 1.0, 3.4."""
    return are_equal(value_of(self[0], context), value_of(self[1], context), context.surroundings.zone)


@method(infix("!=", bp=30))
def evaluate_differ(self: XPathToken, context: Any = None) -> bool:
    """XPath 1.0, 3.4: some pair differs."""
    return differ(value_of(self[0], context), value_of(self[1], context), context.surroundings.zone)


_ORDERS: Mapping[str, Callable[[float, float], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def _evaluate_order(self: XPathToken, context: Any = None) -> bool:
    zone, compare = context.surroundings.zone, _ORDERS[self.symbol]
    ones, others = (_numbers_of(value_of(part, context), zone) for part in self)
    return any(compare(one, other) for one in ones for other in others)


def _numbers_of(value: Value, zone: dt.tzinfo) -> list[float]:
    return [to_number([node], zone) for node in value] if isinstance(value, list) else [to_number(value, zone)]


def _divide(one: float, other: float) -> float:
    if other:
        return one / other
    return math.nan if not one or math.isnan(one) else math.copysign(math.inf, one) * math.copysign(1, other)


def _remain(one: float, other: float) -> float:
    """The sign is the dividend's (XPath 1.0, 3.5)."""
    return math.nan if not other or math.isinf(one) else math.fmod(one, other)


_SUMS: Mapping[str, Callable[[float, float], float]] = {
    "+": operator.add,
    "-": operator.sub,
    "div": _divide,
    "mod": _remain,
}


def _evaluate_sum(self: XPathToken, context: Any = None) -> float:
    zone = context.surroundings.zone
    numbers = [to_number(value_of(part, context), zone) for part in self]
    if len(numbers) == 1:
        return -numbers[0]
    return math.nan if any(map(math.isnan, numbers)) else _SUMS[self.symbol](*numbers)


def _nud_minus(self: XPathToken) -> XPathToken:
    self[:] = (self.parser.expression(rbp=70),)
    return self


for _symbol in _ORDERS:
    infix(_symbol, bp=32)
    XFormsParser.register(_symbol, evaluate=_evaluate_order)
for _symbol, _power in (("+", 40), ("-", 40), ("div", 45), ("mod", 45)):
    infix(_symbol, bp=_power)
    XFormsParser.register(_symbol, evaluate=_evaluate_sum)
XFormsParser.register("-", nud=_nud_minus)
for _symbol in ("or", "and", "div", "mod"):
    XFormsParser.register(_symbol, nud=lambda self: self.as_name())
