"""Reads which migration the database stands at; whether that is the right one is for the caller to say."""

from __future__ import annotations

from alembic.runtime.migration import MigrationContext
from sqlalchemy.orm import Session


def find_schema_revision(session: Session) -> str | None:
    """The revision that the database was migrated to, or None for an empty database."""
    return MigrationContext.configure(session.connection()).get_current_revision()
