"""Brings the database's statistics up to date, so that it walks the right index from the first day. Changes no row."""

from __future__ import annotations

from sqlalchemy import text

from server.store.unit_of_work import write_transaction

# SQLite reads at most so many rows of each index: enough to tell a common value from a rare one, and quick at any size.
_ROWS_OF_AN_INDEX = 1_000


def refresh_statistics() -> None:
    """For each release and after each import, when most rows came at once."""
    with write_transaction() as session:
        if session.get_bind().dialect.name == "sqlite":
            session.execute(text(f"PRAGMA analysis_limit = {_ROWS_OF_AN_INDEX}"))
        session.execute(text("ANALYZE"))
