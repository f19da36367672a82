"""Writes submissions and the referrals they make, inside the caller's transaction. The XML is stored as it came and never changed."""

from __future__ import annotations

import uuid
from collections.abc import Collection

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from server.domain.words import Role
from server.store.database import new_id
from server.store.tables import Attachment, Referral, Submission, Team, User


def save_submission(session: Session, submission: Submission) -> Submission:
    """Add a submission, to be written with whatever else the transaction adds."""
    submission.id = new_id()
    session.add(submission)
    return submission


def lock_submission_of_operation(session: Session, op_id: uuid.UUID) -> Submission | None:
    """The submission that this operation made, held until the transaction ends."""
    return session.scalar(select(Submission).where(Submission.op_id == op_id).with_for_update(key_share=True))


def tie_attachments(session: Session, submission: Submission, attachment_ids: Collection[uuid.UUID]) -> None:
    """Put attachments to the submission that names them, whether their bytes have come or not."""
    if attachment_ids:
        session.execute(
            update(Attachment)
            .where(Attachment.id.in_(attachment_ids), Attachment.submission_id.is_(None))
            .values(submission_id=submission.id, case_id=submission.case_id)
        )


def save_referral(session: Session, referral: Referral) -> Referral:
    """Add a referral with its first version."""
    session.add(referral)
    session.flush()
    return referral


def find_team_for(session: Session, referral_type: str, *, agreed: bool) -> Team | None:
    """The active team that takes this need, else the back office's own. A voluntary body only where they agreed to it."""
    teams = session.scalars(select(Team).where(Team.active).order_by(Team.name)).all()
    for team in teams:
        if team.voluntary and not agreed:
            continue
        if referral_type in team.referral_types:
            return team
    return session.scalar(
        select(Team)
        .join(User, User.team_id == Team.id)
        .where(User.role == Role.BACK_OFFICE, User.active, Team.active)
        .order_by(Team.name)
        .limit(1)
    )
