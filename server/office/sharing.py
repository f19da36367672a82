"""Share people among officers on shift, split one officer's list among others, undo either: each shown before it is done."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import Counter
from collections.abc import Sequence
from typing import Any

from flask import abort, current_app, flash, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from server.domain.assignment import MOST_AT_ONCE, Giving
from server.domain.operation import parse_id
from server.domain.sharing import Measure
from server.office.access import allowed, me
from server.office.assigned_words import assigned_words, refused_words, why_left_out
from server.office.blueprint import office
from server.office.dates import typed_day
from server.office.frame import council_today, now
from server.office.giving import flash_given
from server.office.undo_offer import read_at, say_undone
from server.store.officer_lists import list_officers
from server.store.shifts import list_on_shift
from server.store.unit_of_work import read_snapshot
from server.store.users import find_user, names_of_users
from server.texts import text
from server.use_cases.assign_visits import AssignmentRefusedError
from server.use_cases.plan_share import SharePlan, plan_share
from server.use_cases.plan_split import SplitPlan, plan_split
from server.use_cases.record_view import record_view
from server.use_cases.share_visits import share_visits
from server.use_cases.split_list import split_list
from server.use_cases.undo_giving import undo_giving

Fields = MultiDict[str, str]


@office.post("/assign/share")
@allowed("visits.assign")
def plan_sharing() -> str | tuple[str, int]:
    """Show how the ticked people would be shared. Writes nothing."""
    return _show_share(request.form)


@office.post("/assign/share/give")
@allowed("visits.assign")
def give_shared() -> Response | tuple[str, int]:
    """Give as shown."""
    parts: dict[uuid.UUID, list[uuid.UUID]] = {}
    for officer_id, case_id in _read_pairs(request.form.getlist("give")):
        parts.setdefault(officer_id, []).append(case_id)
    day = typed_day(request.form.get("day", ""))
    at = now()
    try:
        if day is None:
            raise AssignmentRefusedError("day_wrong")
        done = share_visits(parts, _giving(day, at, request.form))
    except AssignmentRefusedError as refusal:
        flash(refused_words(refusal), "important")
        return redirect(url_for("office.assign_page"), 303)
    words = text("share-done", count=len(done.visit_ids), officers=sum(map(bool, parts.values())))
    flash_given(assigned_words(words, done), done.visit_ids, at)
    return redirect(url_for("office.assign_page"), 303)


@office.get("/assign/officers/<uuid:officer_id>/split")
@allowed("visits.assign")
def split_page(officer_id: uuid.UUID) -> str | tuple[str, int]:
    """Show how the officer's list would be split."""
    return _show_split(officer_id, request.args)


@office.post("/assign/officers/<uuid:officer_id>/split")
@allowed("visits.assign")
def split(officer_id: uuid.UUID) -> Response | tuple[str, int]:
    """Split it as shown."""
    parts: dict[tuple[uuid.UUID, dt.date], list[uuid.UUID]] = {}
    for written in request.form.getlist("give"):
        head, _, day_text = written.rpartition(":")
        day = typed_day(day_text)
        for to_id, visit_id in _read_pairs([head]):
            if day is not None:
                parts.setdefault((to_id, day), []).append(visit_id)
    waiting = [one for one in map(parse_id, request.form.getlist("wait")) if one is not None]
    at = now()
    try:
        done = split_list(officer_id, parts, waiting, _giving(council_today(), at))
    except AssignmentRefusedError as refusal:
        flash(refused_words(refusal), "important")
        return redirect(url_for("office.split_page", officer_id=officer_id), 303)
    words = text("split-done", count=len(done.given.visit_ids), officers=len({one for one, _ in parts}))
    if done.waiting:
        words += " " + text("split-done-waiting", count=done.waiting)
    is_done = bool(done.given.visit_ids or done.waiting)
    flash_given(assigned_words(words, done.given), done.given.visit_ids, at, can_undo=is_done)
    return redirect(url_for("office.officer_list_page", officer_id=officer_id), 303)


@office.post("/assign/undo")
@allowed("visits.assign")
def undo_assignment() -> Response:
    """Undo what this supervisor gave at an instant, as far as nobody has begun."""
    say_undone("share-undone", undo_giving(read_at(), by_id=me().user_id, at=now()))
    return redirect(url_for("office.assign_page"), 303)


