"""Visits before a marked door are found with one look at the markers, however many visits a list has."""

from __future__ import annotations

import uuid

from sqlalchemy import create_engine, event
from sqlalchemy.orm import Session

from server.store.database import Base
from server.store.lone_working import list_watched


def test_markers_are_looked_at_once_and_not_once_for_each_visit() -> None:
    engine = create_engine("sqlite://")
    Base.metadata.create_all(engine)
    asked: list[tuple[str, object]] = []
    event.listen(engine, "before_cursor_execute", lambda _c, _k, sql, values, *_: asked.append((sql, values)))
    with Session(engine) as session:
        list_watched(session, [uuid.uuid4(), uuid.uuid4()])
        plans = [
            step[3]
            for sql, values in list(asked)
            for step in session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", values)  # type: ignore[arg-type]
        ]
    assert [step for step in plans if "warning_markers" in step]
    assert not [step for step in plans if "CORRELATED" in step]
