"""Reads how far an installation has come: its migration, and whether it is in use. What follows is for the caller to say."""

from __future__ import annotations

from alembic.runtime.migration import MigrationContext
from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from server.store.tables import User, Visit


def find_schema_revision(session: Session) -> str | None:
    """The revision that the database was migrated to, or None for an empty database."""
    return MigrationContext.configure(session.connection()).get_current_revision()


def has_any_visit(session: Session) -> bool:
    """Whether a visit was ever planned here."""
    return bool(session.scalar(select(exists().where(Visit.id.is_not(None)))))


def has_any_user(session: Session) -> bool:
    """Whether anybody was ever given an account here."""
    return bool(session.scalar(select(exists().where(User.id.is_not(None)))))
