"""Decide one operation: may its writer, does it stand on what has come, and what does its kind do.

Runs inside the caller's savepoint; returns a decision and never raises for what a phone can send.
"""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import replace

from sqlalchemy.orm import Session

from server.domain.decision import Decision, find_wire_problem, review, wait
from server.domain.operation import Operation, OperationKind
from server.domain.resident_link import LINK_DEVICE_ID
from server.domain.words import Verdict, VisitStatus
from server.store import tables
from server.store.decision_ground import DecisionGround
from server.store.tables import Case, Resident, Visit
from server.use_cases.accept_submission import accept_submission
from server.use_cases.create_submission import create_submission
from server.use_cases.edit_fields import edit_fields
from server.use_cases.find_standing import Standing, find_standing
from server.use_cases.hand_back_visit import hand_back_visit
from server.use_cases.note_operation import add_note, attach_file, note_who_was_told
from server.use_cases.propose_visit import propose_visit
from server.use_cases.reopen_visit import reopen_visit
from server.use_cases.step_visit import start_visit, submit_visit
from server.use_cases.take_check_in import take_check_in
from server.use_cases.take_form import take_form
from server.use_cases.take_link_form import take_link_form
from server.use_cases.take_resolution import take_resolution
from server.use_cases.tell_of_late_report import tell_of_late_report

_OWN_SUBJECTS = ("visit_proposal", "submission", "officer")


def decide_operation(
    session: Session,
    ground: DecisionGround,
    stored: tables.Operation,
    operation: Operation,
    now: dt.datetime,
    *,
    vouched: bool = False,
) -> Decision:
    """The decision on one readable operation, with its writes made.

    `vouched`: a person at the office has looked at it and answers for its writer, its device and what it stands on.
    """
    problem = None if vouched else _find_sender_problem(ground, stored, operation)
    if problem := problem or find_wire_problem(operation):
        return problem
    operation = replace(operation, device_id=stored.device_id)  # where vouched for: not the one that it claims
    if not vouched and (missing := _find_missing(ground, operation)):
        return wait("missing_after", after=[str(op_id) for op_id in missing])
    if operation.entity_type in _OWN_SUBJECTS:
        return _do_about_nobody(session, ground, stored, operation, now, vouched=vouched)
    row = ground.find_row(operation.entity_type, operation.entity_id)
    if row is None:
        return _do_without_row(session, operation, now)
    if vouched:
        return _do_vouched(session, ground, operation, row, stored.user_id, now)
    return _do_as_writer_stands(session, ground, stored, operation, row, now)


def _do_as_writer_stands(
    session: Session,
    ground: DecisionGround,
    stored: tables.Operation,
    operation: Operation,
    row: Visit | Case | Resident,
    now: dt.datetime,
) -> Decision:
    if stored.device_id == LINK_DEVICE_ID:
        return take_link_form(session, ground, operation, row, now)
    standing = find_standing(session, ground, operation, row, stored.user_id)
    if standing is Standing.UNKNOWN:
        return review("not_yours", view=operation.view)
    if standing is Standing.LATE:
        return _take_late(session, ground, stored, operation, row, now)
    return _do(session, ground, operation, row, stored.user_id, now)


def _do_about_nobody(
    session: Session,
    ground: DecisionGround,
    stored: tables.Operation,
    operation: Operation,
    now: dt.datetime,
    *,
    vouched: bool,
) -> Decision:
    """What is its own subject: a proposed visit, an officer who checks in, or a form that was filled in outside any visit."""
    if operation.kind == OperationKind.VISIT_PROPOSE:
        return propose_visit(session, operation, user_id=stored.user_id, now=now)
    if operation.kind == OperationKind.CHECK_IN_ADD:
        return take_check_in(session, operation, stored, now=now)
    return take_form(session, ground, operation, now, vouched=vouched)


def _do_without_row(session: Session, operation: Operation, now: dt.datetime) -> Decision:
    """An alert from a locked phone could name no visit; whom its officer told is noted all the same."""
    if operation.kind == OperationKind.ALERT_TOLD:
        return note_who_was_told(session, operation, now)
    return review("unknown_entity", type=operation.entity_type)


def _find_sender_problem(ground: DecisionGround, stored: tables.Operation, operation: Operation) -> Decision | None:
    if operation.device_id != stored.device_id:
        return review("other_device", device_id=operation.device_id)
    if stored.device_id in ground.ended_devices:
        return review("revoked_device")
    if operation.device_seq is not None and stored.parent_op_id is None:
        first = ground.first_by_seq.get((operation.device_id, operation.device_seq), stored.seq)
        if first < stored.seq:
            return review("repeated_device_seq", device_seq=operation.device_seq)
    return None


