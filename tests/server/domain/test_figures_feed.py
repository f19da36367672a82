"""The feed of daily figures: what its model says, which days a filter keeps, and marks that lead on by day and ward."""

from __future__ import annotations

import datetime as dt

import pytest
from lxml import etree

from server.domain.day_filter import read_day_filter
from server.domain.figures import NAMES, DailyLine, Figures, list_daily_lines
from server.domain.figures_feed import (
    FiguresMark,
    read_figures_mark,
    write_figures_mark,
    write_figures_model,
    write_figures_row,
)
from server.domain.odata_expression import FilterError
from server.domain.odata_page import QueryError, read_query

EDM = "{http://docs.oasis-open.org/odata/ns/edm}"
FIRST = dt.date(2026, 11, 1)
KEPT = {
    "day ge 2026-11-03": [3, 4, 5],
    "day gt 2026-11-01 and day lt 2026-11-04": [2, 3],
    "2026-11-03 ge day": [1, 2, 3],
    "day eq 2026-11-01 or day eq 2026-11-05": [1, 5],
    "day in (2026-11-02, 2026-11-04)": [2, 4],
    "not (day le 2026-11-02) and day ne 2026-11-04": [3, 5],
    "day lt 2026-10-01": [],
}
REFUSED = (
    "", "day", "day ge", "ward eq 'North'", "made gt 1", "day ge '2026-11-01'", "day ge 2026-11-01T00:00:00Z", "year(day) eq 2026",
    "day ge 2026-02-30", "day in ()", "2026-11-01 eq 2026-11-01", "x.day eq 2026-11-01", "day eq null", "(" * 500 + "1",
    "day eq day", "a/day eq 2026-11-01", "day eq 2026-11-01 or " * 200,
)  # fmt: skip


def test_a_row_is_a_day_and_ward_and_holds_what_its_model_declares() -> None:
    counted = {(FIRST, "North"): Figures(made=2, seen=2), (FIRST, None): Figures(referrals=1)}
    rows = [write_figures_row(line, "Ward unknown") for line in list_daily_lines(counted)]
    assert [(row["__id"], row["day"], row["ward"]) for row in rows] == [
        ("2026-11-01/", "2026-11-01", "Ward unknown"),
        ("2026-11-01/North", "2026-11-01", "North"),
    ]
    assert [rows[1][name] for name in NAMES] == [2, 2, 0, 0, 0, 0]
    schema = etree.fromstring(write_figures_model())
    types = {str(one.get("Name")): str(one.get("Type")) for one in schema.iter(f"{EDM}Property")}
    assert list(types) == list(rows[0])
    assert (types["day"], types["ward"], types["made"]) == ("Edm.Date", "Edm.String", "Edm.Int64")
    unfiltered = {path.text for path in schema.iter(f"{EDM}PropertyPath")}
    assert set(types) - unfiltered == {"day"}


def test_a_filter_keeps_days_within_its_bounds_and_names_nothing_else() -> None:
    days = [FIRST + dt.timedelta(days=number) for number in range(5)]
    for text, kept in KEPT.items():
        found = read_day_filter(text)
        assert [day.day for day in days if found.first <= day <= found.last and found.keeps(day)] == kept, text
    for text in REFUSED:
        with pytest.raises(FilterError, match=r"\.$"):
            read_day_filter(text)


def test_a_mark_leads_back_to_its_line_and_any_other_is_refused() -> None:
    token = write_figures_mark(DailyLine(FIRST, None, Figures()), 7)
    query = read_query({"$skiptoken": token, "$skip": "3"}, read_figures_mark)
    assert (query.mark, query.top, query.skip) == (FiguresMark((FIRST, ""), 7), 7, 0)
    for strange in ("x", "WzEsMiwzXQ", "W10", "bnVsbA", "WyIyMDI2LTExLTAxIiwiTiIsLTFd", "é"):
        with pytest.raises(QueryError):
            read_query({"$skiptoken": strange}, read_figures_mark)
