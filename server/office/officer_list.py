"""One officer's list of visits that are not done: its order, moving visits to others or other days, taking them back."""

from __future__ import annotations

import datetime as dt
import itertools
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from server.domain.day_order import Door, find_length
from server.domain.operation import parse_id
from server.domain.point_map import Point
from server.domain.tile_map import Drawing
from server.office.access import allowed, me
from server.office.assigned_words import refused_words
from server.office.blueprint import office
from server.office.dates import on, typed_day
from server.office.frame import council_today, now
from server.office.giving import FIELD_OF, flash_given, read_giving, read_times, say_done
from server.office.map_drawing import draw_map
from server.store.lone_working import list_watched
from server.store.officer_lists import ListedVisit, list_officers, list_undone_visits
from server.store.pairs import list_seconds
from server.store.unit_of_work import read_snapshot
from server.store.users import find_user, names_of_users
from server.texts import text
from server.use_cases.assign_visits import AssignmentRefusedError
from server.use_cases.order_list import move_in_list, order_list_anew
from server.use_cases.reassign_visits import SeenVisit, reassign_visits
from server.use_cases.record_view import record_view
from server.use_cases.set_visit_times import set_visit_times
from server.use_cases.take_back_visits import take_back_visits

_DIRECTIONS = {"earlier": True, "later": False}


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedStop:
    """The visits behind one door."""

    number: int
    lines: tuple[ListedVisit, ...]
    window: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedDay:
    """One day of the list: its stops in their order, how long the way is (None: not all places are known), and its map."""

    day: dt.date
    stops: tuple[ListedStop, ...]
    metres: int | None
    without_place: int
    by_hand: bool
    drawing: Drawing

    @property
    def count(self) -> int:
        """Visits of the day."""
        return sum(len(stop.lines) for stop in self.stops)


@office.get("/assign/officers/<uuid:officer_id>")
@allowed("visits.assign")
def officer_list_page(officer_id: uuid.UUID) -> str:
    """An officer's visits that are not done."""
    return _show_officer(officer_id, {})


@office.post("/assign/officers/<uuid:officer_id>/move")
@allowed("visits.assign")
def move_visits(officer_id: uuid.UUID) -> Response | tuple[str, int]:
    """Give the ticked visits to another officer or day."""
    try:
        giving = read_giving()
        done = reassign_visits(_read_seen(officer_id), giving)
    except AssignmentRefusedError as refusal:
        field = FIELD_OF.get(refusal.reason, "people")
        return _show_officer(officer_id, {field: refused_words(refusal)}), 422
    flash_given(say_done(done, "assign-moved", giving), done.visit_ids, giving.at)
    return redirect(url_for("office.officer_list_page", officer_id=officer_id), 303)


@office.post("/assign/officers/<uuid:officer_id>/take-back")
@allowed("visits.assign")
def take_back(officer_id: uuid.UUID) -> Response | tuple[str, int]:
    """Take the ticked visits back."""
    at = now()
    try:
        done = take_back_visits(
            _read_seen(officer_id), reason=request.form.get("reason", ""), by_id=me().user_id, at=at
        )
    except AssignmentRefusedError as refusal:
        return _show_officer(officer_id, {"people": refused_words(refusal)}), 422
    flash_given(say_done(done, "assign-taken-back"), (), at, can_undo=bool(done.visit_ids))
    return redirect(url_for("office.officer_list_page", officer_id=officer_id), 303)


@office.post("/assign/officers/<uuid:officer_id>/times")
@allowed("visits.assign")
def set_times(officer_id: uuid.UUID) -> Response | tuple[str, int]:
    """Set the time of day of the ticked visits; fields left empty take it away."""
    try:
        visit_ids = [one.visit_id for one in _read_seen(officer_id)]
        if not visit_ids:
            raise AssignmentRefusedError("nobody_chosen")
        changed = set_visit_times(visit_ids, read_times(), by_id=me().user_id, at=now())
    except AssignmentRefusedError as refusal:
        field = FIELD_OF.get(refusal.reason, "people")
        return _show_officer(officer_id, {field: refused_words(refusal)}), 422
    flash(text("assign-times-done", count=changed), "done")
    return redirect(url_for("office.officer_list_page", officer_id=officer_id), 303)


@office.post("/assign/officers/<uuid:officer_id>/order")
@allowed("visits.assign")
def move_stop(officer_id: uuid.UUID) -> Response:
    """Move one stop up or down by one."""
    visit_text, _, direction = request.form.get("step", "").partition(":")
    visit_id, day = parse_id(visit_text), typed_day(request.form.get("of", ""))
    if visit_id is None or day is None or direction not in _DIRECTIONS:
        abort(404)
    moved = move_in_list(officer_id, day, visit_id, earlier=_DIRECTIONS[direction], by_id=me().user_id, at=now())
    flash(text("order-moved" if moved else "order-not-moved"), "done" if moved else "important")
    return redirect(f"{url_for('office.officer_list_page', officer_id=officer_id)}#stop-{visit_id}", 303)