def _find_missing(ground: DecisionGround, operation: Operation) -> list[uuid.UUID]:
    """What the operation stands on and is not here yet, or itself waits. An operation in review is here, if it can be read."""
    answers = ((op_id, ground.answers.get(op_id)) for op_id in operation.after)
    return [op_id for op_id, answer in answers if answer is None or not answer.is_here]


def _take_late(
    session: Session,
    ground: DecisionGround,
    stored: tables.Operation,
    operation: Operation,
    row: Visit | Case | Resident,
    now: dt.datetime,
) -> Decision:
    """A late report: a submission lands beside the new officer's, its edits and everything else only as proposals."""
    if operation.kind == OperationKind.SUBMISSION_CREATE:
        create_submission(session, ground, operation, row, now=now, is_late=True)
    if isinstance(row, Visit):
        tell_of_late_report(session, row, user_id=stored.user_id, now=now)
    return review("late_report", view=operation.view)


def _do_vouched(
    session: Session,
    ground: DecisionGround,
    operation: Operation,
    row: Visit | Case | Resident,
    user_id: uuid.UUID | None,
    now: dt.datetime,
) -> Decision:
    """As `_do`, where the visit may be somebody else's by now: their list is not touched, but by a finished report."""
    is_others = isinstance(row, Visit) and row.officer_id != user_id
    match operation.kind, row:
        case OperationKind.VISIT_SUBMIT, Visit():
            return submit_visit(session, ground, operation, row, user_id=user_id, now=now, vouched=True)
        case OperationKind.SUBMISSION_CREATE, _:
            return accept_submission(session, ground, operation, row, now=now)
        case ((OperationKind.VISIT_START | OperationKind.VISIT_CANNOT_COMPLETE), _) if is_others:
            return Decision(Verdict.AGREED)
        case OperationKind.VISIT_START, Visit() if row.status in (VisitStatus.SUBMITTED, VisitStatus.REVIEWED):
            return Decision(Verdict.AGREED)  # of a pair: the other has closed it
        case OperationKind.VISIT_REOPEN, _ if is_others:
            return review("illegal_step", step="reopen")
    return _do(session, ground, operation, row, user_id, now)


def _do(
    session: Session,
    ground: DecisionGround,
    operation: Operation,
    row: Visit | Case | Resident,
    user_id: uuid.UUID | None,
    now: dt.datetime,
) -> Decision:
    if isinstance(row, Visit) and operation.kind.startswith("visit."):
        return _step(session, ground, operation, row, user_id, now)
    match operation.kind, row:
        case OperationKind.SUBMISSION_CREATE, _:
            return create_submission(session, ground, operation, row, now=now, is_late=False)
        case ((OperationKind.RESIDENT_EDIT | OperationKind.CASE_EDIT | OperationKind.CONFLICT_RESOLVE), _):
            write = take_resolution if operation.kind == OperationKind.CONFLICT_RESOLVE else edit_fields
            return write(session, ground, operation, row, user_id=user_id, now=now)
        case OperationKind.ATTACHMENT_ADD, Visit():
            return attach_file(session, operation, row, user_id=user_id, now=now)
    return _note(session, operation, now)


def _step(
    session: Session,
    ground: DecisionGround,
    operation: Operation,
    visit: Visit,
    user_id: uuid.UUID | None,
    now: dt.datetime,
) -> Decision:
    """A workflow command on a visit."""
    match operation.kind:
        case OperationKind.VISIT_START:
            return start_visit(session, operation, visit, user_id=user_id, now=now)
        case OperationKind.VISIT_SUBMIT:
            return submit_visit(session, ground, operation, visit, user_id=user_id, now=now)
        case OperationKind.VISIT_CANNOT_COMPLETE:
            return hand_back_visit(session, operation, visit, user_id=user_id, now=now)
        case OperationKind.VISIT_REOPEN:
            return reopen_visit(session, ground, operation, visit, user_id=user_id, now=now)
    return review("unknown_kind", kind=operation.kind)


def _note(session: Session, operation: Operation, now: dt.datetime) -> Decision:
    """What only adds to the record."""
    match operation.kind:
        case OperationKind.NOTE_ADD:
            return add_note(operation)
        case OperationKind.ALERT_TOLD:
            return note_who_was_told(session, operation, now)
        case OperationKind.ALERT_RAISE:
            return Decision(Verdict.APPLIED) if operation.alerts else review("no_alert")
    return review("unknown_kind", kind=operation.kind)
