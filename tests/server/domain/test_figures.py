"""What the figures count: groups of outcomes that add up, the council's own midnights, and weeks where days are too many."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from server.domain.figures import Days, Figures, columns_of, total
from server.domain.words import VisitOutcome

LONDON = ZoneInfo("Europe/London")


def test_seen_no_reply_and_other_add_up_to_what_was_made() -> None:
    figures = Figures()
    for outcome in (*VisitOutcome, None):
        figures.count(outcome, 2)
    assert figures.made == 2 * (len(VisitOutcome) + 1)
    assert figures.seen + figures.no_reply + figures.other == figures.made
    assert total([figures, figures]).needs == 4


def test_the_day_on_which_the_clocks_go_back_has_25_hours() -> None:
    days = Days(dt.date(2026, 10, 25), dt.date(2026, 10, 25), LONDON)
    assert days.until_at - days.from_at == dt.timedelta(hours=25)


def test_a_chart_of_many_days_has_a_column_a_week_and_loses_none() -> None:
    days = Days(dt.date(2026, 11, 4), dt.date(2026, 11, 30), LONDON)
    columns, is_weeks = columns_of(days, dict.fromkeys(days.all, 1))
    assert (is_weeks, columns[0], len(columns)) == (True, (dt.date(2026, 11, 2), 5), 5)
    assert sum(number for _, number in columns) == len(days.all)
