"""Reads from a form to whom visits are given and for when, and says what became of it: with an undo, and a warning where no clock runs."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection
from typing import Any

from flask import flash, request, url_for

from server.domain.assignment import Giving
from server.domain.operation import parse_id
from server.domain.visit_window import Window, WindowWrongError, read_window
from server.office.access import me
from server.office.assigned_words import assigned_words
from server.office.dates import on, typed_day
from server.office.frame import council_today, now
from server.office.undo_offer import at_of, offer_undo
from server.store.unit_of_work import read_snapshot
from server.store.users import names_of_users
from server.store.without_clock import list_given_off_shift
from server.texts import text
from server.use_cases.assign_visits import Assigned, AssignmentRefusedError

# What a refusal hangs on: the field to point at.
FIELD_OF = {
    "no_officer": "officer",
    "day_past": "day",
    "day_wrong": "day",
    "reason_too_long": "pair_reason",
    "no_second": "second",
    "unwanted_reason_too_long": "unwanted_reason",
    "from_wrong": "from",
    "to_wrong": "to",
    "times_crossed": "to",
}


def read_giving() -> Giving:
    """To whom and for when, as the form says. Raises AssignmentRefusedError."""
    officer_id = parse_id(request.form.get("officer"))
    if officer_id is None:
        raise AssignmentRefusedError("no_officer")
    day = typed_day(request.form.get("day", ""))
    if day is None:
        raise AssignmentRefusedError("day_wrong")
    return Giving(
        officer_id=officer_id,
        planned_on=day,
        by_id=me().user_id,
        at=now(),
        pair_reason=request.form.get("pair_reason", "").strip() or None,
        second_id=parse_id(request.form.get("second")),
        keeps_plan=bool(request.form.get("keep")),
        window=read_times(),
        unwanted_reason=request.form.get("unwanted_reason", "").strip() or None,
    )


def read_times() -> Window:
    """From when to when, as the form says. Raises AssignmentRefusedError."""
    try:
        return read_window(request.form.get("from", ""), request.form.get("to", ""))
    except WindowWrongError as error:
        raise AssignmentRefusedError(error.reason) from error


def say_done(done: Assigned, name: str, giving: Giving | None = None) -> str:
    """What became of it: how many, to whom and for when, and who was left out."""
    officer = ""
    if giving is not None:
        with read_snapshot() as session:
            officer = names_of_users(session, [giving.officer_id]).get(giving.officer_id, "")
    day = on(giving.planned_on, council_today()) if giving else ""
    return assigned_words(text(name, count=len(done.visit_ids), officer=officer, day=day), done)


def flash_given(words: str, visit_ids: Collection[uuid.UUID], at: dt.datetime, *, can_undo: bool | None = None) -> None:
    """What was done at that instant, with the undo of it, and of whom no clock of lone working would know on their day.

    `can_undo`: where more was done than these visits say, such as taking some back.
    """
    is_done = bool(visit_ids) if can_undo is None else can_undo
    if is_done:
        offer_undo(words, text("share-undo"), url_for("office.undo_assignment"), at_of(at))
    else:
        flash(words, "important")
    with read_snapshot() as session:
        for day, users in list_given_off_shift(session, visit_ids):
            names = ", ".join(user.name for user in users)
            warning: dict[str, Any] = {
                "words": text("clock-none", count=len(users), names=names, day=on(day, council_today())),
                "link_words": text("clock-plan-shift"),
                "link_url": url_for("office.shifts_page", week=day, day=day, person=users[0].id) + "#person",
            }
            flash(warning, "important")  # type: ignore[arg-type]
