"""Reads and writes submissions under review, inside the caller's transaction. Decides nothing (domain/review.py)."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Sequence

from sqlalchemy import case, func, or_, select
from sqlalchemy.orm import Session

from server.domain.operation import OperationKind, parse_id
from server.domain.words import UNDONE_VISIT_STATUSES, ReviewState, Verdict
from server.store.tables import Operation, OperationSettlement, Submission, SubmissionReview, Visit


def lock_submission_and_visit(session: Session, submission_id: uuid.UUID) -> tuple[Submission, Visit | None] | None:
    """Both rows, held against other reviewers and phones; the visit first, as every writer of visits does."""
    visit_id = session.scalar(select(Submission.visit_id).where(Submission.id == submission_id))
    visit = (
        session.scalar(select(Visit).where(Visit.id == visit_id).with_for_update(key_share=True)) if visit_id else None
    )
    submission = session.scalar(
        select(Submission).where(Submission.id == submission_id).with_for_update(key_share=True)
    )
    return None if submission is None else (submission, visit)


def is_planned_again(session: Session, visit: Visit) -> bool:
    """Whether the case has another visit to be done on the same day, as it may have once this one is done."""
    beside = (Visit.case_id == visit.case_id, Visit.planned_on == visit.planned_on, Visit.id != visit.id)
    return session.scalar(select(Visit.id).where(*beside, Visit.status.in_(UNDONE_VISIT_STATUSES)).limit(1)) is not None


def is_own_submission(session: Session, submission: Submission) -> bool:
    """Whether this is the submission that stands for its visit: only that one moves the visit."""
    return submission.visit_id is not None and find_own_submission_id(session, submission.visit_id) == submission.id


def find_own_submission_id(session: Session, visit_id: uuid.UUID) -> uuid.UUID | None:
    """The submission that closed the visit last; while none has, the newest that is not a late report.

    A late report that a person accepted beside another one stands on the page too, and moves nothing.
    """
    closing = session.scalars(
        select(Operation.envelope)
        .where(
            Operation.entity_id == visit_id,
            Operation.kind == OperationKind.VISIT_SUBMIT,
            Operation.verdict == Verdict.APPLIED,
        )
        .order_by(Operation.decided_at.desc(), Operation.seq.desc())
        .limit(1)
    ).first()
    payload = closing.get("payload") if closing else None
    op_id = parse_id(payload.get("submission_op_id")) if isinstance(payload, dict) else None
    of_visit = (
        select(Submission.id)
        .outerjoin(Operation, Operation.op_id == Submission.op_id)
        .where(Submission.visit_id == visit_id, func.coalesce(Operation.verdict, "") != Verdict.REVIEW)
        .order_by(case((Submission.op_id == op_id, 0), else_=1), Submission.received_at.desc(), Submission.id.desc())
        .limit(1)
    )
    return session.scalar(of_visit)


def find_late_states(session: Session, op_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    """What became of those of the submissions' operations that came late: `unsettled`, or a person's decision."""
    rows = session.execute(
        select(Operation.op_id, OperationSettlement.decision)
        .outerjoin(OperationSettlement, OperationSettlement.op_id == Operation.op_id)
        .where(
            Operation.op_id.in_(op_ids),
            or_(Operation.verdict == Verdict.REVIEW, OperationSettlement.op_id.is_not(None)),
        )
    )
    return {op_id: decision or "unsettled" for op_id, decision in rows}


def lock_issues_of(session: Session, owner_id: uuid.UUID) -> list[Submission]:
    """Submissions with issues that this person looks into, each held with its visit until the transaction ends."""
    held = (Submission.review_state == ReviewState.HAS_ISSUES, Submission.review_owner_id == owner_id)
    ids = session.scalars(select(Submission.id).where(*held).order_by(Submission.visit_id, Submission.id)).all()
    locked = [found[0] for one in ids if (found := lock_submission_and_visit(session, one)) is not None]
    return [one for one in locked if one.review_state == ReviewState.HAS_ISSUES and one.review_owner_id == owner_id]


def list_approved_at(session: Session, approved_at: dt.datetime, by_id: uuid.UUID) -> Sequence[uuid.UUID]:
    """What this person approved at that instant, in the order in which it was done."""
    return session.scalars(
        select(SubmissionReview.submission_id)
        .where(
            SubmissionReview.reviewed_at == approved_at,
            SubmissionReview.reviewed_by_id == by_id,
            SubmissionReview.review_state == ReviewState.APPROVED,
        )
        .order_by(SubmissionReview.id)
    ).all()


def is_approved_since(session: Session, submission_id: uuid.UUID, approved_at: dt.datetime, by_id: uuid.UUID) -> bool:
    """Whether the last step of its review is that approval."""
    last = session.scalars(
        select(SubmissionReview)
        .where(SubmissionReview.submission_id == submission_id)
        .order_by(SubmissionReview.id.desc())
        .limit(1)
    ).first()
    return last is not None and (last.review_state, last.reviewed_at, last.reviewed_by_id) == (
        ReviewState.APPROVED,
        approved_at,
        by_id,
    )
