"""Messages to residents and to staff on call: the outbox as a list, one message, trying again, that a failure was seen to.

A link is shown only where nothing sends messages, so that it can be opened from here.
"""

from __future__ import annotations

import uuid
from typing import Any

from flask import abort, current_app, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from server.domain.message import LINK, MessageChannel, MessageStatus
from server.office.access import allowed, me
from server.office.blueprint import office
from server.office.frame import now
from server.office.places import read_place, write_place
from server.store.evidence import REQUEST_ENTITY
from server.store.message_ways import Way
from server.store.messages import MessageLine, MessagePlace, list_messages
from server.store.resident_links import LINK_ENTITY
from server.store.unit_of_work import read_snapshot
from server.texts import has_text, text
from server.use_cases.open_message import OpenedMessage, open_message
from server.use_cases.record_view import record_view
from server.use_cases.retry_message import RetryRefusedError, note_failure_seen, retry_message

Answer = Response | str | tuple[str, int]
_COLOURS = {
    MessageStatus.QUEUED: "blue", MessageStatus.SENDING: "blue", MessageStatus.SENT: "turquoise",
    MessageStatus.DELIVERED: "green", MessageStatus.FAILED: "red", MessageStatus.KEPT: "yellow",
    MessageStatus.STOPPED: "grey",
}  # fmt: skip
# What a message may be about, and the page of that: (endpoint, the name of the id in its address).
_PAGES_OF = {
    LINK_ENTITY: ("office.link_page", "link_id"),
    REQUEST_ENTITY: ("office.evidence_request_page", "request_id"),
    "alert": ("office.alert_page", "alert_id"),
}
_PLACE_LINK = f"(({LINK}))"


@office.get("/messages")
@allowed("messages.read")
def messages_page() -> Answer:
    """One page of the list, the newest first."""
    chosen = request.args.get("status", "").strip()
    errors = {"status": text("messages-wrong-status")} if chosen and chosen not in set(MessageStatus) else {}
    status = MessageStatus(chosen) if chosen and not errors else None
    place = read_place(request.args.get("after", ""))
    with read_snapshot() as session:
        page = list_messages(session, status, MessagePlace(*place) if place else None)
    record_view(action="messages.list", at=now(), user_id=me().user_id, entity_type="message")
    ended = page.next_place
    next_place = write_place(ended.queued_at, ended.message_id) if ended else None
    return render_template(
        "messages/list.html",
        lines=[describe_message(line) for line in page.lines],
        status=status,
        errors=errors,
        views=[
            (_address(each, None), text(f"messages-view-{each or 'all'}"), each == status and not errors)
            for each in (None, *MessageStatus)
        ],
        first_url=_address(status, None) if place else None,
        next_url=_address(status, next_place) if next_place else None,
        nothing_sends=not current_app.config["NOTIFY_KEY"],
    )


@office.get("/messages/<uuid:message_id>")
@allowed("messages.read")
def message_page(message_id: uuid.UUID) -> str:
    """One message."""
    return _show(message_id, {})


@office.post("/messages/<uuid:message_id>/retry")
@allowed("messages.retry")
def try_message_again(message_id: uuid.UUID) -> Answer:
    """It is due at once."""
    try:
        retry_message(message_id, by_id=me().user_id, at=now())
    except RetryRefusedError as refusal:
        return _refuse(message_id, refusal)
    flash(text("message-done-retry"), "done")
    return redirect(url_for("office.message_page", message_id=message_id), 303)


@office.post("/messages/<uuid:message_id>/seen")
@allowed("messages.retry")
def message_failure_seen(message_id: uuid.UUID) -> Answer:
    """Somebody reaches the resident another way."""
    try:
        note_failure_seen(message_id, by_id=me().user_id, at=now())
    except RetryRefusedError as refusal:
        return _refuse(message_id, refusal)
    flash(text("message-done-seen"), "done")
    return redirect(url_for("office.message_page", message_id=message_id), 303)


