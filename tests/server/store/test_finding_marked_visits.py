"""Visits before a marked door are found with one look at the markers, however many visits a list has."""

from __future__ import annotations

import uuid

from server.store.lone_working import list_watched
from tests.server.store.query_plans import list_plan_steps


def test_markers_are_looked_at_once_and_not_once_for_each_visit() -> None:
    plans = list_plan_steps(lambda session: list_watched(session, [uuid.uuid4(), uuid.uuid4()]))
    assert [step for step in plans if "warning_markers" in step]
    assert not [step for step in plans if "CORRELATED" in step]
