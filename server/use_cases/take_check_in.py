"""Take in that an officer starts, is safe or has finished: as an operation of the phone, or by telephone as the office heard it.

*I am safe* near the end moves the clock; *Finish* stops it. Neither closes an alarm: that is for whoever owns it.
"""

from __future__ import annotations

import datetime as dt
import uuid

from sqlalchemy.orm import Session

from server.domain.alert_note import AlertNote
from server.domain.decision import Decision, review
from server.domain.lone_working import CheckInKind, find_next_contact, find_said_at, read_rules, takes_word
from server.domain.operation import Operation, parse_id
from server.domain.words import ShiftKind, Verdict
from server.store import tables
from server.store.alert_writes import add_notes
from server.store.audit_writes import record_audit
from server.store.lone_working import has_check_in, list_open_alarms, list_rules_settings, lock_running_shifts
from server.store.tables import CheckIn, Shift, User
from server.store.unit_of_work import write_transaction

LONGEST_NOTE = 500
_NOTES = {
    CheckInKind.START: AlertNote.OFFICER_STARTED,
    CheckInKind.SAFE: AlertNote.OFFICER_SAFE,
    CheckInKind.FINISH: AlertNote.OFFICER_FINISHED,
}


class CheckInRefusedError(ValueError):
    """Nothing was written. `reason`: not_found, not_begun, kind_missing, note_too_long."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def take_check_in(session: Session, operation: Operation, stored: tables.Operation, *, now: dt.datetime) -> Decision:
    """The officer's own word. What she said while out of signal counts from when she said it, by the earlier of two clocks."""
    user_id = stored.user_id
    kind, named_id = operation.payload.get("kind"), operation.payload.get("shift_id")
    if (
        not isinstance(kind, str)
        or kind not in set(CheckInKind)
        or (named_id is not None and parse_id(named_id) is None)
    ):
        return review("wrong_type", fields={"kind": "must be start, safe or finish, of a shift or of none"})
    if user_id is None or operation.entity_id != user_id:
        return review("not_yours")
    if not has_check_in(session, operation.op_id):
        said_at = find_said_at(operation.device_time, stored.received_at, stored.sent_at)
        check_in = CheckIn(
            user_id=user_id, kind=CheckInKind(kind), said_at=said_at, received_at=now, op_id=operation.op_id
        )
        _apply(session, check_in, parse_id(named_id))
    return Decision(Verdict.APPLIED)


def record_check_in(shift_id: uuid.UUID, kind: str, note: str, *, by_id: uuid.UUID, at: dt.datetime) -> str:
    """Somebody at the office heard it by telephone; the officer's name. Raises CheckInRefusedError."""
    words = note.strip()
    if kind not in set(CheckInKind):
        raise CheckInRefusedError("kind_missing")
    if len(words) > LONGEST_NOTE:
        raise CheckInRefusedError("note_too_long")
    with write_transaction() as session:
        shift = session.get(Shift, shift_id)
        if shift is None or shift.kind != ShiftKind.VISITING:
            raise CheckInRefusedError("not_found")
        if not takes_word(CheckInKind(kind), shift.starts_at, shift.started_at, at):
            raise CheckInRefusedError("not_begun")
        officer = session.get_one(User, shift.user_id)
        check_in = CheckIn(
            user_id=officer.id,
            kind=CheckInKind(kind),
            said_at=at,
            received_at=at,
            note=words or None,
            recorded_by_id=by_id,
        )
        _apply(session, check_in, shift_id)
        record_audit(
            session, action="check_in.record", at=at, user_id=by_id, entity_type="user", entity_id=officer.id,
            fields={"kind": {"old": None, "new": kind}},
        )  # fmt: skip
        return officer.name


def _apply(session: Session, check_in: CheckIn, named_id: uuid.UUID | None) -> None:
    kind, said_at = CheckInKind(check_in.kind), check_in.said_at
    running = lock_running_shifts(session, check_in.user_id, said_at, named_id)
    shifts = [shift for shift in running if takes_word(kind, shift.starts_at, shift.started_at, said_at)]
    check_in.shift_id = shifts[-1].id if shifts else None
    session.add(check_in)
    rules = read_rules(list_rules_settings(session))
    for shift in shifts:
        before = (shift.started_at, shift.finished_at, shift.next_contact_at)
        is_last = shift is shifts[-1]
        if kind is CheckInKind.FINISH or (kind is CheckInKind.START and not is_last):
            shift.finished_at = shift.finished_at or said_at  # who starts the next shift has done the one before
        elif shift.finished_at is None or (kind is CheckInKind.START and said_at > shift.finished_at):
            shift.finished_at = None
            later = find_next_contact(shift.next_contact_at or shift.expected_end_at, said_at, rules)
            if later > (shift.next_contact_at or shift.expected_end_at):
                shift.next_contact_at = later
        if is_last and kind is CheckInKind.START:
            shift.started_at = min(shift.started_at or said_at, said_at)
        if before != (shift.started_at, shift.finished_at, shift.next_contact_at):
            shift.version += 1
    session.flush()
    alarms = list_open_alarms(session, check_in.user_id)
    by_id = check_in.recorded_by_id or check_in.user_id
    add_notes(session, alarms, _NOTES[kind], user_id=by_id, now=check_in.received_at)
