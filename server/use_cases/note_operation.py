"""Take in what only adds to the record: a note, a loose photo's description, whom the officer told of an alert.

Changes no row that phones hold. A note lives in the log itself and is read from there.
"""

from __future__ import annotations

import datetime as dt
import uuid

from sqlalchemy.orm import Session

from server.domain.decision import Decision, review
from server.domain.named_file import read_named_file
from server.domain.operation import Operation, clean_text, parse_id, parse_instant
from server.domain.words import Verdict
from server.store.alert_writes import save_told
from server.store.attachment_writes import name_attachment
from server.store.tables import Visit

LONGEST_NOTE = 10_000
LONGEST_NAME = 200


def add_note(operation: Operation) -> Decision:
    """A note of words; it stands in the log."""
    return Decision(Verdict.APPLIED) if _is_note(operation.payload.get("text")) else _wrong_note("text")


def _is_note(words: object) -> bool:
    if not isinstance(words, str) or not words.strip() or len(words) > LONGEST_NOTE:
        return False
    return clean_text(words) == words


def _wrong_note(name: str) -> Decision:
    return review("wrong_type", fields={name: f"must be a text of 1 to {LONGEST_NOTE} characters"})


def attach_file(
    session: Session, operation: Operation, visit: Visit, *, user_id: uuid.UUID | None, now: dt.datetime
) -> Decision:
    """Expect the bytes of a loose photo, or put the visit to bytes that came first. What it shows stands in the log."""
    described = read_named_file(operation.payload.get("attachment"))
    if described is None:
        return review("wrong_type", fields={"attachment": "must name id, name, content type, size and sha256"})
    named = described.of_visit(visit.id, device_id=operation.device_id, user_id=user_id)
    if not name_attachment(session, named, now=now):
        return review("other_content")
    has_wrong_note = "note" in operation.payload and not _is_note(operation.payload["note"])
    return _wrong_note("note") if has_wrong_note else Decision(Verdict.APPLIED)


def note_who_was_told(session: Session, operation: Operation, now: dt.datetime) -> Decision:
    """The officer rang somebody about an alert; the first telling stands."""
    alert_id = parse_id(operation.payload.get("alert_id"))
    whom = operation.payload.get("told_whom")
    if alert_id is None or not isinstance(whom, str) or not 0 < len(whom) <= LONGEST_NAME or clean_text(whom) != whom:
        return review("wrong_type", fields={"told_whom": "must name an alert and whom was told"})
    told_at = parse_instant(operation.payload.get("told_at")) or now
    noted = save_told(session, alert_id, operation.user_id, whom, told_at)
    return Decision(Verdict.APPLIED) if noted else review("unknown_alert")
