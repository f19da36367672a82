"""Moves everything that points at one resident, or one case, to another, noting each row so that it can be moved back.

Knows no table by name: a table that somebody adds tomorrow moves too. Opens no transaction and decides nothing.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Table, select, update
from sqlalchemy.orm import Session

from server.store.import_undo import list_pointing_at
from server.store.reached_writes import keep_reached
from server.store.tables import Case, Resident

# Who they are, or were found to be, themselves; and what has one row a person, or a case.
_STAYS = frozenset(
    {"residents", "resident_merges", "likely_duplicates", "import_rows", "contact_preferences", "call_turns"}
)
Moved = dict[str, list[str]]


def move_rows(
    session: Session, target: type[Resident] | type[Case], *, source_id: uuid.UUID, to_id: uuid.UUID, now: dt.datetime
) -> Moved:
    """Let all that points at `source_id` point at `to_id`; returns the moved rows' ids by "table.column"."""
    moved: Moved = {}
    for table, column in list_pointing_at(target.__table__):  # type: ignore[arg-type]  # a declared class has a Table
        if table.name in _STAYS:
            continue
        key = _key(table)
        ids = list(session.scalars(select(key).where(column == source_id).order_by(key)))
        if ids:
            session.execute(update(table).where(key.in_(ids)).values({column.key: to_id, **_touched(table, now)}))
            moved[f"{table.name}.{column.key}"] = [str(one) for one in ids]
    if target is Case:
        keep_reached(session, {source_id, to_id})
    return moved


def move_rows_back(
    session: Session,
    target: type[Resident] | type[Case],
    moved: Mapping[str, Sequence[str]],
    *,
    from_id: uuid.UUID,
    to_id: uuid.UUID,
    now: dt.datetime,
) -> None:
    """Move back those of the rows that still point where they were moved to."""
    for table, column in list_pointing_at(target.__table__):  # type: ignore[arg-type]  # as above
        ids = [uuid.UUID(one) for one in moved.get(f"{table.name}.{column.key}", ())]
        if ids:
            still = (_key(table).in_(ids), column == from_id)
            session.execute(update(table).where(*still).values({column.key: to_id, **_touched(table, now)}))
    if target is Case:
        keep_reached(session, {from_id, to_id})


def _key(table: Table) -> Any:
    (key,) = table.primary_key
    return key


def _touched(table: Table, now: dt.datetime) -> dict[str, Any]:
    """Phones fetch a row again whose version rose."""
    return {"version": table.c.version + 1, "changed_at": now} if "field_versions" in table.c else {}
