"""The numbers in the navigation stand on every page of the office: each is found by an index, never by a walk through a table."""

from __future__ import annotations

import pytest
from sqlalchemy import create_engine, event

from server.store.database import Base
from server.store.menu_counts import Waiting, count_waiting

# What ANALYZE finds in a log of 200,000 operations: (table, index, rows and rows for each value).
STATISTICS = (
    ("operations", "ix_operations_device_id_device_seq", "200000 400 1"),
    ("operations", "ix_operations_verdict_received_at", "200000 100000 100000"),
    ("operations", "ix_operations_entity", "200000 200000 4"),
    ("operations", "sqlite_autoindex_operations_1", "200000 1"),
    ("operation_settlements", "sqlite_autoindex_operation_settlements_1", "4800 1"),
    ("referrals", "ix_referrals_status_team_id", "60000 12000 1500"),
)
GROWING = ("operations", "operation_settlements", "conflicts", "visit_proposals", "alerts", "referrals")


@pytest.mark.parametrize("wanted", [frozenset({one}) for one in Waiting] + [frozenset(Waiting)], ids=[*Waiting, "all"])
def test_no_number_of_the_navigation_walks_a_table_that_grows(wanted: frozenset[Waiting]) -> None:
    engine = create_engine("sqlite://")
    Base.metadata.create_all(engine)
    with engine.begin() as connection:
        connection.exec_driver_sql("ANALYZE")
        connection.exec_driver_sql("INSERT INTO sqlite_stat1 VALUES (?, ?, ?)", list(STATISTICS))
        connection.exec_driver_sql("ANALYZE sqlite_schema")
    asked: list[tuple[str, object]] = []
    event.listen(engine, "before_cursor_execute", lambda _c, _k, sql, values, *_: asked.append((sql, values)))
    with engine.connect() as connection:
        assert count_waiting(connection, wanted) == dict.fromkeys(wanted, 0)
        assert len(asked) == 1
        plans = [
            step[3]
            for sql, values in list(asked)
            for step in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", values)  # type: ignore[arg-type]
        ]
    assert plans
    assert not [step for step in plans if step.startswith("SCAN") and step.split()[1] in GROWING]
