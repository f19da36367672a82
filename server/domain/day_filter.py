"""Which days a `$filter` keeps: comparisons of `day` with dates, joined by and, or, not. Pure.

Nothing else can be named in it: whatever is not such a comparison raises FilterError in words.
"""

from __future__ import annotations

import datetime as dt
import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from odata_query import ast

from server.domain.odata_expression import FilterError, parse_filter, saying_faults

FIELD: Final = "day"
_WORDS = "$filter takes comparisons of day with dates, such as day ge 2026-11-01 and day le 2026-11-30."
_COMPARE: Mapping[Any, Callable[[Any, Any], bool]] = {
    ast.Eq: operator.eq, ast.NotEq: operator.ne, ast.Lt: operator.lt, ast.LtE: operator.le, ast.Gt: operator.gt,
    ast.GtE: operator.ge,
}  # fmt: skip
_TURNED: Mapping[Any, Any] = {ast.Lt: ast.Gt, ast.LtE: ast.GtE, ast.Gt: ast.Lt, ast.GtE: ast.LtE}


_BEGIN: frozenset[Any] = frozenset({ast.Eq, ast.Gt, ast.GtE})
_END: frozenset[Any] = frozenset({ast.Eq, ast.Lt, ast.LtE})


@dataclass(frozen=True, slots=True)
class DayFilter:
    """No day before `first` or after `last` is kept; of those between, the ones that it `keeps`."""

    first: dt.date = dt.date.min
    last: dt.date = dt.date.max
    keeps: Callable[[dt.date], bool] = lambda _: True


def read_day_filter(text: str | None) -> DayFilter:
    """None keeps every day. Raises FilterError."""
    if text is None:
        return DayFilter()
    with saying_faults():
        return _read(parse_filter(text))


def _read(node: Any) -> DayFilter:
    if isinstance(node, ast.BoolOp):
        return _join(node.op, _read(node.left), _read(node.right))
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        inner = _read(node.operand)
        return DayFilter(keeps=lambda day: not inner.keeps(day))
    if isinstance(node, ast.Compare):
        return _compare(node)
    raise FilterError(_WORDS)


def _join(op: Any, left: DayFilter, right: DayFilter) -> DayFilter:
    if isinstance(op, ast.And):
        return DayFilter(
            max(left.first, right.first), min(left.last, right.last), lambda day: left.keeps(day) and right.keeps(day)
        )
    return DayFilter(
        min(left.first, right.first), max(left.last, right.last), lambda day: left.keeps(day) or right.keeps(day)
    )


def _compare(node: Any) -> DayFilter:
    kind: Any = type(node.comparator)
    field, value = node.left, node.right
    if isinstance(node.comparator, ast.In):
        days = frozenset(_day_of(one) for one in value.val)
        _check_field(field)
        if not days:
            raise FilterError(_WORDS)
        return DayFilter(min(days), max(days), days.__contains__)
    if isinstance(value, ast.Identifier):
        kind, field, value = _TURNED.get(kind, kind), value, field
    _check_field(field)
    day, compare = _day_of(value), _COMPARE[kind]
    return DayFilter(
        day if kind in _BEGIN else dt.date.min,
        day if kind in _END else dt.date.max,
        lambda one: compare(one, day),
    )


def _check_field(node: Any) -> None:
    if not isinstance(node, ast.Identifier) or node.namespace or node.name != FIELD:
        raise FilterError(_WORDS)


def _day_of(node: Any) -> dt.date:
    if not isinstance(node, ast.Date):
        raise FilterError(_WORDS)
    try:
        return dt.date.fromisoformat(node.val)
    except ValueError as error:
        raise FilterError("A value in $filter cannot be read.") from error
