"""Evidence that residents are asked for: the list by how it stands, one request, another link for it, closing it.

A code is shown once, on the answer to the POST that made it; no address leads back to it.
"""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from flask import abort, current_app, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from server.domain.evidence import (
    LATE_DAYS,
    MOST_DOCUMENTS,
    MOST_DUE_DAYS,
    EvidenceRefusedError,
    ItemState,
    RequestState,
    words_in,
)
from server.domain.resident_link import LinkState, find_reference
from server.office.access import allowed, me
from server.office.blueprint import office
from server.office.dates import typed_day
from server.office.frame import council_today, now
from server.office.links import end_of, name_of, read_way, telephone_of
from server.office.messages import describe_closed_ways, describe_message, describe_ways, say_queued
from server.office.places import read_place, write_place
from server.store.evidence import REQUEST_ENTITY, ShownEvidence, find_evidence
from server.store.evidence_list import EvidenceLine, EvidencePlace, list_evidence
from server.store.message_ways import Way, list_ways
from server.store.messages import list_messages_about
from server.store.unit_of_work import read_snapshot
from server.store.users import names_of_users
from server.texts import text
from server.use_cases.check_link import LinkRefusedError, MadeLink
from server.use_cases.close_evidence_request import close_evidence_request
from server.use_cases.queue_message import MessageRefusedError
from server.use_cases.record_view import record_view
from server.use_cases.renew_evidence_link import renew_evidence_link

Answer = Response | str | tuple[str, int]
STATE_COLOURS = {
    RequestState.PENDING: "blue", RequestState.FOR_REVIEW: "yellow", RequestState.APPROVED: "green",
    RequestState.OVERDUE: "orange", RequestState.EXPIRED: "red", RequestState.CLOSED: "grey",
}  # fmt: skip
ITEM_COLOURS = {
    ItemState.NEEDED: "blue", ItemState.SENT: "yellow", ItemState.APPROVED: "green", ItemState.REFUSED: "orange",
}  # fmt: skip
_EVERY = "any"


@office.get("/evidence")
@allowed("evidence.read")
def evidence_page() -> str:
    """What waits for review, or whatever else the address says; what has waited longest first."""
    asked = request.args.get("state", RequestState.FOR_REVIEW.value)
    state = RequestState(asked) if asked in set(RequestState) else None
    asked = state.value if state else _EVERY
    place = read_place(request.args.get("after", ""))
    with read_snapshot() as session:
        page = list_evidence(session, state, now(), EvidencePlace(*place) if place else None)
    ended = page.next_place
    after = write_place(ended.status_at, ended.request_id) if ended else None
    record_view(action="evidence.list", at=now(), user_id=me().user_id, entity_type="evidence_request")
    here = "office.evidence_page"
    return render_template(
        "evidence/list.html",
        lines=[describe_line(line) for line in page.lines],
        views=[
            (url_for(here, state=one), text(f"evidence-list-{one}"), one == asked) for one in (*RequestState, _EVERY)
        ],
        first_url=url_for(here, state=asked) if place else None,
        next_url=url_for(here, state=asked, after=after) if after else None,
    )


@office.get("/evidence/<uuid:request_id>")
@allowed("evidence.read")
def evidence_request_page(request_id: uuid.UUID) -> str:
    """One request: what was asked, what came, and what can be done."""
    return show_request(request_id, {})


@office.post("/evidence/<uuid:request_id>/renew")
@allowed("evidence.ask")
def renew_evidence(request_id: uuid.UUID) -> Answer:
    """Another link; shown once."""
    due_on = typed_day(request.form.get("due", ""))
    if due_on is None:
        return show_request(request_id, {"due": text("evidence-refused-no_day")}), 422
    try:
        made = renew_evidence_link(request_id, due_on, end_of(due_on), by_id=me().user_id, at=now(), send_by=read_way())
    except (EvidenceRefusedError, LinkRefusedError) as refusal:
        return _refuse(request_id, refusal)
    except MessageRefusedError as refusal:
        return show_request(request_id, {"way": text(f"message-refused-{refusal.reason}")}), 422
    return show_made(made)


@office.post("/evidence/<uuid:request_id>/close")
@allowed("evidence.ask")
def close_evidence(request_id: uuid.UUID) -> Answer:
    """Its link opens nothing any more."""
    try:
        close_evidence_request(request_id, by_id=me().user_id, at=now())
    except EvidenceRefusedError as refusal:
        return _refuse(request_id, refusal)
    flash(text("evidence-done-closed"), "done")
    return redirect(url_for("office.evidence_request_page", request_id=request_id), 303)


