"""The telephone numbers that every phone keeps for the door: the list, a new one, a change, and what was changed by whom."""

from __future__ import annotations

import uuid

from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from server.domain.change_refusal import ChangeRefusedError
from server.office.access import allowed, me
from server.office.blueprint import office
from server.office.change_words import describe_changes
from server.office.frame import now, seen_version
from server.office.setup_forms import page_id, refuse
from server.store.change_history import list_changes
from server.store.duty_numbers import list_duty_numbers
from server.store.tables import DutyNumber
from server.store.unit_of_work import read_snapshot
from server.texts import text
from server.use_cases.change_duty_number import HOURS, add_duty_number, change_duty_number, read_duty_number

Answer = Response | str | tuple[str, int]


@office.get("/duty-numbers")
@allowed("setup.read")
def duty_numbers_page() -> str:
    """In the order in which phones show them."""
    with read_snapshot() as session:
        numbers = list_duty_numbers(session)
    return render_template("setup/duty_numbers.html", numbers=numbers)


@office.get("/duty-numbers/new")
@allowed("duty_numbers.edit")
def new_duty_number_page() -> str:
    """Its name, the number, when it answers."""
    return _show_new({})


@office.post("/duty-numbers/new")
@allowed("duty_numbers.edit")
def add_new_duty_number() -> Answer:
    """Phones have it after their next pull."""
    try:
        words = read_duty_number(request.form)
        add_duty_number(words, page_id=page_id(), by_id=me().user_id, at=now())
    except ChangeRefusedError as refusal:
        return refuse(refusal, "duty-number", _show_new)
    flash(text("duty-number-done-add"), "done")
    return redirect(url_for("office.duty_numbers_page"), 303)


@office.get("/duty-numbers/<uuid:number_id>")
@allowed("setup.read")
def duty_number_page(number_id: uuid.UUID) -> str:
    """One number as it is."""
    return _show(number_id, {})


@office.post("/duty-numbers/<uuid:number_id>")
@allowed("duty_numbers.edit")
def save_duty_number(number_id: uuid.UUID) -> Answer:
    """Phones have it after their next pull."""
    try:
        words = read_duty_number(request.form)
        changed = change_duty_number(number_id, words, seen_version=seen_version(), by_id=me().user_id, at=now())
    except ChangeRefusedError as refusal:
        return refuse(refusal, "duty-number", lambda errors: _show(number_id, errors))
    flash(text("duty-number-done-change" if changed else "duty-number-done-nothing"), "done")
    return redirect(url_for("office.duty_number_page", number_id=number_id), 303)


def _show_new(errors: dict[str, str]) -> str:
    with read_snapshot() as session:
        last = max((one.position for one in list_duty_numbers(session)), default=0)
    typed = request.form or {"position": str(last + 1)}
    return render_template(
        "setup/duty_number.html", number=None, typed=typed, errors=errors, hours=_hours(), page_id=page_id()
    )


def _show(number_id: uuid.UUID, errors: dict[str, str]) -> str:
    with read_snapshot() as session:
        number = session.get(DutyNumber, number_id)
        if number is None:
            abort(404)
        changes = list_changes(session, "duty_number", number_id)
    is_typed = "label" in request.form and "state" not in errors  # what somebody else changed is shown as it is now
    as_it_is = {"label": number.label, "telephone": number.telephone, "hours": number.hours}
    return render_template(
        "setup/duty_number.html",
        number=number,
        typed=request.form if is_typed else as_it_is | {"position": str(number.position)},
        errors=errors,
        hours=_hours(),
        changes=describe_changes(changes),
    )


def _hours() -> list[tuple[str, str]]:
    return [(hours, text(f"duty-hours-{hours}")) for hours in HOURS]
