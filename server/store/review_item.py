"""Reads one item of the review queue with all that a person needs to settle it. Writes nothing; the caller audits the view."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import and_, null, or_, select
from sqlalchemy.orm import Session

from server.domain.names import full_name
from server.domain.operation import clean_text
from server.domain.words import Verdict, VisitStatus
from server.store.alert_pieces import is_alert_of
from server.store.office_visit import Photo, list_photos
from server.store.review_queue import PIECE_ID, SUBJECT_ID, SUBJECT_TYPE, Parent
from server.store.tables import (
    Alert,
    Case,
    Device,
    FormVersion,
    Operation,
    OperationClash,
    OperationSettlement,
    Resident,
    Submission,
    User,
    Visit,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewItem:
    """One piece of work (review_queue.py): `open` waits for a person, `settled` does not any more; both oldest first."""

    open: Sequence[Operation]
    settled: Sequence[tuple[Operation, OperationSettlement]]
    device: Device | None
    writer: User | None
    visit: Visit | None
    case: Case | None
    resident: Resident | None
    alerts: Sequence[Alert] = ()
    # by the operation that carried it
    own_submissions: dict[uuid.UUID, tuple[Submission, FormVersion | None]] = field(default_factory=dict)
    other_submissions: Sequence[tuple[Submission, FormVersion | None]] = ()
    photos: Sequence[Photo] = ()
    other_visits: Sequence[tuple[Visit, str | None]] = ()


def find_review_item(session: Session, op_id: uuid.UUID) -> ReviewItem | None:
    """The item that the operation belongs to; None when the operation never stood in the queue."""
    named = session.execute(
        select(Operation.device_id, SUBJECT_TYPE, SUBJECT_ID, PIECE_ID)
        .outerjoin(Parent, Parent.op_id == Operation.parent_op_id)
        .where(Operation.op_id == op_id)
    ).one_or_none()
    if named is None:
        return None
    device_id, subject_type, subject_id, piece_id = named
    rows: list[tuple[Operation, OperationSettlement | None]] = [
        (operation, settlement)
        for operation, settlement in session.execute(
            select(Operation, OperationSettlement)
            .outerjoin(Parent, Parent.op_id == Operation.parent_op_id)
            .outerjoin(OperationSettlement, OperationSettlement.op_id == Operation.op_id)
            .where(
                Operation.device_id == device_id,
                and_(SUBJECT_TYPE.is_not_distinct_from(subject_type), SUBJECT_ID.is_not_distinct_from(subject_id)),
                PIECE_ID.is_not_distinct_from(piece_id),
                or_(Operation.verdict == Verdict.REVIEW, OperationSettlement.op_id.is_not(None)),
            )
            .order_by(Operation.seq)
        )
    ]
    open_ones = [operation for operation, settlement in rows if settlement is None]
    settled = [(operation, settlement) for operation, settlement in rows if settlement is not None]
    if not open_ones and not settled:
        return None
    writer_id = (open_ones or [settled[0][0]])[0].user_id
    visit, case, resident = find_subject(session, subject_type, subject_id)
    op_ids = {operation.op_id for operation, _ in rows} | {
        operation.parent_op_id for operation, _ in rows if operation.parent_op_id
    }
    own = _list_submissions(session, Submission.op_id.in_(op_ids))
    others = [
        pair
        for pair in (_list_submissions(session, Submission.visit_id == visit.id) if visit else [])
        if pair[0].op_id not in op_ids
    ]
    return ReviewItem(
        open=open_ones,
        settled=settled,
        device=session.get(Device, device_id),
        writer=session.get(User, writer_id) if writer_id else None,
        visit=visit,
        case=case,
        resident=resident,
        alerts=session.scalars(select(Alert).where(is_alert_of(op_ids)).order_by(Alert.raised_at, Alert.id)).all(),
        own_submissions={submission.op_id: (submission, version) for submission, version in own},
        other_submissions=others,
        photos=_list_photos_of(session, device_id, visit, _find_instance_ids(open_ones)),
        other_visits=list_visits_of_the_day(session, visit) if visit else (),
    )


def find_clash(session: Session, clash_id: int) -> tuple[OperationClash, Operation | None, User | None] | None:
    """What came under an id that was taken, what had taken it, and who sent it."""
    clash = session.get(OperationClash, clash_id)
    if clash is None:
        return None
    taken = session.scalar(select(Operation).where(Operation.op_id == clash.op_id))
    user = session.scalar(select(User).join(Device, Device.user_id == User.id).where(Device.id == clash.device_id))
    return clash, taken, user


def list_visits_of_the_day(session: Session, visit: Visit) -> Sequence[tuple[Visit, str | None]]:
    """Other finished visits to the same resident on the day of this one, with the officer's name."""
    rows = session.execute(
        select(Visit, User.name)
        .outerjoin(User, User.id == Visit.officer_id)
        .where(
            Visit.resident_id == visit.resident_id,
            Visit.planned_on == visit.planned_on,
            Visit.id != visit.id,
            Visit.status.in_((VisitStatus.SUBMITTED, VisitStatus.REVIEWED)),
        )
        .order_by(Visit.submitted_at, Visit.id)
    )
    return [(other, name) for other, name in rows]


