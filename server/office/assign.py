"""Assign: whom nobody has, by ward and priority with reasons; give them to an officer and a day; move visits and take them back."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from typing import Any

from flask import abort, current_app, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from server.domain.assignment import MOST_AT_ONCE, Giving
from server.domain.import_dates import read_date
from server.domain.operation import parse_id
from server.office.access import allowed, me
from server.office.blueprint import office
from server.office.dates import on
from server.office.frame import now
from server.store.assignable import AssignFilter, list_assignable
from server.store.officer_lists import list_officer_days, list_officers, list_undone_visits
from server.store.programmes import list_programmes
from server.store.unit_of_work import read_snapshot
from server.store.users import find_user, names_of_users
from server.texts import text
from server.use_cases.assign_visits import Assigned, AssignmentRefusedError, LeftOut, assign_visits
from server.use_cases.reassign_visits import SeenVisit, reassign_visits
from server.use_cases.record_view import record_view
from server.use_cases.take_back_visits import take_back_visits

SIZES = (50, 200, MOST_AT_ONCE)
MOST_NAMED = 10
# What a refusal hangs on: the field to point at.
_FIELD_OF = {"no_officer": "officer", "day_past": "day", "day_wrong": "day", "reason_too_long": "pair_reason"}


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
        giving = _read_giving()
        done = assign_visits(ticked, giving)
    except AssignmentRefusedError as refusal:
        errors = {_FIELD_OF.get(refusal.reason, "people"): text(f"assign-refused-{refusal.reason}", most=MOST_AT_ONCE)}
        return _show_assign(request.form.to_dict(), ticked, errors), 422
    flash(_words(done, "assign-done", giving), "done")
    kept = {name: request.form[name] for name in ("ward", "programme", "points", "show") if request.form.get(name)}
    return redirect(url_for("office.assign_page", **kept), 303)  # type: ignore[arg-type]  # names of query fields


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
        giving = _read_giving()
        done = reassign_visits(_read_seen(officer_id), giving)
    except AssignmentRefusedError as refusal:
        field = _FIELD_OF.get(refusal.reason, "people")
        return _show_officer(officer_id, {field: text(f"assign-refused-{refusal.reason}", most=MOST_AT_ONCE)}), 422
    flash(_words(done, "assign-moved", giving), "done")
    return redirect(url_for("office.officer_list_page", officer_id=officer_id), 303)


@office.post("/assign/officers/<uuid:officer_id>/take-back")
@allowed("visits.assign")
def take_back(officer_id: uuid.UUID) -> Response | tuple[str, int]:
    """Take the ticked visits back."""
    try:
        done = take_back_visits(
            _read_seen(officer_id), reason=request.form.get("reason", ""), by_id=me().user_id, at=now()
        )
    except AssignmentRefusedError as refusal:
        return _show_officer(officer_id, {"people": text(f"assign-refused-{refusal.reason}", most=MOST_AT_ONCE)}), 422
    flash(_words(done, "assign-taken-back"), "done")
    return redirect(url_for("office.officer_list_page", officer_id=officer_id), 303)


def _show_assign(chosen: dict[str, str], ticked: Sequence[uuid.UUID], errors: dict[str, str]) -> str:
    record_view(action="assign.view", at=now(), user_id=me().user_id, entity_type="case")
    show, page = _read_number(chosen.get("show"), SIZES[0]), _read_number(chosen.get("page"), 1)
    show = show if show in SIZES else SIZES[0]
    wanted = AssignFilter(
        ward=chosen.get("ward") or None,
        programme_id=parse_id(chosen.get("programme")),
        least_points=_read_number(chosen.get("points"), 0),
    )
    with read_snapshot() as session:
        found = list_assignable(session, wanted, today=_today())
        officers = list_officer_days(session, _today())
        programmes = [(str(programme.id), programme.name) for programme in list_programmes(session)]
    first = (page - 1) * show
    return render_template(
        "assign/people.html",
        cases=found.cases[first : first + show],
        count=len(found.cases),
        by_ward=found.by_ward,
        chosen=chosen,
        filters={name: chosen[name] for name in ("ward", "programme", "points", "show") if chosen.get(name)},
        ticked={str(case_id) for case_id in ticked},
        all_ticked=chosen.get("tick") == "all",
        officers=officers,
        officer_options=[(str(officer.officer_id), officer.name) for officer in officers],
        programmes=programmes,
        day=chosen.get("day") or f"{_today():%d/%m/%Y}",
        sizes=SIZES,
        show=show,
        page=page,
        more=len(found.cases) > first + show,
        errors=errors,
    )


def _show_officer(officer_id: uuid.UUID, errors: dict[str, str]) -> str:
    record_view(action="assign.officer", at=now(), user_id=me().user_id, entity_type="user", entity_id=officer_id)
    with read_snapshot() as session:
        officer = find_user(session, officer_id)
        if officer is None:
            abort(404)
        visits = list_undone_visits(session, officer_id)
        officers = [(str(user.id), user.name) for user in list_officers(session)]
        name = officer.name
    return render_template(
        "assign/officer.html",
        officer_id=officer_id,
        officer_name=name,
        visits=visits,
        officer_options=officers,
        day=request.form.get("day") or f"{_today():%d/%m/%Y}",
        ticked=set(request.form.getlist("visit")),
        all_ticked=request.args.get("tick") == "all",
        today=_today(),
        errors=errors,
    )


def _read_giving() -> Giving:
    """To whom and for when, as the form says. Raises AssignmentRefusedError."""
    officer_id = parse_id(request.form.get("officer"))
    if officer_id is None:
        raise AssignmentRefusedError("no_officer")
    day = read_date(request.form.get("day", "")).value
    if day is None:
        raise AssignmentRefusedError("day_wrong")
    return Giving(
        officer_id=officer_id,
        planned_on=day,
        by_id=me().user_id,
        at=now(),
        pair_reason=request.form.get("pair_reason", "").strip() or None,
    )


def _read_seen(officer_id: uuid.UUID) -> list[SeenVisit]:
    ids = [visit_id for visit_id in map(parse_id, request.form.getlist("visit")) if visit_id is not None]
    return [SeenVisit(visit_id, officer_id) for visit_id in ids]


def _words(done: Assigned, name: str, giving: Giving | None = None) -> str:
    """What became of it, in sentences: how many, to whom and for when, and who was left out and why."""
    with read_snapshot() as session:
        concerned = {one.officer_id for one in done.left_out} | ({giving.officer_id} if giving else set())
        names = names_of_users(session, concerned)
    officer = names.get(giving.officer_id, "") if giving else ""
    day = on(giving.planned_on, _today()) if giving else ""
    sentences = [text(name, count=len(done.visit_ids), officer=officer, day=day)]
    if done.left_out:
        sentences.append(text("assign-left-out", count=len(done.left_out)))
        sentences += [_why(one, names) for one in done.left_out[:MOST_NAMED]]
        if len(done.left_out) > MOST_NAMED:
            sentences.append(text("assign-left-out-more", count=len(done.left_out) - MOST_NAMED))
    return " ".join(sentences)


def _why(one: LeftOut, names: dict[uuid.UUID, str]) -> str:
    officer = names.get(one.officer_id, "") if one.officer_id else ""
    day = on(one.day, _today()) if one.day else ""
    return text(
        f"assign-why-{one.why}",
        name=one.name or text("assign-no-name"),
        officer=officer or text("assign-nobody"),
        day=day,
    )


def _today() -> dt.date:
    return now().astimezone(current_app.config["TIME_ZONE"]).date()


def _read_number(typed: Any, otherwise: int) -> int:
    written = str(typed or "")
    return (
        int(written)
        if written.isascii() and written.isdigit() and 0 < len(written) <= 6 and int(written) > 0
        else otherwise
    )
