"""The call list asks of everybody who is due when somebody last found them: of each by an index, never by a walk through visits."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import create_engine, event
from sqlalchemy.orm import Session

from server.store.call_list import CallFilter, list_calls
from server.store.database import Base

NOW = dt.datetime(2026, 11, 23, 10, 0, tzinfo=dt.UTC)


def test_whom_to_ring_is_found_without_a_walk_through_all_visits() -> None:
    engine = create_engine("sqlite://")
    Base.metadata.create_all(engine)
    asked: list[tuple[str, object]] = []
    event.listen(engine, "before_cursor_execute", lambda _c, _k, sql, values, *_: asked.append((sql, values)))
    with Session(engine) as session:
        list_calls(session, CallFilter(), at=NOW)
        plans = [
            step[3]
            for sql, values in list(asked)
            for step in session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", values)  # type: ignore[arg-type]
        ]
    of_visits = [step for step in plans if "visits " in step]
    assert [step for step in of_visits if "ix_visits_reached" in step]
    assert not [step for step in of_visits if step.startswith("SCAN")]
    assert (
        "SEARCH cases USING COVERING INDEX ix_cases_for_lists (status=?)" in plans
    )  # no row of those who are not shown
