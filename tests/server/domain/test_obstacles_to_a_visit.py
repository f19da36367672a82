"""What stands against a visit: the gravest reason is the one that is said, and an undo asks as a giving does."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import replace
from typing import Any

from server.domain.assignment import Giving, NotAssigned, ToVisit, why_not_visit

NOON = dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC)
GIVING = Giving(officer_id=uuid.uuid4(), planned_on=NOON.date(), by_id=uuid.uuid4(), at=NOON)
ALL_AT_ONCE = ToVisit(
    is_open=False,
    on_hold=True,
    is_merged=True,
    has_visit=True,
    contact_on=NOON.date(),
    needs_pair=True,
    is_unwilling=True,
)


def test_of_all_that_stands_against_a_visit_the_gravest_is_said_until_nothing_is_left() -> None:
    ways: list[tuple[NotAssigned, dict[str, Any], Giving]] = [
        (NotAssigned.CASE_NOT_OPEN, {"is_open": True}, GIVING),
        (NotAssigned.ON_HOLD, {"on_hold": False}, GIVING),
        (NotAssigned.ON_HOLD, {"is_merged": False}, GIVING),
        (NotAssigned.ALREADY_PLANNED, {"has_visit": False}, GIVING),
        (NotAssigned.CONTACT_PLANNED, {"contact_on": NOON.date() - dt.timedelta(days=1)}, GIVING),
        (NotAssigned.NEEDS_PAIR, {}, replace(GIVING, second_id=uuid.uuid4())),
        (
            NotAssigned.NO_VISITS,
            {},
            replace(GIVING, pair_reason="With the warden", unwanted_reason="Not seen for weeks"),
        ),
    ]
    who, giving = ALL_AT_ONCE, GIVING
    for reason, change, given in ways:
        assert why_not_visit(who, giving) is reason
        who, giving = replace(who, **change), given
    assert why_not_visit(who, giving) is None
    assert why_not_visit(who) is None, "by whom and with which reason is asked where a visit is given"
