"""Links to residents: send a form, the list of a resident's links, send again, close, and that wrong answers were seen.

A code is shown once, on the answer to the POST that made it; no address leads back to it.
"""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from flask import abort, current_app, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from server.domain.names import full_name
from server.domain.operation import parse_id
from server.domain.resident_link import FIRST_DAYS, MOST_DAYS, LinkPurpose, LinkState, VerifyQuestion, find_reference
from server.domain.words import CaseStatus
from server.office.access import allowed, me
from server.office.blueprint import office
from server.office.dates import typed_day
from server.office.frame import council_today, now
from server.office.messages import describe_closed_ways, describe_message, describe_ways, read_channel, say_queued
from server.store.database import new_id
from server.store.message_ways import list_ways
from server.store.messages import list_messages_about
from server.store.resident_links import LINK_ENTITY, ShownLink, find_link, find_on_record
from server.store.resident_search import find_profile
from server.store.tables import Resident
from server.store.unit_of_work import read_snapshot
from server.texts import text
from server.use_cases.check_link import LinkRefusedError, MadeLink
from server.use_cases.list_resident_forms import list_resident_forms
from server.use_cases.queue_link import SendBy
from server.use_cases.queue_message import MessageRefusedError
from server.use_cases.record_view import record_view
from server.use_cases.send_link import (
    WantedLink,
    close_link,
    note_pause_seen,
    resend_link,
    send_form_link,
)

Answer = Response | str | tuple[str, int]
STATE_COLOURS = {
    LinkState.SENT: "blue", LinkState.OPENED: "blue", LinkState.ANSWERED: "green", LinkState.PAUSED: "orange",
    LinkState.HELD: "orange", LinkState.EXPIRED: "grey", LinkState.CLOSED: "grey",
}  # fmt: skip
_FIELD_OF = {
    "no_form": "form", "no_case": "case", "not_on_record": "question", "too_soon": "until", "too_late": "until",
}  # fmt: skip


@office.get("/residents/<uuid:resident_id>/send-form")
@allowed("links.send")
def send_form_page(resident_id: uuid.UUID) -> str:
    """Which form, what the link asks first, and until when."""
    return _show_send(resident_id, {})


@office.post("/residents/<uuid:resident_id>/send-form")
@allowed("links.send")
def send_form(resident_id: uuid.UUID) -> Answer:
    """Make the link, and hand it to a message or show it, this once."""
    until = typed_day(request.form.get("until", ""))
    question = request.form.get("question", "")
    form_ref_id = parse_id(request.form.get("form"))
    errors = {
        "form": text("link-refused-no_form") if form_ref_id is None else "",
        "question": text("link-refused-no_question") if question not in set(VerifyQuestion) else "",
        "until": text("link-refused-no_day") if until is None else "",
    }
    errors = {name: words for name, words in errors.items() if words}
    if errors or until is None:
        return _show_send(resident_id, errors), 422
    wanted = WantedLink(
        resident_id=resident_id,
        form_ref_id=form_ref_id,
        case_id=parse_id(request.form.get("case")),
        question=VerifyQuestion(question),
        expires_at=end_of(until),
        page_id=parse_id(request.form.get("page_id", "")),
        send_by=read_way(),
    )
    try:
        made = send_form_link(wanted, by_id=me().user_id, at=now())
    except LinkRefusedError as refusal:
        if refusal.reason == "no_resident":
            abort(404)
        return _show_send(resident_id, {}, refusal), 422
    except MessageRefusedError as refusal:
        return _show_send(resident_id, {"way": text(f"message-refused-{refusal.reason}")}), 422
    return _show_made(made)


@office.get("/links/<uuid:link_id>")
@allowed("residents.read")
def link_page(link_id: uuid.UUID) -> Response | str:
    """One link: how it stands, and what can be done. One to evidence is shown with its request."""
    if _get_link(link_id).purpose is LinkPurpose.EVIDENCE:
        return redirect(url_for("office.evidence_request_page", request_id=link_id), 303)
    return _show_link(link_id, {})


@office.post("/links/<uuid:link_id>/resend")
@allowed("links.send")
def send_link_again(link_id: uuid.UUID) -> Answer:
    """Another code; shown once."""
    until = typed_day(request.form.get("until", ""))
    if until is None:
        return _show_link(link_id, {"until": text("link-refused-no_day")}), 422
    try:
        made = resend_link(link_id, end_of(until), by_id=me().user_id, at=now(), send_by=read_way())
    except LinkRefusedError as refusal:
        return _refuse(link_id, refusal)
    except MessageRefusedError as refusal:
        return _show_link(link_id, {"way": text(f"message-refused-{refusal.reason}")}), 422
    return _show_made(made)


@office.post("/links/<uuid:link_id>/close")
@allowed("links.send")
def close_link_now(link_id: uuid.UUID) -> Answer:
    """It opens nothing any more."""
    try:
        close_link(link_id, by_id=me().user_id, at=now())
    except LinkRefusedError as refusal:
        return _refuse(link_id, refusal)
    flash(text("link-done-closed"), "done")
    return redirect(url_for("office.link_page", link_id=link_id), 303)


