"""Reads submissions for those who take them in. Shows none of them (office_visit.py does)."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.store.tables import Form, FormVersion, Referral, Submission


def find_submission_by_instance(session: Session, instance_id: str) -> Submission | None:
    """The submission of this instance."""
    return session.scalar(select(Submission).where(Submission.instance_id == instance_id))


def find_earlier_submission(
    session: Session, *, visit_id: uuid.UUID, form_id: str, user_id: uuid.UUID | None
) -> Submission | None:
    """What the same writer sent of the same form for the same visit before, the newest; a new one corrects it."""
    return session.scalar(
        select(Submission)
        .join(FormVersion, FormVersion.id == Submission.form_version_id)
        .join(Form, Form.id == FormVersion.form_ref_id)
        .where(
            Submission.visit_id == visit_id,
            Form.form_id == form_id,
            Submission.submitted_by_id == user_id,
        )
        .order_by(Submission.received_at.desc(), Submission.id.desc())
        .limit(1)
    )


def list_referrals_of_visit(session: Session, visit_id: uuid.UUID) -> Sequence[Referral]:
    """The referrals that submissions of a visit made, the oldest first, held until the transaction ends."""
    made_here = select(Submission.id).where(Submission.visit_id == visit_id)
    return session.scalars(
        select(Referral)
        .where(Referral.submission_id.in_(made_here))
        .order_by(Referral.made_at, Referral.id)
        .with_for_update()
    ).all()