def find_subject(
    session: Session, subject_type: str, subject_id: uuid.UUID
) -> tuple[Visit | None, Case | None, Resident | None]:
    """The rows an item is about, as far as they exist."""
    visit = session.get(Visit, subject_id) if subject_type == "visit" else None
    case = session.get(Case, visit.case_id if visit else subject_id) if visit or subject_type == "case" else None
    if visit is not None:
        return visit, case, session.get(Resident, visit.resident_id)
    if case is not None:
        return None, case, session.get(Resident, case.resident_id)
    return None, None, session.get(Resident, subject_id) if subject_type == "resident" else None


def _list_submissions(session: Session, condition: object) -> list[tuple[Submission, FormVersion | None]]:
    rows = session.execute(
        select(Submission, FormVersion)
        .outerjoin(FormVersion, FormVersion.id == Submission.form_version_id)
        .where(condition)  # type: ignore[arg-type]
        .order_by(Submission.received_at, Submission.id)
    )
    return [(submission, version) for submission, version in rows]


def _find_instance_ids(operations: Sequence[Operation]) -> list[str]:
    """As far as a row may have them: what no text column takes names nothing."""
    payloads = [operation.envelope.get("payload") for operation in operations]
    named = [payload.get("instance_id") for payload in payloads if isinstance(payload, dict)]
    return [name for name in named if isinstance(name, str) and clean_text(name) == name]


def _list_photos_of(
    session: Session, device_id: str, visit: Visit | None, instance_ids: Sequence[str]
) -> Sequence[Photo]:
    """Photos that this device sent of the visit, or for its submissions."""
    found = list_photos(session, visit.id if visit else uuid.UUID(int=0), instance_ids)
    return [photo for photo in found if photo.attachment.device_id == device_id]


def name_subjects(
    session: Session, subjects: Sequence[tuple[str, uuid.UUID]]
) -> dict[tuple[str, uuid.UUID], tuple[str, dt.date | None]]:
    """The resident's name, and a visit's day, for each thing that items are about; what does not exist is missing."""
    ids: dict[str, list[uuid.UUID]] = {}
    for subject_type, subject_id in subjects:
        ids.setdefault(subject_type, []).append(subject_id)
    name = (Resident.first_name, Resident.last_name)
    queries: dict[str, Any] = {
        "visit": select(Visit.id, *name, Visit.planned_on).join(Resident, Resident.id == Visit.resident_id),
        "case": select(Case.id, *name, null()).join(Resident, Resident.id == Case.resident_id),
        "resident": select(Resident.id, *name, null()),
    }
    columns = {"visit": Visit.id, "case": Case.id, "resident": Resident.id}
    found: dict[tuple[str, uuid.UUID], tuple[str, dt.date | None]] = {}
    for subject_type, query in queries.items():
        wanted = ids.get(subject_type)
        if wanted:
            for row_id, first, last, day in session.execute(query.where(columns[subject_type].in_(wanted))):
                found[subject_type, row_id] = (full_name(first, last), day)
    return found
