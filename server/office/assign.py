"""Assign: whom nobody has, by ward and priority with reasons; give them to an officer and a day."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Sequence
from typing import Any

from flask import current_app, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from server.domain.assignment import MOST_AT_ONCE
from server.domain.next_contact import NextCode
from server.domain.operation import parse_id
from server.domain.point_map import Point
from server.domain.tile_map import Drawing
from server.office.access import allowed, me
from server.office.assigned_words import refused_words
from server.office.blueprint import office
from server.office.dates import on
from server.office.frame import council_today, now
from server.office.giving import FIELD_OF, flash_given, read_giving, say_done
from server.office.map_drawing import draw_map
from server.office.next_contact_words import next_contact_lines
from server.office.officer_list import window_words
from server.store.assignable import AssignableCase, AssignFilter, AssignOrder, WaitingVisit, list_assignable
from server.store.follow_ups import list_next_contacts
from server.store.nobody_has import count_planned_later
from server.store.officer_lists import list_leavers, list_officer_days
from server.store.programmes import list_programmes
from server.store.shifts import list_on_shift
from server.store.unit_of_work import read_snapshot
from server.texts import text
from server.use_cases.assign_visits import AssignmentRefusedError, assign_visits
from server.use_cases.record_view import record_view

SIZES = (50, 200, MOST_AT_ONCE)
FILTERS = ("ward", "programme", "points", "age", "order", "later", "show")
_OLDEST = 120


@office.get("/assign")
@allowed("visits.assign")
def assign_page() -> str:
    """The people, the officers, and the form that joins them."""
    return _show_assign(request.args.to_dict(), (), {})


@office.post("/assign")
@allowed("visits.assign")
def assign() -> Response | tuple[str, int]:
    """Give the ticked people to the officer."""
    ticked = [case_id for case_id in map(parse_id, request.form.getlist("case")) if case_id is not None]
    try:
        giving = read_giving()
        done = assign_visits(ticked, giving)
    except AssignmentRefusedError as refusal:
        errors = {FIELD_OF.get(refusal.reason, "people"): refused_words(refusal)}
        return _show_assign(request.form.to_dict(), ticked, errors), 422
    flash_given(say_done(done, "assign-done", giving), done.visit_ids, giving.at)
    kept = {name: request.form[name] for name in FILTERS if request.form.get(name)}
    return redirect(url_for("office.assign_page", **kept), 303)  # type: ignore[arg-type]  # names of query fields


def _show_assign(chosen: dict[str, str], ticked: Sequence[uuid.UUID], errors: dict[str, str]) -> str:
    record_view(action="assign.view", at=now(), user_id=me().user_id, entity_type="case")
    show, page = _read_number(chosen.get("show"), SIZES[0]), _read_number(chosen.get("page"), 1)
    show = show if show in SIZES else SIZES[0]
    wanted = AssignFilter(
        ward=chosen.get("ward") or None,
        programme_id=parse_id(chosen.get("programme")),
        least_points=_read_number(chosen.get("points"), 0),
        least_age=min(_read_number(chosen.get("age"), 0), _OLDEST),
        order=AssignOrder.AGE if chosen.get("order") == AssignOrder.AGE else AssignOrder.PRIORITY,
        is_later=bool(chosen.get("later")),
    )
    today = council_today()
    with read_snapshot() as session:
        found = list_assignable(session, wanted, today=today, size=show, page=page)
        following = list_next_contacts(session, [one.case_id for one in found.cases if one.waiting is None])
        later = count_planned_later(session, today, wanted.programme_id)
        officers = list_officer_days(session, today)
        leavers = list_leavers(session)
        on_shift = {one.officer_id: one for one in list_on_shift(session, today).get(today, [])}
        programmes = [(str(programme.id), programme.name) for programme in list_programmes(session)]
    zone = current_app.config["TIME_ZONE"]
    # Whoever is on shift comes first; the order by name stays within both.
    officers.sort(key=lambda one: one.officer_id not in on_shift)
    return render_template(
        "assign/people.html",
        cases=found.cases,
        planned={one.case_id: _planned_words(one.waiting) for one in found.cases if one.waiting is not None},
        next_lines={case_id: next_contact_lines(one) for case_id, one in following.items()},
        to_decide={case_id for case_id, one in following.items() if one.code is NextCode.PROPOSE_CLOSE},
        can_keep=any(one.waiting is not None and one.waiting.planned_on >= today for one in found.cases),
        keep=bool(chosen.get("keep")) or not errors,
        later=later,
        is_later=wanted.is_later,
        drawing=_place(found.cases),
        on_page_by_ward=sorted(Counter(one.ward for one in found.cases).items()),
        on_shift=on_shift,
        clock=lambda instant: f"{instant.astimezone(zone):%H:%M}",
        count=found.count,
        by_ward=found.by_ward,
        chosen=chosen,
        filters=(filters := {name: chosen[name] for name in FILTERS if chosen.get(name)}),
        is_narrowed=bool(filters.keys() - {"later"}),
        ticked={str(case_id) for case_id in ticked},
        all_ticked=chosen.get("tick") == "all",
        officers=officers,
        leavers=leavers,
        officer_options=[(str(officer.officer_id), officer.name) for officer in officers],
        programmes=programmes,
        day=chosen.get("day") or f"{today:%d/%m/%Y}",
        sizes=SIZES,
        show=show,
        page=page,
        more=found.count > page * show,
        errors=errors,
    )


def _place(cases: Sequence[AssignableCase]) -> Drawing:
    """Those whose position is known, on the map."""
    return draw_map(
        [
            Point(label="", latitude=one.latitude, longitude=one.longitude, kind="person")
            for one in cases
            if one.latitude is not None and one.longitude is not None
        ]
    )


def _planned_words(waiting: WaitingVisit) -> str:
    """For when a visit is planned that no officer has."""
    today = council_today()
    words = text(
        "assign-was-due" if waiting.planned_on < today else "assign-planned", day=on(waiting.planned_on, today)
    )
    window = window_words(waiting.window_from, waiting.window_to)
    return f"{words}, {window[:1].lower()}{window[1:]}" if window else words


def _read_number(typed: Any, otherwise: int) -> int:
    written = str(typed or "")
    return (
        int(written)
        if written.isascii() and written.isdigit() and 0 < len(written) <= 6 and int(written) > 0
        else otherwise
    )