@office.post("/assign/officers/<uuid:officer_id>/order-anew")
@allowed("visits.assign")
def order_anew(officer_id: uuid.UUID) -> Response:
    """Order a day by place and time window again."""
    day = typed_day(request.form.get("of", ""))
    if day is None:
        abort(404)
    order_list_anew(officer_id, day, by_id=me().user_id, at=now())
    flash(text("order-anew-done", day=on(day, council_today())), "done")
    return redirect(url_for("office.officer_list_page", officer_id=officer_id), 303)


def _show_officer(officer_id: uuid.UUID, errors: dict[str, str]) -> str:
    record_view(action="assign.officer", at=now(), user_id=me().user_id, entity_type="user", entity_id=officer_id)
    with read_snapshot() as session:
        officer = find_user(session, officer_id)
        if officer is None:
            abort(404)
        visits = list_undone_visits(session, officer_id)
        officers = [(str(user.id), user.name) for user in list_officers(session)]
        along = list_seconds(session, [line.visit.id for line in visits])
        watched = list_watched(session, [line.visit.id for line in visits])
        names = names_of_users(session, {*along.values(), *(line.visit.officer_id for line in visits)})
        name = officer.name
    return render_template(
        "assign/officer.html",
        officer_id=officer_id,
        officer_name=name,
        visits=visits,
        seconds={visit_id: names.get(user_id, "") for visit_id, user_id in along.items()},
        leads={
            line.visit.id: names.get(line.visit.officer_id, "")
            for line in visits
            if line.visit.officer_id is not None and line.visit.officer_id != officer_id
        },
        days=_by_day(visits),
        without_time={line.visit.id for line in visits if line.visit.id in watched and not line.visit.window_to},
        typed=request.form,
        officer_options=officers,
        day=request.form.get("day") or f"{council_today():%d/%m/%Y}",
        ticked=set(request.values.getlist("visit")),
        all_ticked=request.args.get("tick") == "all",
        today=council_today(),
        errors=errors,
    )


def _by_day(visits: Sequence[ListedVisit]) -> list[ListedDay]:
    """Stops by day, in the order of the list."""
    days = []
    for day, group in itertools.groupby(visits, key=lambda line: line.visit.planned_on):
        lines = list(group)
        by_door = [
            tuple(at_door)
            for _, at_door in itertools.groupby(lines, key=lambda line: line.visit.address_id or line.visit.id)
        ]
        stops = tuple(
            ListedStop(number=number, lines=at_door, window=_window(at_door))
            for number, at_door in enumerate(by_door, start=1)
        )
        points = [_as_point(stop) for stop in stops]
        known = [point for point in points if point is not None]
        days.append(
            ListedDay(
                day=day,
                stops=stops,
                metres=find_length([_as_door(stop) for stop in stops]),
                without_place=len(stops) - len(known),
                by_hand=any(line.visit.placed_by_hand for line in lines),
                drawing=draw_map(known),
            )
        )
    return days


def _as_point(stop: ListedStop) -> Point | None:
    address = stop.lines[0].address
    if address is None or address.latitude is None or address.longitude is None:
        return None
    return Point(label=str(stop.number), latitude=address.latitude, longitude=address.longitude)


def _as_door(stop: ListedStop) -> Door[int]:
    address = stop.lines[0].address
    return Door(
        name=stop.number,
        latitude=address.latitude if address else None,
        longitude=address.longitude if address else None,
    )


def _window(lines: Sequence[ListedVisit]) -> str:
    """The times of all behind one door in words, "" where there are none."""
    begins = max(filter(None, (line.visit.window_from for line in lines)), default=None)
    return window_words(begins, min(filter(None, (line.visit.window_to for line in lines)), default=None))


def window_words(begins: str | None, ends: str | None) -> str:
    """The time of day of a visit, "" where there is none."""
    begins, ends = (begins or "")[:5], (ends or "")[:5]
    if begins and ends:
        return text("order-window-between", begins=begins, ends=ends)
    if begins or ends:
        return text("order-window-from", begins=begins) if begins else text("order-window-to", ends=ends)
    return ""


def _read_seen(officer_id: uuid.UUID) -> list[SeenVisit]:
    ids = [visit_id for visit_id in map(parse_id, request.form.getlist("visit")) if visit_id is not None]
    return [SeenVisit(visit_id, officer_id) for visit_id in ids]
