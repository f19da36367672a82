"""Shifts: who works when and where and who is on call, a week a page; plan one on several days, take one away, copy the week."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from flask import abort, current_app, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from server.domain.operation import parse_id
from server.domain.shift_hours import find_monday, find_shift, may_work, read_clock
from server.domain.words import Role, ShiftKind
from server.office.access import allowed, me
from server.office.blueprint import office
from server.office.dates import on, typed_day
from server.office.frame import council_today, now
from server.office.rota import list_gaps, list_history
from server.office.undo_offer import offer_undo
from server.store.shifts import list_shifts
from server.store.unit_of_work import read_snapshot
from server.store.users import find_user, list_users
from server.texts import text
from server.use_cases.change_shifts import ShiftKeptError, copy_week, take_shift_away
from server.use_cases.plan_shifts import PlannedShift, ShiftRefusedError, plan_shifts
from server.use_cases.record_view import record_view

KINDS = tuple(ShiftKind)
LONGEST_PLACE = 100
_ON_ROTA = (Role.OFFICER, Role.SUPERVISOR, Role.DUTY_MANAGER, Role.ADMINISTRATOR)
REACH = dt.timedelta(weeks=13)


@office.get("/shifts")
@allowed("shifts.plan")
def shifts_page() -> str:
    """One week."""
    return _show(find_monday(typed_day(request.args.get("week", "")) or council_today()), {})


@office.post("/shifts")
@allowed("shifts.plan")
def plan_shift() -> Response | tuple[str, int]:
    """Plan a shift on each ticked day."""
    monday = find_monday(typed_day(request.form.get("week", "")) or council_today())
    shifts, errors = _read_shifts()
    if errors:
        return _show(monday, errors), 422
    try:
        added = plan_shifts(shifts, by_id=me().user_id, at=now())
    except ShiftRefusedError:  # their role was changed a moment ago
        return _show(monday, {"person": text(f"shifts-wrong-person-{shifts[0].kind}")}), 422
    flash(text("shifts-planned", count=added, known=len(shifts) - added), "done")
    return _back(find_monday(shifts[0].starts_at.astimezone(current_app.config["TIME_ZONE"]).date()))


@office.post("/shifts/copy")
@allowed("shifts.plan")
def copy_shifts() -> Response:
    """Plan the same for the week after."""
    monday = typed_day(request.form.get("week", ""))
    if monday is None:
        abort(404)
    monday = find_monday(monday)
    copied = copy_week(monday, by_id=me().user_id, at=now())
    flash(text("shifts-copied", count=copied.added, left=copied.left_out), "done")
    return _back(monday + dt.timedelta(days=7))


@office.post("/shifts/<uuid:shift_id>/remove")
@allowed("shifts.plan")
def remove_shift(shift_id: uuid.UUID) -> Response:
    """Take a shift away that has not begun, with a way to plan it again."""
    monday = find_monday(typed_day(request.form.get("week", "")) or council_today())
    try:
        gone = take_shift_away(shift_id, by_id=me().user_id, at=now())
    except ShiftKeptError as refusal:
        flash(text(f"shifts-kept-{refusal.reason}"), "important")
        return _back(monday)
    zone = current_app.config["TIME_ZONE"]
    begins, ends = gone.starts_at.astimezone(zone), gone.expected_end_at.astimezone(zone)
    fields = {
        "week": monday.isoformat(),
        "person": str(gone.user_id),
        "kind": gone.kind,
        "day": begins.date().isoformat(),
        "from": f"{begins:%H:%M}",
        "to": f"{ends:%H:%M}",
        "place": gone.place or "",
    }
    offer_undo(text("shifts-removed"), text("shifts-undo"), url_for("office.plan_shift"), fields)
    return _back(monday)


def _read_shifts() -> tuple[list[PlannedShift], dict[str, str]]:
    """What the form says, or what is wrong with it by field."""
    form = request.form
    errors: dict[str, str] = {}
    person_id, place = parse_id(form.get("person")), form.get("place", "").strip()
    kind = ShiftKind(form["kind"]) if form.get("kind") in set(ShiftKind) else None
    days = [day for day in map(typed_day, form.getlist("day")) if day is not None]
    begins, ends = read_clock(form.get("from", "")), read_clock(form.get("to", ""))
    if kind is None:
        errors["kind"] = text("shifts-wrong-kind")
    if person_id is None or not _may_work(person_id, kind):
        errors["person"] = text(f"shifts-wrong-person-{kind}" if kind else "shifts-wrong-person")
    if not days:
        errors["day"] = text("shifts-wrong-day")
    for name, clock in (("from", begins), ("to", ends)):
        if clock is None:
            errors[name] = text(f"shifts-wrong-{name}")
    if len(place) > LONGEST_PLACE:
        errors["place"] = text("shifts-wrong-place", most=LONGEST_PLACE)
    if begins is not None and ends is not None and kind is ShiftKind.VISITING and ends <= begins:
        errors["to"] = text("shifts-wrong-order")
    if errors or kind is None or person_id is None or begins is None or ends is None:
        return [], errors
    spans = [find_shift(day, begins, ends) for day in days]
    return [PlannedShift(person_id, kind, *span, place=place or None) for span in spans], {}


def _may_work(person_id: uuid.UUID, kind: ShiftKind | None) -> bool:
    with read_snapshot() as session:
        user = find_user(session, person_id)
    return user is not None and user.active and (kind is None or may_work(user.role, kind))


def _show(monday: dt.date, errors: dict[str, str]) -> str:
    record_view(action="shifts.view", at=now(), user_id=me().user_id, entity_type="user")
    zone = current_app.config["TIME_ZONE"]
    days: dict[dt.date, dict[ShiftKind, list[Any]]] = {
        monday + dt.timedelta(days=number): {kind: [] for kind in KINDS} for number in range(7)
    }
    with read_snapshot() as session:
        people = [
            (str(user.id), text("shifts-person", name=user.name, role=text(f"role-{user.role}")))
            for user in list_users(session, _ON_ROTA)
        ]
        for shift, user in list_shifts(session, monday, 7):
            days[shift.starts_at.astimezone(zone).date()][ShiftKind(shift.kind)].append((shift, user))
        gaps, changes = list_gaps(session, monday, 7), list_history(session)
    return render_template(
        "assign/shifts.html",
        monday=monday,
        sunday=monday + dt.timedelta(days=6),
        days=days,
        gaps=gaps,
        changes=changes,
        is_empty=not any(found for kinds in days.values() for found in kinds.values()),
        previous_week=_week_in_reach(monday - dt.timedelta(days=7)),
        next_week=_week_in_reach(monday + dt.timedelta(days=7)),
        people=people,
        clock=lambda instant: f"{instant.astimezone(zone):%H:%M}",
        day_words=lambda day: on(day, council_today()),
        long_day=lambda day: f"{day:%A} {day.day} {day:%B}",
        may_remove=lambda shift: shift.starts_at > now() and shift.started_at is None,
        typed=request.form or {"person": request.args.get("person", "")},
        ticked_days=request.values.getlist("day"),
        errors=errors,
    )


def _back(monday: dt.date) -> Response:
    return redirect(url_for("office.shifts_page", week=monday.isoformat()), 303)


def _week_in_reach(monday: dt.date) -> dt.date | None:
    """A week that the page leads to: a calendar without an end would be walked without one. Any other opens by its address."""
    return monday if abs(monday - council_today()) <= REACH else None
