"""The lists of Today that have no page of their own: each to its end, a page at a time. Changes nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from flask import abort, render_template, url_for
from sqlalchemy.orm import Session

from server.domain.permissions import Relation, relation_of
from server.office.access import me, signed_in
from server.office.blueprint import office
from server.office.frame import council_today, now
from server.office.page_number import get_page
from server.store.death_holds import list_unsettled_deaths
from server.store.nobody_has import list_visits_without_officer
from server.store.pairs import list_alone
from server.store.resident_links import list_paused_links
from server.store.today_mine import list_pressing_referrals
from server.store.unit_of_work import read_snapshot
from server.use_cases.record_view import record_view

ON_TODAY: Final = 20
ON_A_PAGE: Final = 50
Read = Callable[[Session, dt.date, int, int], Sequence[Any]]


@dataclass(frozen=True, slots=True)
class TodayList:
    """`action`: what one must be allowed to see it. `read` is given the day, how many and after how many."""

    action: str
    read: Read


@dataclass(frozen=True, slots=True)
class Part:
    """The first rows of a list; `all_url` leads to the rest where there is one."""

    rows: Sequence[Any]
    all_url: str | None


LISTS: Final[Mapping[str, TodayList]] = {
    "referrals": TodayList(
        "referrals.read",
        lambda session, today, limit, offset: list_pressing_referrals(session, me().user_id, today, limit, offset),
    ),
    "alone": TodayList("visits.assign", lambda session, _, limit, offset: list_alone(session, limit, offset)),
    "without-officer": TodayList("visits.assign", list_visits_without_officer),
    "deaths": TodayList(
        "holds.settle", lambda session, _, limit, offset: list_unsettled_deaths(session, limit, offset)
    ),
    "links": TodayList("links.send", lambda session, _, limit, offset: list_paused_links(session, limit, offset)),
}


def read_parts(session: Session, today: dt.date) -> dict[str, Part]:
    """The beginning of each list, in the order of LISTS; empty to whoever may not see it."""
    return {name: _read_part(session, name, one, today) for name, one in LISTS.items()}


def _read_part(session: Session, name: str, one: TodayList, today: dt.date) -> Part:
    if not _may_see(one):
        return Part((), None)
    rows = one.read(session, today, ON_TODAY + 1, 0)
    all_url = url_for("office.today_list_page", name=name) if len(rows) > ON_TODAY else None
    return Part(rows[:ON_TODAY], all_url)


def _may_see(one: TodayList) -> bool:
    return relation_of(me().role, one.action) is Relation.ALL


@office.get("/today/<name>")
@signed_in
def today_list_page(name: str) -> str:
    """One of the lists, a page of it; to whoever may not see it, it is not there."""
    one = LISTS.get(name)
    if one is None or not _may_see(one):
        abort(404)
    page = get_page()
    with read_snapshot() as session:
        rows = one.read(session, council_today(), ON_A_PAGE + 1, (page - 1) * ON_A_PAGE)
    record_view(action="today.list", at=now(), user_id=me().user_id, entity_type="resident")
    return render_template(
        "office/today_list.html",
        name=name,
        rows=rows[:ON_A_PAGE],
        previous_url=url_for("office.today_list_page", name=name, page=page - 1) if page > 1 else None,
        next_url=url_for("office.today_list_page", name=name, page=page + 1) if len(rows) > ON_A_PAGE else None,
    )
