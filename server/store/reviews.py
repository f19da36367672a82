"""Reads and writes submissions under review, inside the caller's transaction. Decides nothing (domain/review.py)."""

from __future__ import annotations

import uuid

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.store.tables import Submission, Visit


def lock_submission_and_visit(session: Session, submission_id: uuid.UUID) -> tuple[Submission, Visit | None] | None:
    """Both rows, held against other reviewers and phones; the visit first, as every writer of visits does."""
    visit_id = session.scalar(select(Submission.visit_id).where(Submission.id == submission_id))
    visit = session.scalar(select(Visit).where(Visit.id == visit_id).with_for_update()) if visit_id else None
    submission = session.scalar(select(Submission).where(Submission.id == submission_id).with_for_update())
    return None if submission is None else (submission, visit)


def is_newest_submission(session: Session, submission: Submission) -> bool:
    """Whether this is the latest submission of its visit: only that one moves the visit."""
    newest = (
        select(Submission.id)
        .where(Submission.visit_id == submission.visit_id)
        .order_by(Submission.received_at.desc(), Submission.id.desc())
        .limit(1)
    )
    return session.scalar(newest) == submission.id
