"""What an event of a timeline and a problem of a submission are called. A code without words is shown as it is."""

from __future__ import annotations

import re
from typing import Any

from flask import url_for

from server.domain.alert_note import AlertNote
from server.domain.field_policy import parse_date
from server.domain.permissions import Relation
from server.office import access
from server.office.code_list_words import CODE_LIST_OF, own_words
from server.office.dates import as_typed
from server.store.timeline import TimelineEvent
from server.texts import has_text, text

# What came of an operation is worth a word only when it was not simply done.
_WORTH_SAYING = frozenset({"conflict", "waiting", "review"})
# A step says by its name what it changed; an edit does not.
_FIELDS_WORTH_NAMING = frozenset(
    {"resident.edit", "resident.correct", "case.edit", "resident.import", "resident.import_undone", "conflict.resolve"}
)
_WAYS = {way: f"resident-prefer-{way}" for way in ("call", "text", "email", "visit")} | {
    "safe_to_leave_message": "resident-prefer-message"
}
_WISHES: dict[bool | None, str] = {True: "yes", False: "no", None: "not-asked"}
# What has a page: by what an event calls it, whose page, what its address calls it, and who may open it.
_PAGES = {
    "visit": ("office.visit_page", "visit_id", "visits.read"),
    "case": ("office.case_page", "case_id", "cases.change"),
    "referral": ("office.referral_page", "referral_id", "referrals.read"),
    "marker": ("office.marker_page", "marker_id", "markers.read"),
    "alert": ("office.alert_page", "alert_id", "alerts.read"),
    "message": ("office.message_page", "message_id", "messages.read"),
    "evidence": ("office.evidence_request_page", "request_id", "evidence.read"),
    "submission": ("office.submission_page", "submission_id", "residents.read"),
}
_FOLLOW_UPS = frozenset({"case.follow_up", "case.follow_up_taken_back"})
_CASE_STEPS = _FOLLOW_UPS | {"case.close", "case.hold", "case.next_contact"}
_TURN = re.compile(r"\[(\d+)\]")


def note_words(note: str | None) -> str | None:
    """What was noted on an alert: by a person as they wrote it, by the server in words. Nobody types a code there (read_note)."""
    return text(note) if note is not None and note in set(AlertNote) else note


def event_words(event: TimelineEvent) -> str:
    """One event in words."""
    if event.code.startswith("contact."):
        return _contact_words(event)
    if event.code.startswith("desk."):
        return text(f"event-{event.code.replace('.', '-')}", form=event.detail["form"])
    if event.code.startswith("evidence."):
        return text(f"event-{event.code.replace('.', '-')}", **event.detail)
    if event.code == "preferences.change":
        ways = ", ".join(
            text(f"event-wish-{_WISHES[wish]}", way=text(_WAYS[way])) for way, wish in event.detail.items()
        )
        return text("event-preferences-change", ways=ways)
    if event.code.startswith("message."):
        return _message_words(event)
    if event.code in _CASE_STEPS:
        return _case_words(event)
    name = f"event-{event.code.replace('.', '-')}"
    kind = event.detail.get("kind")
    if kind and has_text(name):
        return text(name, kind=_named(f"alert-kind-{kind}", str(kind)))
    words = _named(name, event.code)
    if event.times > 1:
        words = text("event-times", event=words, times=event.times)
    if event.fields and event.code in _FIELDS_WORTH_NAMING:
        fields = ", ".join(_named(f"event-field-{field}", field) for field in event.fields)
        words = text("event-fields", event=words, fields=fields)
    if event.verdict in _WORTH_SAYING:
        words = text("event-verdict", event=words, verdict=text(f"verdict-{event.verdict}"))
    return words


def event_url(event: TimelineEvent) -> str | None:
    """The page of what the event is about, for whoever may open any of them: what is not one's own does not exist."""
    if event.about is None:
        return None
    endpoint, name, action = _PAGES[event.about[0]]
    place: dict[str, Any] = {name: event.about[1]}
    reaches_all = access.i_may(action) and access.my_reach(action) is Relation.ALL
    return url_for(endpoint, **place) if reaches_all else None


def _case_words(event: TimelineEvent) -> str:
    """With why it was closed in the council's own words, or the day."""
    if event.code in _FOLLOW_UPS:
        return _follow_up_words(event)
    reason, day = event.detail.get("reason"), parse_date(event.detail.get("day"))
    if event.code == "case.close":
        return text("event-case-close", reason=_listed("case-closed", str(reason)))
    cleared = "" if day or event.code == "case.hold" else "-cleared"
    return text(f"event-{event.code.replace('.', '-')}{cleared}", day=as_typed(day) if day else "")


def _follow_up_words(event: TimelineEvent) -> str:
    """What the programme's rule made of which visit, by the council's word for its outcome, or why it made nothing."""
    said = {name: str(event.detail.get(name) or "") for name in ("follow_step", "kept_by", "outcome")}
    day, outcome = parse_date(event.detail.get("due_on")), _listed("outcome", said["outcome"])
    taken = "-taken-back" if event.code == "case.follow_up_taken_back" else ""
    what = said["kept_by"] or said["follow_step"]
    name = f"event-follow-up{taken}" if taken else f"event-follow-up-{what.replace('_', '-')}"
    return text(name, outcome=outcome, day=as_typed(day) if day else "")


def _message_words(event: TimelineEvent) -> str:
    what = text(f"message-template-{event.detail['template']}")
    status = text(f"message-status-{event.detail['status']}")
    return text(f"event-{event.code.replace('.', '-')}", what=what, status=status)


def _contact_words(event: TimelineEvent) -> str:
    words = _listed("contact", event.code.removeprefix("contact."))
    if direction := event.detail.get("direction"):
        words = text(f"event-contact-{direction}", outcome=words)
    return text("event-contact-corrected", event=words) if event.detail.get("corrected") else words


def problem_words(problem: Any) -> str:
    """One finding of a submission's checks: a sentence, or a mapping with its parts."""
    if isinstance(problem, dict):
        said = str(problem.get("message") or problem.get("code") or "")
        if question := problem.get("question"):
            turns = _TURN.findall(str(problem.get("node") or ""))
            if turns:
                return text("problem-question-entry", question=str(question), entry=".".join(turns), said=said)
            return text("problem-question", question=str(question), said=said)
        where = str(problem.get("node") or "").rpartition("/")[2].replace("_", " ")
        return f"{where}: {said}" if where else said
    return str(problem)


def _listed(group: str, code: str) -> str:
    """A code of a list in the council's own words."""
    return own_words(CODE_LIST_OF[group]).get(code) or _named(f"{group}-{code}", code)


def _named(name: str, code: str) -> str:
    return text(name) if has_text(name) else code.replace(".", " ").replace("_", " ")
