"""Programmes: the list, a new one, its name and rules, retiring, what was changed by whom."""

from __future__ import annotations

import uuid
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from server.domain.change_refusal import ChangeRefusedError
from server.domain.escalation import MOST_MINUTES, MOST_OPEN_HOURS
from server.domain.evidence import read_reminder_days
from server.domain.programme_rules import (
    MOST_BOUND,
    MOST_DAYS,
    MOST_POINTS,
    MOST_TRIES,
    NUMBERS,
    USUAL,
    has_bounds,
    list_rules,
    read_programme,
)
from server.domain.shipped_settings import PROGRAMME_SETTINGS
from server.office.access import allowed, me
from server.office.blueprint import office
from server.office.change_words import describe_changes
from server.office.frame import now, seen_version
from server.office.setup_forms import page_id, refuse
from server.store.change_history import list_changes
from server.store.programmes import count_cases, list_programmes
from server.store.tables import Programme
from server.store.unit_of_work import read_snapshot
from server.store.visit_forms import get_visit_form
from server.texts import text
from server.use_cases.change_programme import add_programme, change_programme, restore_programme, retire_programme

Answer = Response | str | tuple[str, int]
_BOUNDS = {
    "days": MOST_DAYS,
    "tries": MOST_TRIES,
    "minutes": MOST_MINUTES,
    "hours": MOST_OPEN_HOURS,
    "points": MOST_POINTS,
    "bound": MOST_BOUND,
}


@office.get("/programmes")
@allowed("setup.read")
def programmes_page() -> str:
    """Every programme, with how many cases are open under it."""
    with read_snapshot() as session:
        programmes, cases = list_programmes(session), count_cases(session)
    lines = [(one, cases.get(one.id, 0), _numbers_of(one.settings)) for one in programmes]
    return render_template("setup/programmes.html", lines=lines)


@office.get("/programmes/new")
@allowed("programmes.edit")
def new_programme_page() -> str:
    """Its name, and the shipped rules to begin with."""
    return _show_new({})


@office.post("/programmes/new")
@allowed("programmes.edit")
def add_new_programme() -> Answer:
    """Cases can be opened under it from now on."""
    try:
        words = read_programme(request.form, list_rules(PROGRAMME_SETTINGS))
        add_programme(words, page_id=page_id(), by_id=me().user_id, at=now())
    except ChangeRefusedError as refusal:
        return refuse(refusal, "programme", _show_new, **_BOUNDS)
    flash(text("programme-done-add"), "done")
    return redirect(url_for("office.programmes_page"), 303)


@office.get("/programmes/<uuid:programme_id>")
@allowed("setup.read")
def programme_page(programme_id: uuid.UUID) -> str:
    """One programme: its rules as they are."""
    return _show(programme_id, {})


@office.post("/programmes/<uuid:programme_id>")
@allowed("programmes.edit")
def save_programme(programme_id: uuid.UUID) -> Answer:
    """From the next no-reply, and the next look at the list of people to assign."""
    programme = _get(programme_id)
    try:
        words = read_programme(request.form, list_rules(programme.settings))
        changed = change_programme(programme_id, words, seen_version=seen_version(), by_id=me().user_id, at=now())
    except ChangeRefusedError as refusal:
        return refuse(refusal, "programme", lambda errors: _show(programme_id, errors), **_BOUNDS)
    return _done(programme_id, "change" if changed else "nothing")


@office.post("/programmes/<uuid:programme_id>/retire")
@allowed("programmes.edit")
def retire_a_programme(programme_id: uuid.UUID) -> Answer:
    """No case is opened under it any more."""
    try:
        retire_programme(programme_id, seen_version=seen_version(), by_id=me().user_id, at=now())
    except ChangeRefusedError as refusal:
        return refuse(refusal, "programme", lambda errors: _show(programme_id, errors))
    return _done(programme_id, "retire")


@office.post("/programmes/<uuid:programme_id>/restore")
@allowed("programmes.edit")
def restore_a_programme(programme_id: uuid.UUID) -> Answer:
    """Cases can be opened under it again."""
    try:
        restore_programme(programme_id, seen_version=seen_version(), by_id=me().user_id, at=now())
    except ChangeRefusedError as refusal:
        return refuse(refusal, "programme", lambda errors: _show(programme_id, errors))
    return _done(programme_id, "restore")


def _done(programme_id: uuid.UUID, what: str) -> Response:
    flash(text(f"programme-done-{what}"), "done")
    return redirect(url_for("office.programme_page", programme_id=programme_id), 303)


def _show_new(errors: dict[str, str]) -> str:
    rules = list_rules(PROGRAMME_SETTINGS)
    typed = request.form if request.form else _typed_of("", PROGRAMME_SETTINGS)
    return render_template(
        "setup/programme.html", programme=None, typed=typed, errors=errors, rules=_describe(rules), page_id=page_id(),
        **_most(),
    )  # fmt: skip


def _show(programme_id: uuid.UUID, errors: dict[str, str]) -> str:
    programme = _get(programme_id)
    with read_snapshot() as session:
        cases, changes = count_cases(session).get(programme_id, 0), list_changes(session, "programme", programme_id)
    is_typed = "name" in request.form and "state" not in errors  # what somebody else changed is shown as it is now
    return render_template(
        "setup/programme.html",
        programme=programme,
        cases=cases,
        visit_form=get_visit_form(programme),
        reminder_days=read_reminder_days(programme.settings),
        typed=request.form if is_typed else _typed_of(programme.name, programme.settings),
        errors=errors,
        rules=_describe(list_rules(programme.settings)),
        changes=describe_changes(changes),
        **_most(),
    )


def _most() -> dict[str, int]:
    return {f"most_{name}": most for name, most in _BOUNDS.items()}


def _typed_of(name: str, settings: dict[str, Any]) -> dict[str, str]:
    typed = {"name": name} | {field: str(value) for field, value in _numbers_of(settings).items()}
    for number, rule in enumerate(list_rules(settings), start=1):
        for part in ("points", "at_least", "below"):
            typed[f"{part}_{number}"] = "" if rule.get(part) is None else str(rule[part])
    return typed


def _numbers_of(settings: dict[str, Any]) -> dict[str, int]:
    return {name: settings.get(name, USUAL[name]) for name in NUMBERS}


def _describe(rules: list[dict[str, Any]]) -> list[tuple[int, str, bool]]:
    """Its number, what it is about in words, and whether it has bounds."""
    return [(number, text(f"priority-{rule['field']}"), has_bounds(rule)) for number, rule in enumerate(rules, start=1)]


def _get(programme_id: uuid.UUID) -> Programme:
    with read_snapshot() as session:
        programme = session.get(Programme, programme_id)
    if programme is None:
        abort(404)
    return programme
