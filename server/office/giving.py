"""Reads from a form to whom visits are given and for when, and says in sentences what became of it."""

from __future__ import annotations

from flask import request

from server.domain.assignment import Giving
from server.domain.import_dates import read_date
from server.domain.operation import parse_id
from server.office.access import me
from server.office.assigned_words import assigned_words
from server.office.dates import on
from server.office.frame import council_today, now
from server.store.unit_of_work import read_snapshot
from server.store.users import names_of_users
from server.texts import text
from server.use_cases.assign_visits import Assigned, AssignmentRefusedError

# What a refusal hangs on: the field to point at.
FIELD_OF = {
    "no_officer": "officer",
    "day_past": "day",
    "day_wrong": "day",
    "reason_too_long": "pair_reason",
    "no_second": "second",
}


def read_giving() -> Giving:
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
        second_id=parse_id(request.form.get("second")),
    )


def say_done(done: Assigned, name: str, giving: Giving | None = None) -> str:
    """What became of it: how many, to whom and for when, and who was left out."""
    officer = ""
    if giving is not None:
        with read_snapshot() as session:
            officer = names_of_users(session, [giving.officer_id]).get(giving.officer_id, "")
    day = on(giving.planned_on, council_today()) if giving else ""
    return assigned_words(text(name, count=len(done.visit_ids), officer=officer, day=day), done)
