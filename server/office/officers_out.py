"""Who is out: who is out alone, until when, when they were last heard of; recording what an officer says by telephone. Alarms first."""

from __future__ import annotations

import uuid
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from server.domain.lone_working import LONGEST, CheckInKind, read_rules
from server.office.access import allowed, me
from server.office.blueprint import office
from server.office.frame import now
from server.store.lone_working import find_last_contacts, find_last_words, list_out, list_rules_settings
from server.store.office_alerts import list_alarms
from server.store.tables import Shift
from server.store.unit_of_work import read_snapshot
from server.texts import text
from server.use_cases.record_view import record_view
from server.use_cases.take_check_in import CheckInRefusedError, record_check_in


@office.get("/officers-out")
@allowed("lone_working.read")
def officers_out_page() -> str:
    """Whose clock runs out first comes first."""
    record_view(action="lone_working.list", at=now(), user_id=me().user_id, entity_type="user")
    with read_snapshot() as session:
        return render_template("office/officers_out.html", alarms=list_alarms(session), out=describe_out(session))


@office.get("/officers-out/<uuid:shift_id>")
@allowed("lone_working.record")
def check_in_page(shift_id: uuid.UUID) -> str:
    """What one officer says by telephone."""
    return _show(shift_id, {})


@office.post("/officers-out/<uuid:shift_id>")
@allowed("lone_working.record")
def save_check_in(shift_id: uuid.UUID) -> Response | tuple[str, int]:
    """The clock moves or stops by it."""
    try:
        name = record_check_in(
            shift_id, request.form.get("kind", ""), request.form.get("note", ""), by_id=me().user_id, at=now()
        )
    except CheckInRefusedError as refusal:
        if refusal.reason == "not_found":
            abort(404)
        if refusal.reason == "not_begun":
            flash(text("out-refused-not_begun"), "important")
            return redirect(url_for("office.officers_out_page"), 303)
        field = "kind" if refusal.reason == "kind_missing" else "note"
        return _show(shift_id, {field: text(f"out-refused-{refusal.reason}")}), 422
    flash(text("out-done", name=name), "done")
    return redirect(url_for("office.officers_out_page"), 303)


def _show(shift_id: uuid.UUID, errors: dict[str, str]) -> str:
    with read_snapshot() as session:
        one = next((line for line in describe_out(session) if line["shift"].id == shift_id), None)
    if one is None:
        abort(404)
    record_view(
        action="lone_working.list", at=now(), user_id=me().user_id, entity_type="user", entity_id=one["officer"].id
    )
    return render_template("office/check_in.html", one=one, kinds=list(CheckInKind), typed=request.form, errors=errors)


def describe_out(session: Session) -> list[dict[str, Any]]:
    """One line for each shift, with how its clock stands: `late` once the grace is over, `due` once its time has passed."""
    grace = read_rules(list_rules_settings(session)).grace
    lines = list_out(session, now())
    officer_ids = [officer.id for _, officer in lines]
    contacts, words = find_last_contacts(session, officer_ids), find_last_words(session, officer_ids, now() - LONGEST)
    return [
        {
            "shift": shift,
            "officer": officer,
            "due_at": _due_at(shift),
            "state": "late" if _due_at(shift) + grace <= now() else "due" if _due_at(shift) <= now() else "out",
            "contact_at": contacts.get(officer.id),
            "word": words.get(officer.id),
        }
        for shift, officer in lines
    ]


def _due_at(shift: Shift) -> Any:
    return shift.next_contact_at or shift.expected_end_at
