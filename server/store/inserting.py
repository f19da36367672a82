"""INSERT that may meet a row already there: both databases spell ON CONFLICT alike, but each has a construct of its own."""

from __future__ import annotations

from typing import Any, cast

from sqlalchemy.dialects.postgresql import Insert as PostgresqlInsert
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Session


def insert_into(session: Session, table: Any) -> PostgresqlInsert:
    """The INSERT of this session's database, for `.on_conflict_do_nothing` and `.on_conflict_do_update`."""
    if session.get_bind().dialect.name == "sqlite":
        return cast(PostgresqlInsert, sqlite_insert(table))
    return postgresql_insert(table)
