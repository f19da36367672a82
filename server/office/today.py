"""Today: what needs somebody now, alerts and officers not heard from first, in lists and in numbers that lead to theirs."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from flask import current_app, render_template
from markupsafe import Markup
from sqlalchemy.orm import Session

from server.domain.figures import Figures
from server.domain.permissions import Relation, relation_of
from server.domain.worker_line import list_silent
from server.office.access import i_may, me, signed_in
from server.office.blueprint import office
from server.office.dates import when
from server.office.figures import draw_figure, links_of, trend_days
from server.office.frame import now
from server.office.messages import describe_message
from server.office.officers_out import describe_out
from server.office.rota import LOOK_AHEAD_DAYS, list_gaps
from server.office.today_lists import ON_TODAY, read_parts
from server.store.call_list import COUNT_UP_TO, CallFilter, count_calls
from server.store.device_list import list_devices_with_lost_work
from server.store.figures import count_visits_by_day
from server.store.import_batches import list_to_decide
from server.store.likely_duplicates import count_likely_pairs
from server.store.marker_calls import list_last_calls
from server.store.markers import MarkerList, count_register
from server.store.markers_to_ring import list_officers_to_ring
from server.store.messages import list_unseen_failures
from server.store.missing_people import list_undecided_lists
from server.store.nobody_has import list_nobody_has_by_ward
from server.store.office_alerts import list_alerts
from server.store.office_visit_filter import VisitFilter
from server.store.officer_lists import list_leavers
from server.store.today_counts import count_today
from server.store.today_lists import list_overdue_visits
from server.store.unit_of_work import read_snapshot
from server.store.users import list_devices_with_unsent_work
from server.store.without_clock import list_out_without_clock
from server.store.worker_heard import find_heard
from server.texts import text

MOST_TO_RING = 50
MOST_LISTS = 5  # imported ones with lines to decide
MOST_UNSENT = 10
Trend = tuple[Markup, list[tuple[dt.date, int, str | None]]]


@office.get("/")
@signed_in
def today_page() -> str:
    """The first page after sign-in; each role sees what it may, a role without a day of its own sees that in words."""
    reach = relation_of(me().role, "today.read")
    if reach is None:
        return render_template("office/today.html", counts=None)
    at = now()
    here = at.astimezone(current_app.config["TIME_ZONE"])
    day_began_at = here.replace(hour=0, minute=0, second=0, microsecond=0).astimezone(dt.UTC)
    own_id = None if reach is Relation.ALL else me().user_id
    with read_snapshot() as session:
        return render_template(
            "office/today.html",
            counts=count_today(
                session, today=here.date(), day_began_at=day_began_at, user_id=me().user_id, only_officer_id=own_id
            ),
            own=own_id is not None,
            my_id=me().user_id,
            count_up_to=COUNT_UP_TO,
            parts=read_parts(session, here.date()),
            today=here.date(),
            **_read_urgent(session, here.date(), own_id),
            **({} if own_id else _read_of_council(session, at, here.date())),
        )


def _read_urgent(session: Session, today: dt.date, own_id: uuid.UUID | None) -> dict[str, Any]:
    """What nobody may overlook; of somebody who sees only their own, that."""
    overdue = VisitFilter(overdue_before=today, officer_id=own_id)
    return {
        "alerts": list_alerts(session, is_open=True, raised_by_id=own_id, limit=ON_TODAY)
        if i_may("alerts.read")
        else [],
        "late": [one for one in describe_out(session) if one["state"] != "out"] if i_may("lone_working.read") else [],
        "without_clock": list_out_without_clock(session, today) if i_may("lone_working.read") else [],
        "leavers": list_leavers(session) if i_may("visits.assign") else [],
        **_read_to_ring(session),
        "overdue": list_overdue_visits(session, overdue, ON_TODAY) if i_may("visits.read") else [],
    }


def _read_to_ring(session: Session) -> dict[str, Any]:
    """Officers whose phone may not show a new marker, and what came of the last call to each about it."""
    if not i_may("markers.review"):
        return {"to_ring": []}
    lines = list_officers_to_ring(session, MOST_TO_RING)
    calls = list_last_calls(session, {one.marker.id for one in lines}, {one.officer_id for one in lines})
    return {"to_ring": [(one, calls.get((one.marker.id, one.officer_id))) for one in lines]}


def _read_of_council(session: Session, at: dt.datetime, today: dt.date) -> dict[str, Any]:
    unsent = list_devices_with_unsent_work(session, MOST_UNSENT + 1)
    failed = list_unseen_failures(session, ON_TODAY + 1) if i_may("messages.read") else []
    return {
        "silence": _describe_silence(session, at),
        "to_decide": list_to_decide(session, MOST_LISTS) if i_may("imports.read") else [],
        "left_out": list_undecided_lists(session) if i_may("imports.read") else [],
        "waiting": _count_waiting(session, at),
        "markers_waiting": _count_markers(session, today) if i_may("markers.review") else {},
        "rota_gaps": len(list_gaps(session, today, LOOK_AHEAD_DAYS)) if i_may("shifts.plan") else 0,
        "nobody_by_ward": list_nobody_has_by_ward(session, today),
        "unsent": unsent[:MOST_UNSENT],
        "has_more_unsent": len(unsent) > MOST_UNSENT,
        "lost": list_devices_with_lost_work(session) if i_may("devices.revoke") else [],
        "failed_messages": [describe_message(line) for line in failed[:ON_TODAY]],
        "has_more_failed": len(failed) > ON_TODAY,
        "trend": _draw_trend(session) if i_may("figures.read") else None,
    }


def _count_waiting(session: Session, at: dt.datetime) -> dict[str, int]:
    """What waits for somebody by telephone or side by side; only what one may see to."""
    found = {}
    if i_may("contacts.call"):
        found["callbacks"] = count_calls(session, CallFilter(only_callbacks=True), at=at)
        found["calls"] = count_calls(session, CallFilter(), at=at)
    if i_may("residents.merge"):
        found["duplicates"] = count_likely_pairs(session)
    return found


def _describe_silence(session: Session, at: dt.datetime) -> str | None:
    """What of the worker stands still, and since when; None while it goes on."""
    silent = list_silent(find_heard(session), at)
    if not silent:
        return None
    what = "; ".join(text(f"today-silent-{line}") for line, _ in silent)
    heard = [heard_at for _, heard_at in silent if heard_at is not None]
    if not heard:
        return text("today-never-heard", what=what)
    return text("today-silent", what=what, at=when(min(heard), at, current_app.config["TIME_ZONE"]))


def _count_markers(session: Session, today: dt.date) -> dict[MarkerList, int]:
    """What of the register waits for somebody."""
    return {one: count_register(session, one, today) for one in (MarkerList.PROPOSED, MarkerList.DUE)}


def _draw_trend(session: Session) -> Trend:
    """The chart of the last fortnight, and its numbers by day, the newest first."""
    days = trend_days()
    by_day = count_visits_by_day(session, days)
    rows = [(day, by_day.get(day, Figures()).made, links_of(day, day, "").get("made")) for day in reversed(days.all)]
    return draw_figure(by_day, days), rows