def describe_message(line: MessageLine) -> dict[str, Any]:
    """What lists of messages show of one."""
    message = line.message
    return {
        "line": line,
        "message": message,
        "colour": _COLOURS[MessageStatus(message.status)],
        "name": line.name or text("visits-no-name"),
        "what": text(f"message-template-{line.template.name}"),
        "problem": _problem_words(line),
    }


def _problem_words(line: MessageLine) -> str:
    problem = line.message.problem
    if problem is None:
        return ""
    to_staff = f"message-problem-staff-{problem}"
    return text(to_staff if line.resident is None and has_text(to_staff) else f"message-problem-{problem}")


def describe_ways(ways: list[Way]) -> list[dict[str, Any]]:
    """The choice of how a link reaches the resident, for a page that makes one: channels that may be used, and showing it here."""
    may = [way for way in ways if way.address is not None]
    return [
        *(_describe_way(way) for way in may),
        {"value": "", "text": text("way-show"), "hint": {"text": text("way-show-hint")}},
    ]


def _describe_way(way: Way) -> dict[str, Any]:
    item: dict[str, Any] = {"value": way.channel.value, "text": text(f"way-{way.channel}", address=way.address)}
    return item | ({"hint": {"text": hours}} if way.channel is MessageChannel.SMS and (hours := _hours_words()) else {})


def _hours_words() -> str:
    """When text messages leave; empty where nothing is sent."""
    begin, _, end = current_app.config["SMS_HOURS"].partition("-")
    return text("message-sms-hours", begin=begin, end=end) if current_app.config["NOTIFY_KEY"] else ""


def describe_closed_ways(ways: list[Way]) -> list[str]:
    """Why a channel may not be used, one sentence for each."""
    return [text(f"message-refused-{way.reason}") for way in ways if way.reason is not None]


def read_channel(typed: str) -> MessageChannel | None:
    """The channel that was chosen; None: the link is to be shown. Anything else is a page that was tampered with."""
    if not typed:
        return None
    if typed not in set(MessageChannel):
        abort(400)
    return MessageChannel(typed)


def _show(message_id: uuid.UUID, errors: dict[str, str]) -> str:
    opened = open_message(message_id, current_app.config)
    if opened is None:
        abort(404)
    resident = opened.line.resident
    if resident is None:
        record_view(action="message.view", at=now(), user_id=me().user_id, entity_type="message", entity_id=message_id)
    else:
        record_view(
            action="resident.view", at=now(), user_id=me().user_id, entity_type="resident", entity_id=resident.id
        )
    message = opened.line.message
    before, is_in_it, after = opened.words.body.partition(_PLACE_LINK)
    return render_template(
        "messages/message.html",
        opened=opened,
        one=describe_message(opened.line),
        message=message,
        resident=resident,
        parts=(before, after),
        has_link=bool(is_in_it),
        link_words=_link_words(opened),
        hours=_hours_words()
        if resident is not None and message.channel == MessageChannel.SMS and message.status == MessageStatus.QUEUED
        else "",
        about_url=_about_url(opened),
        errors=errors,
    )


def _link_words(opened: OpenedMessage) -> str:
    """What stands in the place of a link that is not shown."""
    is_sealed = opened.line.message.sealed is not None
    return text("message-link-sealed" if is_sealed else "message-link-erased")


def _about_url(opened: OpenedMessage) -> str | None:
    message = opened.line.message
    endpoint, name = _PAGES_OF.get(message.about_type or "", ("", ""))
    values: dict[str, Any] = {name: message.about_id}
    return url_for(endpoint, **values) if endpoint else None


def _refuse(message_id: uuid.UUID, refusal: RetryRefusedError) -> tuple[str, int]:
    if refusal.reason == "no_message":
        abort(404)
    return _show(message_id, {"state": text(f"message-refused-{refusal.reason}")}), 409


def _address(status: MessageStatus | None, after: str | None) -> str:
    return url_for("office.messages_page", status=status.value if status else None, after=after)


def say_queued() -> str:
    """What became of a message that was just written: on its way, or kept here where nothing is sent."""
    return text("messages-queued" if current_app.config["NOTIFY_KEY"] else "messages-queued-kept")
