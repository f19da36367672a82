"""Contacts: whom the contact centre rings next, one person to a caller, and all that matters before the call.

Who is on hold or does not want calls is not offered, and the page of one says so instead of a number. A view is audited.
"""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from flask import abort, current_app, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from server.domain.age import find_age
from server.domain.call_claim import CallRefusedError
from server.domain.desk_form import TELEPHONE_FORM
from server.domain.names import full_name
from server.domain.operation import parse_id
from server.domain.phone_rows import is_expired
from server.office.access import allowed, me
from server.office.blueprint import office
from server.office.dates import age, on, when
from server.office.frame import label, now
from server.office.next_contact_words import due_lines, next_contact_lines
from server.office.page_number import get_page
from server.store.call_list import (
    COUNT_UP_TO,
    CallFilter,
    count_not_to_be_called,
    find_call_facts,
    list_calls,
    why_not_ring,
)
from server.store.desk import list_desk_forms
from server.store.follow_ups import list_next_contacts
from server.store.markers import list_markers
from server.store.missing_people import list_asked_calls
from server.store.programmes import list_programmes
from server.store.recorded_call import RecordedCall, find_recorded_call
from server.store.tables import CallTurn
from server.store.timeline import list_contacts
from server.store.unit_of_work import read_snapshot
from server.texts import text
from server.use_cases.claim_call import claim_call, claim_next_call, let_go_of_calls
from server.use_cases.record_view import record_view

_CALLBACKS, _TO_COME = "callbacks", "to-come"
FROM_RESIDENT = "resident"
MOST_PAGES = 400


@office.get("/contacts")
@allowed("contacts.call")
def contacts_page() -> str:
    """One page of the list."""
    programme, only = request.args.get("programme", "").strip(), request.args.get("only", "").strip()
    page = get_page(MOST_PAGES)
    at = now()
    with read_snapshot() as session:
        programmes = [(str(one.id), one.name) for one in list_programmes(session) if one.active]
        errors = {}
        if programme and programme not in dict(programmes):
            errors["programme"] = text("contacts-wrong-programme")
        if only not in ("", _CALLBACKS, _TO_COME):
            errors["only"] = text("contacts-wrong-only")
        wanted = CallFilter(
            programme_id=None if "programme" in errors else parse_id(programme),
            only_callbacks=only == _CALLBACKS,
            to_come=only == _TO_COME,
        )
        found = list_calls(session, wanted, at=at, page=page)
        following = list_next_contacts(session, [line.case_id for line in found.lines])
        reached = {line.case_id: line.turn.reached_at if line.turn else None for line in found.lines}
        asked = list_asked_calls(session, reached)
        unwanted = count_not_to_be_called(session)
        recorded = find_recorded_call(session, parse_id(request.args.get("recorded")), by_id=me().user_id)
    record_view(action="contacts.list", at=at, user_id=me().user_id, entity_type="resident")
    kept: dict[str, Any] = {
        name: value for name, value in (("programme", programme), ("only", only)) if value and name not in errors
    }
    return render_template(
        "contacts/list.html",
        lines=[(line, callback_words(line.turn), tries_words(line.turn)) for line in found.lines],
        # Of a call the column of tries says already when it was and what came of it.
        next_lines={
            case_id: due_lines(one) if one.is_call else next_contact_lines(one) for case_id, one in following.items()
        },
        asked=asked,
        count=found.count if found.count <= COUNT_UP_TO else None,
        count_up_to=COUNT_UP_TO,
        unwanted=unwanted,
        recorded=recorded,
        recorded_words=_recorded_words(recorded) if recorded is not None else None,
        programmes=programmes,
        programme=programme,
        only=only,
        only_choices=[(one, text(f"contacts-only-{one}")) for one in (_CALLBACKS, _TO_COME)],
        is_narrowed=bool(kept),
        kept=kept,
        my_id=me().user_id,
        previous_url=url_for("office.contacts_page", page=page - 1, **kept) if page > 1 else None,
        next_url=url_for("office.contacts_page", page=page + 1, **kept) if found.has_more else None,
        errors=errors,
    )


@office.post("/contacts/next")
@allowed("contacts.call")
def call_next() -> Response:
    """Have whoever is next and free."""
    wanted = CallFilter(
        programme_id=parse_id(request.form.get("programme")), only_callbacks=request.form.get("only") == _CALLBACKS
    )
    case_id = claim_next_call(wanted, by_id=me().user_id, at=now())
    if case_id is None:
        flash(text("contacts-nobody-free"), "important")
        return redirect(url_for("office.contacts_page"), 303)
    return redirect(url_for("office.call_page", case_id=case_id), 303)


@office.post("/contacts/let-go")
@allowed("contacts.call")
def let_go() -> Response:
    """Ring nobody for now."""
    let_go_of_calls(by_id=me().user_id)
    flash(text("contacts-let-go-done"), "done")
    return redirect(url_for("office.contacts_page"), 303)


@office.get("/contacts/<uuid:case_id>")
@allowed("contacts.call")
def call_page(case_id: uuid.UUID) -> str:
    """What to know before the call; the number only while one may ring and has this person."""
    return _show(case_id, {})


