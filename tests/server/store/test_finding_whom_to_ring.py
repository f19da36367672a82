"""The call list asks of everybody who is due only whether a visit is to come, by an index; when they were last reached stands beside the case."""

from __future__ import annotations

import datetime as dt

from server.store.call_list import CallFilter, list_calls
from tests.server.store.query_plans import list_plan_steps

NOW = dt.datetime(2026, 11, 23, 10, 0, tzinfo=dt.UTC)


def test_whom_to_ring_is_found_without_a_walk_through_all_visits() -> None:
    plans = list_plan_steps(lambda session: list_calls(session, CallFilter(), at=NOW))
    of_visits = [step for step in plans if "visits " in step]
    assert not [step for step in of_visits if step.startswith("SCAN")]
    # Of the list and of its count, whether a visit is to come: when one found somebody stands in the case.
    assert len(of_visits) == 2
    assert (
        "SEARCH cases USING COVERING INDEX ix_cases_for_lists (status=?)" in plans
    )  # no row of those who are not shown
