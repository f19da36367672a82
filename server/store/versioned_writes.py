"""Changes a row that people change on pages: what differs is set, its version rises, and the audit trail gets old and new.

Inside the caller's transaction. Decides nothing; rows that phones merge are changed by `row_writes.py`.
"""

from __future__ import annotations

import datetime as dt
import uuid
import zlib
from collections.abc import Mapping
from typing import Any, TypeVar

from sqlalchemy import func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from server.domain.change_refusal import CHANGED_MEANWHILE, NOT_FOUND, ChangeRefusedError
from server.store.audit_writes import record_audit

Row = TypeVar("Row")


def lock_seen(session: Session, table: type[Row], row_id: uuid.UUID, seen_version: int | None) -> Row:
    """The row, held until the transaction ends. Raises ChangeRefusedError: not there, or not as the page showed it."""
    columns: Any = table
    row: Any = session.scalar(select(table).where(columns.id == row_id).with_for_update(key_share=True))
    if row is None:
        raise ChangeRefusedError(NOT_FOUND)
    if seen_version is not None and row.version != seen_version:
        raise ChangeRefusedError(CHANGED_MEANWHILE)
    found: Row = row
    return found


def hold_names(session: Session, table: type[Any]) -> None:
    """Until the transaction ends nobody else gives a name in this table; asked twice it holds once.

    A row that is not there yet cannot be locked, and a name that differs in its capitals breaks no unique column. SQLite has one
    writer at a time anyway.
    """
    if session.get_bind().dialect.name != "sqlite":
        session.execute(select(func.pg_advisory_xact_lock(zlib.crc32(f"names of {table.__tablename__}".encode()))))


def check_free(session: Session, column: InstrumentedAttribute[str], name: str, but_id: uuid.UUID | None) -> None:
    """Of two with one name nobody could say which is which; a retired one keeps its own. `but_id` may keep its name.

    It stays free until the transaction ends. Raises ChangeRefusedError: `taken`, at the column's field.
    """
    table: Any = column.class_
    hold_names(session, table)
    held = select(table.id).where(func.lower(column) == name.lower())
    if but_id is not None:
        held = held.where(table.id != but_id)
    if session.scalar(held.limit(1)) is not None:
        raise ChangeRefusedError({column.key: "taken"})


def add_once(
    session: Session,
    row: Any,
    name: InstrumentedAttribute[str],
    said: Mapping[str, Any],
    *,
    action: str,
    by_id: uuid.UUID,
    at: dt.datetime,
) -> bool:
    """Add `row`, whose id is the page's; False, and no trace, where it is there: a button was pressed twice.

    Of two people who add the same name at once the second is refused like one who comes later. `said`: {name: new} for the trail.
    Raises ChangeRefusedError: `taken`, at the field of the column `name`.
    """
    hold_names(session, type(row))
    if session.get(type(row), row.id) is not None:
        return False
    check_free(session, name, getattr(row, name.key), None)
    session.add(row)
    session.flush()
    record_change(session, row, {field: (None, new) for field, new in said.items()}, action=action, by_id=by_id, at=at)
    return True


def change_seen(
    session: Session,
    row: Any,
    values: Mapping[str, Any],
    *,
    action: str,
    by_id: uuid.UUID | None,
    at: dt.datetime,
    said: Mapping[str, tuple[Any, Any]] | None = None,
) -> bool:
    """Set `values`; False, and no trace, where the row has them already. `said`: {name: (old, new)} for the trail where the
    columns say less than words would (a team's id).
    """
    changed = {name: (getattr(row, name), value) for name, value in values.items() if getattr(row, name) != value}
    if not changed:
        return False
    for name, (_, value) in changed.items():
        setattr(row, name, value)
    row.version += 1
    record_change(session, row, changed if said is None else said, action=action, by_id=by_id, at=at)
    return True


def record_change(
    session: Session,
    row: Any,
    said: Mapping[str, tuple[Any, Any]],
    *,
    action: str,
    by_id: uuid.UUID | None,
    at: dt.datetime,
) -> None:
    """One line of the trail: `user.change` is about a `user`."""
    fields = {name: {"old": old, "new": new} for name, (old, new) in said.items() if old != new}
    record_audit(
        session,
        action=action,
        at=at,
        user_id=by_id,
        entity_type=action.partition(".")[0],
        entity_id=row.id,
        fields=fields,
    )