def describe_line(line: EvidenceLine) -> dict[str, Any]:
    """What lists of requests show of one."""
    state = line.state(now())
    return {
        "line": line,
        "name": name_of(line.resident),
        "state": state,
        "colour": STATE_COLOURS[state],
        "total": sum(line.counts.values()),
        "sent": line.counts.get(ItemState.SENT, 0),
        "approved": line.counts.get(ItemState.APPROVED, 0),
    }


def get_evidence(request_id: uuid.UUID) -> ShownEvidence:
    """The request; 404."""
    with read_snapshot() as session:
        found = find_evidence(session, request_id)
    if found is None:
        abort(404)
    return found


def show_request(request_id: uuid.UUID, errors: dict[str, str]) -> str:
    """The page of one request; its view is audited as one of the resident."""
    found = get_evidence(request_id)
    resident = found.shown_link.resident
    with read_snapshot() as session:
        names = names_of_users(session, [sending.by_id for sending in found.sendings])
        messages = list_messages_about(session, REQUEST_ENTITY, request_id)
        ways = list_ways(session, resident)
    record_view(action="resident.view", at=now(), user_id=me().user_id, entity_type="resident", entity_id=resident.id)
    state, link_state = found.state(now()), found.shown_link.state(now())
    return render_template(
        "evidence/request.html",
        found=found,
        resident=resident,
        name=name_of(resident),
        state=state,
        colour=STATE_COLOURS[state],
        link_state=link_state,
        is_pause_unseen=found.shown_link.link.paused_at is not None and found.shown_link.link.pause_seen_at is None,
        is_held=link_state is LinkState.HELD,
        items=[(item, words_in(item.type.names, "en"), ITEM_COLOURS[item.state]) for item in found.items],
        sendings=[
            (sending, find_reference(sending.id), names.get(sending.by_id) if sending.by_id else None)
            for sending in found.sendings
        ],
        last_on=last_day(found),
        errors=errors,
        told=_told_words(found, ways),
        messages=[describe_message(message) for message in messages],
        ways=describe_ways(ways),
        closed_ways=describe_closed_ways(ways),
        way=request.form.get("way", found.request.channel or ""),
        telephone=telephone_of(resident),
        due=request.form.get("due", "") or (council_today() + dt.timedelta(days=14)).isoformat(),
        most_days=MOST_DUE_DAYS,
        late_days=LATE_DAYS,
    )


def show_made(made: MadeLink) -> Answer:
    """The link, this once; a code that a message has is nobody's to see."""
    if made.message_id is not None:
        flash(say_queued(), "done")
        return redirect(url_for("office.evidence_request_page", request_id=made.link_id), 303)
    found = get_evidence(made.link_id)
    return render_template(
        "evidence/made.html",
        found=found,
        name=name_of(found.shown_link.resident),
        last_on=last_day(found),
        documents=[words_in(item.type.names, "en") for item in found.items],
        address=f"{current_app.config['PUBLIC_URL']}/e/{made.code}",
    )


def _told_words(found: ShownEvidence, ways: list[Way]) -> str:
    """How the resident hears of this request, or that nobody but us tells them."""
    way = next((way for way in ways if way.channel == found.request.channel), None)
    if way is None:
        return text("evidence-told-by-us")
    if way.reason is not None:
        return text("evidence-told-not", why=text(f"message-refused-{way.reason}"))
    sent = way.channel if current_app.config["NOTIFY_KEY"] else "kept"
    return text(f"evidence-told-{sent}", address=way.address)


def last_day(found: ShownEvidence) -> dt.date:
    """The last day on which the link opens."""
    last = found.shown_link.link.expires_at - dt.timedelta(seconds=1)
    return last.astimezone(current_app.config["TIME_ZONE"]).date()


def refusal_words(refusal: EvidenceRefusedError | LinkRefusedError, telephone: str) -> str:
    """A refusal as a sentence."""
    if isinstance(refusal, LinkRefusedError):
        return text(f"link-refused-{refusal.reason}", telephone=telephone, days=MOST_DUE_DAYS)
    return text(f"evidence-refused-{refusal.reason}", days=MOST_DUE_DAYS, most=MOST_DOCUMENTS)


def _refuse(request_id: uuid.UUID, refusal: EvidenceRefusedError | LinkRefusedError) -> tuple[str, int]:
    if refusal.reason in ("not_found", "no_link", "no_resident"):
        abort(404)
    words = refusal_words(refusal, telephone_of(get_evidence(request_id).shown_link.resident))
    is_day = refusal.reason in ("too_soon", "too_late")
    return show_request(request_id, {"due" if is_day else "state": words}), 422 if is_day else 409
