"""OData's `$filter` as a condition on submissions: parsed by odata-query, and only over the listed fields of the system.

Never reaches an answer or a mapped table: a name that is not listed, a function that is not, or values that do not go together
raise FilterError in words.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from odata_query import ast
from odata_query.visitor import NodeVisitor
from sqlalchemy import ColumnElement, Date, Integer, and_, cast, extract, func, literal, not_, or_
from sqlalchemy.orm import Session

from server.domain.odata_expression import FilterError, parse_filter, saying_faults
from server.store.database import UtcDateTime, utc_date
from server.store.tables import FormVersion, Submission

_LARGEST = 2**31 - 1
_ROOT = "$root/Submissions/"  # by which ODK Central's readers name the submission that a repeat belongs to
FIELDS: Mapping[str, tuple[str, Any]] = {
    "__id": ("text", Submission.instance_id),
    "__system/submissionDate": ("instant", Submission.received_at),
    "__system/submitterId": ("id", Submission.submitted_by_id),
    "__system/visitId": ("id", Submission.visit_id),
    "__system/reviewState": ("text", Submission.review_state),
    "__system/formVersion": ("text", FormVersion.version_label),
}
_PARTS = {"year": "%Y", "month": "%m", "day": "%d", "hour": "%H", "minute": "%M", "second": "%S"}
_KINDS = {ast.Eq: "eq", ast.NotEq: "ne", ast.Lt: "lt", ast.LtE: "le", ast.Gt: "gt", ast.GtE: "ge"}


@dataclass(frozen=True, slots=True)
class _Operand:
    """`kind` is text, id, instant, date, number or null."""

    kind: str
    sql: Any


def read_filter(text: str, session: Session, now: dt.datetime) -> ColumnElement[bool]:
    """The condition, for a query that joins Submission with FormVersion. Raises FilterError."""
    with saying_faults():
        tree = parse_filter(text, left_out=_ROOT)
        return _Filter(session.get_bind().dialect.name, now).condition(tree)


class _Filter(NodeVisitor):
    """Walks the parsed filter; whatever it has no method for is refused."""

    def __init__(self, dialect: str, now: dt.datetime) -> None:
        self.dialect = dialect
        self.now = now

    def generic_visit(self, node: Any) -> Any:
        raise FilterError(f"$filter may not use {type(node).__name__} here.")

    def condition(self, node: Any) -> ColumnElement[bool]:
        if not isinstance(node, ast.BoolOp | ast.Compare | ast.UnaryOp):
            raise FilterError("$filter needs a comparison, such as __system/reviewState eq 'approved'.")
        found: ColumnElement[bool] = self.visit(node)
        return found

    def visit_BoolOp(self, node: Any) -> ColumnElement[bool]:
        join = and_ if isinstance(node.op, ast.And) else or_
        return join(self.condition(node.left), self.condition(node.right))

    def visit_UnaryOp(self, node: Any) -> ColumnElement[bool]:
        if not isinstance(node.op, ast.Not):
            return self.generic_visit(node)  # type: ignore[no-any-return]
        return not_(self.condition(node.operand))

    def visit_Compare(self, node: Any) -> ColumnElement[bool]:
        left = self.operand(node.left)
        if isinstance(node.comparator, ast.In):
            items = [_match(left, self.operand(item))[1] for item in node.right.val]
            return _checked(left.sql.in_([item.sql for item in items]))
        left, right = _match(left, self.operand(node.right))
        return _compare(_KINDS[type(node.comparator)], left, right)

    def operand(self, node: Any) -> _Operand:
        found: _Operand = self.visit(node)
        if not isinstance(found, _Operand):
            raise FilterError("$filter compares fields with values.")
        return found

    def visit_Identifier(self, node: Any) -> _Operand:
        return _field(_name_of(node))

    def visit_Attribute(self, node: Any) -> _Operand:
        owner = _name_of(node.owner) if isinstance(node.owner, ast.Identifier) else "?"
        return _field(f"{owner}/{node.attr}")

    def visit_Call(self, node: Any) -> _Operand:
        name = _name_of(node.func)
        if name == "now":
            return _Operand("instant", literal(self.now, UtcDateTime()))
        if name != "date" and name not in _PARTS:
            raise FilterError(f"$filter may not use {name}(): only now, date, {', '.join(_PARTS)}.")
        instant = self.operand(node.args[0])
        if instant.kind != "instant":
            raise FilterError(f"{name}() takes an instant.")
        return self._date(instant.sql) if name == "date" else self._part(name, instant.sql)

    def visit_String(self, node: Any) -> _Operand:
        return _Operand("text", literal(node.py_val.replace("\x00", "")))

    def visit_GUID(self, node: Any) -> _Operand:
        return _Operand("text", literal(node.val))

    def visit_Null(self, _node: Any) -> _Operand:
        return _Operand("null", None)

    def visit_Integer(self, node: Any) -> _Operand:
        if len(node.val) > 11 or abs(int(node.val)) > _LARGEST:
            raise FilterError("A number in $filter is too large.")
        return _Operand("number", literal(int(node.val)))

    def visit_Date(self, node: Any) -> _Operand:
        return _Operand("date", literal(_read(dt.date.fromisoformat, node.val), Date()))

    def visit_DateTime(self, node: Any) -> _Operand:
        instant = _read(dt.datetime.fromisoformat, node.val)
        if instant.tzinfo is None:
            raise FilterError("An instant in $filter needs Z or an offset.")
        return _Operand("instant", literal(_read(lambda one: one.astimezone(dt.UTC), instant), UtcDateTime()))

    def _date(self, sql: Any) -> _Operand:
        return _Operand("date", utc_date(sql, self.dialect))

    def _part(self, name: str, sql: Any) -> _Operand:
        if self.dialect == "sqlite":
            return _Operand("number", cast(func.strftime(_PARTS[name], sql), Integer))
        return _Operand("number", cast(func.floor(extract(name, func.timezone("UTC", sql))), Integer))


def _name_of(node: ast.Identifier) -> str:
    return ".".join((*node.namespace, node.name))


def _field(name: str) -> _Operand:
    if name not in FIELDS:
        raise FilterError(f"$filter may only use {', '.join(FIELDS)}: never an answer.")
    return _Operand(*FIELDS[name])


def _match(left: _Operand, right: _Operand) -> tuple[_Operand, _Operand]:
    """Both of one kind: a text beside an id is read as one, a day beside an instant as its midnight in UTC."""
    if "null" in (left.kind, right.kind) or left.kind == right.kind:
        return left, right
    if {left.kind, right.kind} == {"id", "text"}:
        return _as_id(left), _as_id(right)
    if {left.kind, right.kind} == {"instant", "date"}:
        return _as_instant(left), _as_instant(right)
    raise FilterError(f"$filter compares {left.kind} with {right.kind}.")


def _as_id(one: _Operand) -> _Operand:
    return one if one.kind == "id" else _Operand("id", literal(_read(uuid.UUID, _literal_of(one))))


def _as_instant(one: _Operand) -> _Operand:
    if one.kind == "instant":
        return one
    midnight = dt.datetime.combine(_literal_of(one), dt.time(), dt.UTC)
    return _Operand("instant", literal(midnight, UtcDateTime()))


def _literal_of(one: _Operand) -> Any:
    value = getattr(one.sql, "value", None)
    if value is None:
        raise FilterError(f"$filter compares a field with a {one.kind} that is none.")
    return value


def _compare(kind: str, left: _Operand, right: _Operand) -> ColumnElement[bool]:
    if "null" in (left.kind, right.kind):
        other = right if left.kind == "null" else left
        if kind not in ("eq", "ne") or other.kind == "null":
            raise FilterError("null is compared by eq and ne, with a field.")
        return _checked(other.sql.is_(None) if kind == "eq" else other.sql.is_not(None))
    comparisons: Mapping[str, Callable[[Any, Any], Any]] = {
        "eq": lambda a, b: a == b, "ne": lambda a, b: a.is_distinct_from(b), "lt": lambda a, b: a < b,
        "le": lambda a, b: a <= b, "gt": lambda a, b: a > b, "ge": lambda a, b: a >= b,
    }  # fmt: skip
    return _checked(comparisons[kind](left.sql, right.sql))


def _checked(found: Any) -> ColumnElement[bool]:
    return found  # type: ignore[no-any-return]


def _read(read: Callable[[Any], Any], value: Any) -> Any:
    try:
        return read(value)
    except (ValueError, OverflowError) as error:
        raise FilterError("A value in $filter cannot be read.") from error
