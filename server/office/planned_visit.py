"""One visit that is to be made: plan one for a person, and cancel one with a reason and an undo. Moving and giving are on Assign."""

from __future__ import annotations

import uuid

from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from server.domain.names import full_name
from server.domain.operation import parse_id
from server.office.access import allowed, me
from server.office.assigned_words import refused_words, why_left_out
from server.office.blueprint import office
from server.office.frame import council_today, now
from server.office.giving import FIELD_OF, flash_given, read_giving, say_done
from server.office.undo_offer import at_of, offer_undo, read_at
from server.store.day_loads import list_cases
from server.store.markers import list_markers, paired_ids
from server.store.office_visit import find_office_visit
from server.store.officer_lists import list_officers
from server.store.unit_of_work import read_snapshot
from server.store.users import names_of_users
from server.texts import text
from server.use_cases.assign_visits import AssignmentRefusedError, LeftOut, assign_visits
from server.use_cases.cancel_visit import LONGEST_REASON, VisitKeptError, cancel_visit, undo_cancelling
from server.use_cases.reassign_visits import SeenVisit
from server.use_cases.record_view import record_view

Answer = Response | str | tuple[str, int]


@office.get("/cases/<uuid:case_id>/visit")
@allowed("visits.assign")
def plan_visit_page(case_id: uuid.UUID) -> str:
    """To whom, and for when."""
    return _show_plan(case_id, {})


@office.post("/cases/<uuid:case_id>/visit")
@allowed("visits.assign")
def plan_visit(case_id: uuid.UUID) -> Answer:
    """A visit for this person, or the one that waits for an officer; what stands against assigning stands against this."""
    try:
        giving = read_giving()
        done = assign_visits([case_id], giving)
    except AssignmentRefusedError as refusal:
        return _show_plan(case_id, {FIELD_OF.get(refusal.reason, "state"): refused_words(refusal)}), 422
    if not done.visit_ids:
        return _show_plan(case_id, {"state": _why(done.left_out[0])}), 409
    flash_given(say_done(done, "assign-done", giving), done.visit_ids, giving.at)
    return redirect(url_for("office.visit_page", visit_id=done.visit_ids[0]), 303)


@office.get("/visits/<uuid:visit_id>/cancel")
@allowed("visits.assign")
def cancel_visit_page(visit_id: uuid.UUID) -> str:
    """What it means, and why it is done."""
    return _show_cancel(visit_id, {})


@office.post("/visits/<uuid:visit_id>/cancel")
@allowed("visits.assign")
def cancel_planned_visit(visit_id: uuid.UUID) -> Answer:
    """Cancel it."""
    at, seen = now(), SeenVisit(visit_id, parse_id(request.form.get("officer")))
    try:
        cancel_visit(seen, request.form.get("reason", ""), by_id=me().user_id, at=at)
    except VisitKeptError as refusal:
        if refusal.reason == "not_found":
            abort(404)
        is_field = refusal.reason.startswith("reason")
        words = text(f"visit-kept-{refusal.reason}", most=LONGEST_REASON)
        return _show_cancel(visit_id, {"reason" if is_field else "state": words}), 422 if is_field else 409
    undo_url = url_for("office.undo_cancelled_visit", visit_id=visit_id)
    offer_undo(text("visit-cancel-done"), text("visit-cancel-undo"), undo_url, at_of(at))
    return redirect(url_for("office.visit_page", visit_id=visit_id), 303)


@office.post("/visits/<uuid:visit_id>/cancel/undo")
@allowed("visits.assign")
def undo_cancelled_visit(visit_id: uuid.UUID) -> Response:
    """Plan it again, for who had it."""
    try:
        undo_cancelling(visit_id, read_at(), by_id=me().user_id, at=now())
    except VisitKeptError as refusal:
        if refusal.reason == "not_found":
            abort(404)
        flash(text(f"visit-kept-{refusal.reason}", most=LONGEST_REASON), "important")
    else:
        flash(text("visit-cancel-undone"), "done")
    return redirect(url_for("office.visit_page", visit_id=visit_id), 303)


def _why(one: LeftOut) -> str:
    with read_snapshot() as session:
        names = names_of_users(session, [one.officer_id])
    return why_left_out(one, names)


def _show_plan(case_id: uuid.UUID, errors: dict[str, str]) -> str:
    with read_snapshot() as session:
        found = list_cases(session, [case_id]).get(case_id)
        if found is None:
            abort(404)
        case, resident = found
        pairs = paired_ids(session, [(resident.id, resident.address_id)])
        officers = [(str(user.id), user.name) for user in list_officers(session)]
        markers = [(marker, False) for marker in list_markers(session, resident.id, resident.address_id)]
    record_view(action="assign.view", at=now(), user_id=me().user_id, entity_type="case", entity_id=case_id)
    return render_template(
        "assign/plan.html",
        case=case,
        resident_id=resident.id,
        name=full_name(resident.first_name, resident.last_name),
        needs_pair=pairs.meet(resident.id, resident.address_id),
        markers=markers,
        officers=officers,
        typed=request.form,
        day=request.form.get("day") or f"{council_today():%d/%m/%Y}",
        errors=errors,
    )


def _show_cancel(visit_id: uuid.UUID, errors: dict[str, str]) -> str:
    with read_snapshot() as session:
        found = find_office_visit(session, visit_id)
    if found is None:
        abort(404)
    record_view(action="visit.view", at=now(), user_id=me().user_id, entity_type="visit", entity_id=visit_id)
    return render_template(
        "assign/cancel.html",
        visit=found.visit,
        name=full_name(found.resident.first_name, found.resident.last_name),
        officer=found.officer.name if found.officer else "",
        typed=request.form,
        errors=errors,
    )
