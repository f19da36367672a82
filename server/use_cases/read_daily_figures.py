"""The daily figures for a reader outside (OData v4), a page at a time, the oldest day first: as the page and the file count them.

Reads only. The caller has audited it.
"""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Iterator
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from server.domain.day_filter import DayFilter, read_day_filter
from server.domain.figures import MOST_DAYS, DailyLine, Days, list_daily_lines
from server.domain.figures_feed import PROPERTIES, TABLE, FiguresMark, write_figures_mark, write_figures_row
from server.domain.odata_expression import FilterError
from server.domain.odata_page import MOST_ROWS, PageQuery, QueryError, Rows, check_select, choose_properties, fill_page
from server.store.figures import count_by_place, find_first_made
from server.store.unit_of_work import read_snapshot

_EARLIEST = dt.date(1970, 1, 1)  # nothing came in before; nearer the year 1 a day has no instant in every zone


def read_daily_figures(query: PageQuery[FiguresMark], zone: ZoneInfo, *, unknown_ward: str) -> Rows:
    """One page of every day there is, or of those that the filter keeps. Raises QueryError."""
    try:
        wanted = read_day_filter(query.filter_text)
    except FilterError as error:
        raise QueryError(str(error)) from error
    check_select(query.select, PROPERTIES, TABLE)
    with read_snapshot() as session:
        lines = _list_lines(session, wanted, zone, query.mark)
        if query.top == 0:
            lines = iter(())
        page = fill_page(
            (
                (write_figures_row(line, unknown_ward), functools.partial(write_figures_mark, line))
                for place, line in enumerate(lines)
                if place >= query.skip
            ),
            query.top,
            MOST_ROWS,
        )
        if query.with_count:
            page.count = sum(1 for _ in _list_lines(session, wanted, zone, None))
    if query.select is not None:
        page.value = [choose_properties(row, query.select) for row in page.value]
    return page


def _list_lines(session: Session, wanted: DayFilter, zone: ZoneInfo, after: FiguresMark | None) -> Iterator[DailyLine]:
    """Counted a quarter at a time, as the page counts at most; days on which nothing came in are passed over in one step."""
    day = max(wanted.first, _EARLIEST, after.place[0] if after else _EARLIEST)
    while day <= wanted.last:
        made_at = find_first_made(session, Days(day, day, zone).from_at)
        if made_at is None:
            return
        day = made_at.astimezone(zone).date()
        if day > wanted.last:
            return
        until = min(day + dt.timedelta(days=MOST_DAYS - 1), wanted.last)
        counted = count_by_place(session, Days(day, until, zone))
        for line in list_daily_lines(counted):
            if wanted.keeps(line.day) and (after is None or line.place > after.place):
                yield line
        day = until + dt.timedelta(days=1)
