"""After a release the planner knows how many rows there are; both databases keep what was counted."""

from __future__ import annotations

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from server.store.statistics import refresh_statistics
from tests.factories.borough import add_user


@pytest.mark.usefixtures("context")
def test_the_rows_of_a_table_are_counted_for_the_planner(session: Session) -> None:
    for name in ("Ann", "Bea", "Cid"):
        add_user(session, name)
    session.commit()
    refresh_statistics()
    if session.get_bind().dialect.name == "sqlite":
        counted = session.scalars(text("SELECT stat FROM sqlite_stat1 WHERE tbl = 'users'")).all()
        assert {int(stat.split()[0]) for stat in counted} == {3}
    else:
        assert session.scalar(text("SELECT reltuples FROM pg_class WHERE relname = 'users'")) == 3