@office.post("/links/<uuid:link_id>/seen")
@allowed("links.send")
def pause_seen(link_id: uuid.UUID) -> Answer:
    """Somebody has looked into the wrong answers."""
    try:
        note_pause_seen(link_id, by_id=me().user_id, at=now())
    except LinkRefusedError as refusal:
        return _refuse(link_id, refusal)
    flash(text("link-done-seen"), "done")
    return redirect(url_for("office.link_page", link_id=link_id), 303)


def _show_send(resident_id: uuid.UUID, errors: dict[str, str], refusal: LinkRefusedError | None = None) -> str:
    with read_snapshot() as session:
        profile = find_profile(session, resident_id)
        if profile is None or profile.resident.merged_into_id is not None:
            abort(404)
        forms = list_resident_forms(session)
        questions = find_on_record(session, profile.resident).questions()
        ways = list_ways(session, profile.resident)
    if refusal is not None:
        errors = {_FIELD_OF.get(refusal.reason, "form"): _refusal(refusal, profile.resident)}
    record_view(action="resident.view", at=now(), user_id=me().user_id, entity_type="resident", entity_id=resident_id)
    cases = [(str(case.id), programme.name) for case, programme in profile.cases if case.status != CaseStatus.CLOSED]
    return render_template(
        "links/send.html",
        resident=profile.resident,
        name=name_of(profile.resident),
        forms=[(str(form.form_ref_id), form.title) for form in forms],
        cases=cases,
        questions=questions,
        telephone=telephone_of(profile.resident),
        ways=describe_ways(ways),
        closed_ways=describe_closed_ways(ways),
        errors=errors,
        page_id=parse_id(request.form.get("page_id", "")) or new_id(),
        typed=request.form or {"until": _first_day().isoformat(), "case": cases[0][0] if cases else ""},
        most_days=MOST_DAYS,
    )


def _show_link(link_id: uuid.UUID, errors: dict[str, str]) -> str:
    shown = _get_link(link_id)
    with read_snapshot() as session:
        messages = list_messages_about(session, LINK_ENTITY, link_id)
        ways = list_ways(session, shown.resident)
    record_view(
        action="resident.view", at=now(), user_id=me().user_id, entity_type="resident", entity_id=shown.resident.id
    )
    return render_template(
        "links/link.html",
        shown=shown,
        link=shown.link,
        line=describe_link(shown),
        name=name_of(shown.resident),
        messages=[describe_message(message) for message in messages],
        ways=describe_ways(ways),
        closed_ways=describe_closed_ways(ways),
        way=request.form.get("way", ""),
        errors=errors,
        until=request.form.get("until", "") or _first_day().isoformat(),
        most_days=MOST_DAYS,
    )


def describe_link(shown: ShownLink) -> dict[str, Any]:
    """What lists of links show of one."""
    state = shown.state(now())
    return {
        "shown": shown,
        "state": state,
        "colour": STATE_COLOURS[state],
        "last_on": _last_day(shown),
        "reference": find_reference(shown.link.op_id) if shown.link.op_id else None,
        "is_pause_unseen": shown.link.paused_at is not None and shown.link.pause_seen_at is None,
    }


def read_way() -> SendBy | None:
    """The message that was chosen to take a link; None: the link is to be shown."""
    channel = read_channel(request.form.get("way", ""))
    return SendBy(channel, current_app.config["PUBLIC_URL"]) if channel else None


def _show_made(made: MadeLink) -> Answer:
    """A code that a message has is nobody's to see."""
    if made.message_id is not None:
        flash(say_queued(), "done")
        return redirect(url_for("office.link_page", link_id=made.link_id), 303)
    shown = _get_link(made.link_id)
    return render_template(
        "links/made.html",
        shown=shown,
        name=name_of(shown.resident),
        last_on=_last_day(shown),
        address=f"{current_app.config['PUBLIC_URL']}/e/{made.code}",
    )


def _refuse(link_id: uuid.UUID, refusal: LinkRefusedError) -> tuple[str, int]:
    if refusal.reason in ("no_link", "no_resident"):
        abort(404)
    field = _FIELD_OF.get(refusal.reason, "state")
    sentence = _refusal(refusal, _get_link(link_id).resident)
    return _show_link(link_id, {field: sentence}), 422 if field == "until" else 409


def _refusal(refusal: LinkRefusedError, resident: Resident) -> str:
    return text(f"link-refused-{refusal.reason}", telephone=telephone_of(resident), days=MOST_DAYS)


def telephone_of(resident: Resident) -> str:
    """The number to ring instead."""
    return resident.mobile or resident.landline or text("none-yet")


def _get_link(link_id: uuid.UUID) -> ShownLink:
    with read_snapshot() as session:
        shown = find_link(session, link_id)
    if shown is None:
        abort(404)
    return shown


def name_of(resident: Resident) -> str:
    """The whole name; empty where none is known."""
    return full_name(resident.first_name, resident.middle_name, resident.last_name)


def _first_day() -> dt.date:
    """The last day that is proposed."""
    return council_today() + dt.timedelta(days=FIRST_DAYS)


def _last_day(shown: ShownLink) -> dt.date:
    """The last day on which it opens."""
    last = shown.link.expires_at - dt.timedelta(seconds=1)
    return last.astimezone(current_app.config["TIME_ZONE"]).date()


def end_of(day: dt.date) -> dt.datetime:
    """The first instant after that day, as the council's clocks have it."""
    following = dt.datetime.combine(day + dt.timedelta(days=1), dt.time(), current_app.config["TIME_ZONE"])
    return following.astimezone(dt.UTC)