@office.post("/contacts/<uuid:case_id>")
@allowed("contacts.call")
def call_now(case_id: uuid.UUID) -> Response | tuple[str, int]:
    """Have this person."""
    try:
        claim_call(case_id, by_id=me().user_id, at=now())
    except CallRefusedError as refusal:
        if refusal.reason == "not_found":
            abort(404)
        return _show(case_id, {"state": _refusal_words(refusal)}), 409
    return redirect(url_for("office.call_page", case_id=case_id, begun=_begun()), 303)


def _begun() -> str | None:
    """Where the call was begun from, if that was the page of the resident: there one returns to."""
    return FROM_RESIDENT if request.args.get("begun") == FROM_RESIDENT else None


def _recorded_words(call: RecordedCall) -> str:
    """What was recorded and what follows from it, as the record says it."""
    name = full_name(call.resident.first_name, call.resident.last_name) or text("visits-no-name")
    said = text("contacts-recorded", name=name, outcome=label("contact", call.contact.outcome))
    turn, zone = call.turn, current_app.config["TIME_ZONE"]
    if call.is_proposed:
        return f"{said} {text('contacts-recorded-proposed')}"
    if turn is not None and turn.callback_on is not None:
        return f"{said} {callback_words(turn)}."
    if turn is not None and turn.due_at is not None and turn.due_at > now():
        return f"{said} {text('contacts-recorded-due', at=when(turn.due_at, now(), zone))}"
    return said


def callback_words(turn: CallTurn | None) -> str | None:
    """When they asked to be called, and by how much that is overdue."""
    if turn is None or turn.callback_on is None:
        return None
    zone = current_app.config["TIME_ZONE"]
    here = now().astimezone(zone)
    day = on(turn.callback_on, here.date())
    # As a day of its own: within a sentence it is not written as at the beginning of one.
    asked = type(day)(text("contacts-asked-at", day=day, time=turn.callback_time)) if turn.callback_time else day
    if turn.callback_time:
        hour = dt.time.fromisoformat(turn.callback_time)
        due_at = dt.datetime.combine(turn.callback_on, hour, tzinfo=zone)
        if due_at < here:
            return text("contacts-callback-overdue", asked=asked, age=age(due_at, now()))
    elif turn.callback_on < here.date():
        begin = dt.datetime.combine(turn.callback_on + dt.timedelta(days=1), dt.time(), tzinfo=zone)
        return text("contacts-callback-overdue", asked=asked, age=age(begin, now()))
    return text("contacts-callback", asked=asked)


def tries_words(turn: CallTurn | None) -> str | None:
    """How often nobody was reached since somebody last was, and when in the day."""
    if turn is None or not turn.failed_in_row:
        return None
    parts = ", ".join(label("day-part", part) for part in turn.tried)
    return text("contacts-tries", count=turn.failed_in_row, parts=parts)


def _refusal_words(refusal: CallRefusedError) -> str:
    until = when(refusal.until_at, now(), current_app.config["TIME_ZONE"]) if refusal.until_at else ""
    return text(f"call-refused-{refusal.reason}", by=refusal.by or text("somebody-unknown"), until=until)


def _show(case_id: uuid.UUID, errors: dict[str, str]) -> str:
    at = now()
    with read_snapshot() as session:
        facts = find_call_facts(session, case_id)
        if facts is None:
            abort(404)
        resident = facts.resident
        markers = list_markers(session, resident.id, resident.address_id)
        calls = list_contacts(session, case_id)
        asked = list_asked_calls(session, {case_id: facts.turn.reached_at if facts.turn else None}).get(case_id)
        following = list_next_contacts(session, [case_id]).get(case_id)
        forms = [form for form in list_desk_forms(session) if form.form_id == TELEPHONE_FORM]
    record_view(action="resident.view", at=at, user_id=me().user_id, entity_type="resident", entity_id=resident.id)
    today = at.astimezone(current_app.config["TIME_ZONE"]).date()
    refusal, turn = why_not_ring(facts.case, resident, facts.preference), facts.turn
    is_claimed = turn is not None and turn.claimed_until_at is not None and turn.claimed_until_at > at
    return render_template(
        "contacts/call.html",
        facts=facts,
        resident=resident,
        name=full_name(resident.first_name, resident.last_name),
        age_now=find_age(resident.date_of_birth, today),
        markers=[(marker, is_expired(marker.review_on, today)) for marker in markers],
        preference=facts.preference,
        refused=_refusal_words(CallRefusedError(refusal)) if refusal else None,
        is_mine=is_claimed and turn is not None and turn.claimed_by_id == me().user_id,
        other_caller=facts.caller if is_claimed and turn is not None and turn.claimed_by_id != me().user_id else None,
        callback=callback_words(turn),
        tries=tries_words(turn),
        calls=calls,
        asked=asked,
        next_lines=next_contact_lines(following),
        form=forms[0] if forms else None,
        begun=_begun(),
        errors=errors,
    )
