"""Ids as text and lists of ids as one parameter, on either database: what reads and writes thousands of rows needs.

Holds no statement of its own. A UUID object per row, or a placeholder per id, costs more than the rows themselves.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    FromClause,
    String,
    Text,
    Uuid,
    any_,
    bindparam,
    cast,
    column,
    func,
    select,
    type_coerce,
)
from sqlalchemy.orm import Session

SQLITE = "sqlite"


def find_dialect(session: Session) -> str:
    """The name of the database behind the session."""
    return session.get_bind().dialect.name


def as_text(expression: Any, dialect: str) -> ColumnElement[str]:
    """An id as the database's own text for it; `add_dashes` makes that the id of the wire."""
    return type_coerce(expression, String) if dialect == SQLITE else cast(expression, Text)


def add_dashes(text: str) -> str:
    """The dashed form of an id that SQLite keeps without."""
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"


def is_among(expression: ColumnElement[Any], name: str, dialect: str) -> ColumnElement[bool]:
    """Whether the id is in the list that parameter `name` brings (`write_list`)."""
    if dialect == SQLITE:
        return type_coerce(expression, String).in_(
            select(func.json_each(bindparam(name)).table_valued("value").c.value)
        )
    return expression == any_(_as_uuids(name))


def list_as_table(name: str, dialect: str) -> tuple[FromClause, ColumnElement[Any]]:
    """The list that parameter `name` brings as rows, and the column that has the id."""
    if dialect == SQLITE:
        rows = func.json_each(bindparam(name)).table_valued("value")
        return rows, type_coerce(rows.c.value, Uuid)
    ids = func.unnest(_as_uuids(name)).table_valued(column("value", Uuid)).render_derived()
    return ids, ids.c.value


def write_list(ids: Iterable[str], dialect: str) -> str:
    """Dashed ids as the one parameter that the two above read. One text: the driver would quote a list id by id."""
    return json.dumps([row_id.replace("-", "") for row_id in ids]) if dialect == SQLITE else ",".join(ids)


def _as_uuids(name: str) -> ColumnElement[Any]:
    return cast(func.string_to_array(bindparam(name, type_=Text()), ","), ARRAY(Uuid()))
