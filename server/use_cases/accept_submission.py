"""Take a submission in that a person accepted: late, unprovable, or from a revoked device. Makes its edits and referrals real.

What it made when it came stays; its edits, kept as proposals until now, go through the merge. Runs inside the caller's
savepoint on locked rows.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import replace

from sqlalchemy.orm import Session

from server.domain.decision import Decision
from server.domain.operation import DerivedOperation, Operation, read_operation
from server.domain.words import Verdict
from server.store import tables
from server.store.decision_ground import DecisionGround
from server.store.review_queue_writes import list_open_children
from server.store.submissions_of_visit import find_submission_of_operation
from server.store.tables import Case, Resident, Submission, Visit
from server.use_cases.create_submission import create_submission, decide_child, save_derived, sum_up
from server.use_cases.find_corrected import find_corrected
from server.use_cases.make_contact import make_contact
from server.use_cases.make_referrals import make_referrals
from server.use_cases.read_payload import read_payload


def accept_submission(
    session: Session, ground: DecisionGround, operation: Operation, row: Visit | Case | Resident, *, now: dt.datetime
) -> Decision:
    """The submission becomes the visit's own as far as another report does not stand there already."""
    submission = find_submission_of_operation(session, operation.op_id)
    if submission is None:
        return create_submission(session, ground, operation, row, now=now, is_late=False, vouched=True)
    edits = merge_children(session, ground, operation.op_id, now)
    made = save_derived(session, ground, operation, row, _refer(session, operation, submission, now), now=now)
    return sum_up(edits | made)


def _refer(session: Session, operation: Operation, submission: Submission, now: dt.datetime) -> list[DerivedOperation]:
    """Hand on the needs it records, once: what came late had handed on none."""
    read = read_payload(session, operation)
    submission.corrects_id = find_corrected(session, operation, read, submission.visit_id)
    made = make_referrals(session, operation, submission, read.meaning, now)
    called, unkept = make_contact(session, operation, submission, read.meaning, now)
    found = [*made.problems, *unkept]
    submission.problems = [*submission.problems, *(problem.as_json() for problem in found)]
    return made.derived + called


def _of_its_writer(child: Operation, row: tables.Operation) -> Operation:
    return replace(child, user_id=row.user_id)


def merge_submission(
    session: Session, ground: DecisionGround, operation: Operation, row: Visit | Case | Resident, now: dt.datetime
) -> Decision:
    """Only its edits go through the merge; it makes nothing else, and stands beside the visit's own report."""
    if find_submission_of_operation(session, operation.op_id) is None:
        create_submission(session, ground, operation, row, now=now, is_late=True)
        session.flush()
    summed = sum_up(merge_children(session, ground, operation.op_id, now))
    return summed if summed.verdict is Verdict.CONFLICT else Decision(Verdict.MERGED, None, summed.detail)


def merge_children(session: Session, ground: DecisionGround, op_id: uuid.UUID, now: dt.datetime) -> dict[str, Decision]:
    """Decide the edits of a submission that stayed proposals; the decisions by what they edit."""
    return settle_children(session, ground, list_open_children(session, op_id), now)


def settle_children(
    session: Session, ground: DecisionGround, children: Iterable[tables.Operation], now: dt.datetime
) -> dict[str, Decision]:
    """Decide each of these edits through the merge and store the new verdict on it."""
    decisions: dict[str, Decision] = {}
    for row in children:
        child = read_operation(row.envelope)
        if not isinstance(child, Operation):
            continue
        session.flush()
        decision = decide_child(session, ground, _of_its_writer(child, row), now, vouched=True)
        row.verdict, row.verdict_reason = decision.verdict.value, decision.reason
        row.verdict_detail = dict(decision.detail) if decision.detail is not None else None
        row.decided_at = now
        if decision.changes is not None:
            row.row_version, row.changed = decision.changes.row_version, dict(decision.changes.fields)
        decisions[f"{child.entity_type}.{'.'.join(sorted(child.fields)) or child.op_id}"] = decision
    return decisions
