"""The call list asks of everybody who is due when somebody last found them: of each by an index, never by a walk through visits."""

from __future__ import annotations

import datetime as dt

from server.store.call_list import CallFilter, list_calls
from tests.server.store.query_plans import list_plan_steps

NOW = dt.datetime(2026, 11, 23, 10, 0, tzinfo=dt.UTC)


def test_whom_to_ring_is_found_without_a_walk_through_all_visits() -> None:
    plans = list_plan_steps(lambda session: list_calls(session, CallFilter(), at=NOW))
    of_visits = [step for step in plans if "visits " in step]
    assert [step for step in of_visits if "ix_visits_reached" in step]
    assert not [step for step in of_visits if step.startswith("SCAN")]
    assert (
        "SEARCH cases USING COVERING INDEX ix_cases_for_lists (status=?)" in plans
    )  # no row of those who are not shown
