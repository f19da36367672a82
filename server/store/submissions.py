"""Reads submissions for those who take them in. Shows none of them (office_visit.py does)."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, bindparam, case, func, or_, select
from sqlalchemy.orm import Session

from server.domain.words import Verdict
from server.store.tables import Form, FormVersion, Operation, Referral, Submission


def find_submission_by_instance(session: Session, instance_id: str) -> Submission | None:
    """The submission of this instance."""
    return session.scalar(select(Submission).where(Submission.instance_id == instance_id))


@dataclass(frozen=True, slots=True)
class Namesake:
    """A submission that an operation made, or that has its instance id."""

    submission_id: uuid.UUID
    op_id: uuid.UUID | None
    instance_id: str
    xml: str


_NAMESAKES = select(Submission.id, Submission.op_id, Submission.instance_id, Submission.xml).where(
    or_(
        Submission.op_id.in_(bindparam("op_ids", expanding=True)),
        Submission.instance_id.in_(bindparam("instance_ids", expanding=True)),
    )
)


def list_namesakes(
    session: Session | Connection, op_ids: Collection[uuid.UUID], instance_ids: Collection[str]
) -> list[Namesake]:
    """The submissions of these operations and of these instances, as far as they are there; mostly none is."""
    given = {"op_ids": list(op_ids), "instance_ids": list(instance_ids)}
    return [Namesake(*row) for row in session.execute(_NAMESAKES, given)]


def find_earlier_submission(
    session: Session, *, visit_id: uuid.UUID, form_id: str, user_id: uuid.UUID | None
) -> Submission | None:
    """The submission of the same form that stands for the visit, which a new one corrects: the writer's own newest, else
    the newest of whoever had the visit before. A late report that nobody has accepted stands for nothing.
    """
    return session.scalar(_EARLIER, {"visit": visit_id, "form": form_id, "writer": user_id})


_EARLIER = (
    select(Submission)
    .join(FormVersion, FormVersion.id == Submission.form_version_id)
    .join(Form, Form.id == FormVersion.form_ref_id)
    .outerjoin(Operation, Operation.op_id == Submission.op_id)
    .where(
        Submission.visit_id == bindparam("visit"),
        Form.form_id == bindparam("form"),
        func.coalesce(Operation.verdict, "") != Verdict.REVIEW,
    )
    .order_by(
        case((Submission.submitted_by_id.is_not_distinct_from(bindparam("writer")), 0), else_=1),
        Submission.received_at.desc(),
        Submission.id.desc(),
    )
    .limit(1)
)


def list_corrected_ids(session: Session, submission: Submission) -> set[uuid.UUID]:
    """The submissions that this one corrects: the one it names, the one that one names, and so on."""
    found = set[uuid.UUID]()
    corrects_id = submission.corrects_id
    while corrects_id is not None and corrects_id not in found:
        found.add(corrects_id)
        corrects_id = session.scalar(select(Submission.corrects_id).where(Submission.id == corrects_id))
    return found


def list_ids_of_same_form(session: Session, submission: Submission) -> set[uuid.UUID]:
    """The other submissions of the same form, visit and writer."""
    own_form = select(FormVersion.form_ref_id).where(FormVersion.id == submission.form_version_id).scalar_subquery()
    of_form = select(FormVersion.id).where(FormVersion.form_ref_id == own_form)
    found = session.scalars(
        select(Submission.id).where(
            Submission.visit_id == submission.visit_id,
            Submission.submitted_by_id == submission.submitted_by_id,
            Submission.form_version_id.in_(of_form),
            Submission.id != submission.id,
        )
    )
    return set(found)


def list_instance_ids(session: Session, submission_ids: Collection[uuid.UUID]) -> list[str]:
    """The instances of these submissions."""
    if not submission_ids:
        return []
    return list(session.scalars(select(Submission.instance_id).where(Submission.id.in_(submission_ids))))


def list_referrals_made(
    session: Session, visit_id: uuid.UUID | None, submission_ids: Collection[uuid.UUID]
) -> Sequence[Referral]:
    """The referrals of these submissions and of all that report on the visit, the oldest first, held until the transaction ends."""
    if visit_id is None and not submission_ids:
        return []
    made: ColumnElement[bool] = Referral.submission_id.in_(submission_ids)
    if visit_id is not None:
        made = or_(made, Referral.submission_id.in_(select(Submission.id).where(Submission.visit_id == visit_id)))
    return session.scalars(
        select(Referral).where(made).order_by(Referral.made_at, Referral.id).with_for_update(key_share=True)
    ).all()