def _show_share(fields: Fields) -> str | tuple[str, int]:
    record_view(action="assign.share", at=now(), user_id=me().user_id, entity_type="case")
    cases = [case_id for case_id in map(parse_id, fields.getlist("case")) if case_id is not None]
    day = typed_day(fields.get("day", ""))
    with read_snapshot() as session:
        on_shift = list_on_shift(session, day).get(day, []) if day else []
        everybody = [(user.id, user.name) for user in list_officers(session)]
    chosen = _read_chosen(fields, [one.officer_id for one in on_shift])
    measure = _read_measure(fields)
    plan: SharePlan | None = None
    errors: dict[str, str] = {}
    try:
        if day is None:
            raise AssignmentRefusedError("day_wrong")
        plan = plan_share(cases, chosen, _giving(day, now(), fields), measure)
    except AssignmentRefusedError as refusal:
        field = "day" if refusal.reason.startswith("day") else "to"
        errors[field] = refused_words(refusal)
    page = render_template(
        "assign/share.html",
        cases=cases,
        day=fields.get("day", ""),
        keep=fields.get("keep", ""),
        plan=plan,
        left_out=_why_sentences(plan),
        wards=_count_wards(plan),
        measure=measure,
        **_hands(on_shift, everybody, chosen),
        errors=errors,
    )
    return (page, 422) if errors else page


def _show_split(officer_id: uuid.UUID, fields: Fields) -> str | tuple[str, int]:
    record_view(action="assign.split", at=now(), user_id=me().user_id, entity_type="user", entity_id=officer_id)
    with read_snapshot() as session:
        officer = find_user(session, officer_id)
        if officer is None:
            abort(404)
        name = officer.name
        on_shift = [
            one
            for one in list_on_shift(session, council_today()).get(council_today(), [])
            if one.officer_id != officer_id
        ]
        everybody = [(user.id, user.name) for user in list_officers(session) if user.id != officer_id]
    chosen = _read_chosen(fields, [one.officer_id for one in on_shift])
    measure, only_today = _read_measure(fields), fields.get("days") != "all"
    plan: SplitPlan | None = None
    errors: dict[str, str] = {}
    try:
        plan = plan_split(
            officer_id, chosen, only_today=only_today, giving=_giving(council_today(), now()), measure=measure
        )
    except AssignmentRefusedError as refusal:
        if refusal.reason != "nobody_chosen":
            errors["to"] = refused_words(refusal)
    page = render_template(
        "assign/split.html",
        officer_id=officer_id,
        officer_name=name,
        plan=plan,
        staying=_why_staying(plan),
        measure=measure,
        only_today=only_today,
        **_hands(on_shift, everybody, chosen),
        errors=errors,
    )
    return (page, 422) if errors and "to" in fields else page


def _hands(
    on_shift: Sequence[Any], everybody: Sequence[tuple[uuid.UUID, str]], chosen: Sequence[uuid.UUID]
) -> dict[str, Any]:
    """Those on shift first, with their hours; then everybody else who may visit."""
    working = {one.officer_id for one in on_shift}
    zone = current_app.config["TIME_ZONE"]
    return {
        "on_shift": on_shift,
        "others": [(officer_id, name) for officer_id, name in everybody if officer_id not in working],
        "chosen": set(chosen),
        "clock": lambda instant: f"{instant.astimezone(zone):%H:%M}",
        "most": MOST_AT_ONCE,
    }


def _why_sentences(plan: SharePlan | None) -> list[str]:
    if plan is None:
        return []
    with read_snapshot() as session:
        names = {user.id: user.name for user in list_officers(session)}
    return [why_left_out(one, names) for one in plan.left_out]


def _why_staying(plan: SplitPlan | None) -> list[str]:
    if plan is None:
        return []
    with read_snapshot() as session:
        names = names_of_users(session, {one.officer_id for one in plan.staying})
    return [why_left_out(one, names) for one in plan.staying]


def _count_wards(plan: SharePlan | None) -> dict[uuid.UUID, str]:
    """By officer, in which wards: "Coulsdon 12, Purley 3"."""
    if plan is None:
        return {}
    return {
        part.officer_id: ", ".join(
            f"{ward or text('assign-ward-unknown')} {count}" for ward, count in Counter(part.wards).most_common()
        )
        for part in plan.parts
    }


def _read_chosen(fields: Fields, otherwise: Sequence[uuid.UUID]) -> list[uuid.UUID]:
    """Who is ticked; before anybody could tick, those on shift."""
    if "chose" not in fields:
        return list(otherwise)
    return [one for one in map(parse_id, fields.getlist("to")) if one is not None]


def _read_measure(fields: Fields) -> Measure:
    return Measure.HOURS if fields.get("measure") == Measure.HOURS else Measure.VISITS


def _read_pairs(written: Sequence[str]) -> list[tuple[uuid.UUID, uuid.UUID]]:
    """Two ids with a colon between, as the form carries them; what is none is left away."""
    pairs = [(parse_id(one.partition(":")[0]), parse_id(one.partition(":")[2])) for one in written]
    return [(first, second) for first, second in pairs if first is not None and second is not None]


def _giving(day: dt.date, at: dt.datetime, fields: Fields | None = None) -> Giving:
    """The day, by whom and when; to whom is each part's own."""
    keeps_plan = bool(fields is not None and fields.get("keep"))
    return Giving(officer_id=me().user_id, planned_on=day, by_id=me().user_id, at=at, keeps_plan=keeps_plan)
