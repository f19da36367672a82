"""Reads one visit with all that belongs to it, for the office's page. Writes nothing; the caller audits the view."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from server.domain.picture import CoverKind
from server.store.markers import list_markers
from server.store.office_referrals import MadeReferral, list_made_referrals
from server.store.photo_notes import list_photo_notes
from server.store.pictures import list_covers, list_sizes
from server.store.tables import (
    Address,
    Alert,
    Attachment,
    Case,
    Conflict,
    Cover,
    FormVersion,
    Programme,
    Resident,
    Submission,
    SubmissionReview,
    User,
    Visit,
    WarningMarker,
)

MOST_PHOTOS = 200  # on one page: as many as one submission may name


@dataclass(frozen=True, slots=True)
class Photo:
    """An attachment, the sizes (longest side in pixels) in which it can be shown, and what is covered of it.

    `by` is who took it, `note` what a loose one shows, in their words.
    """

    attachment: Attachment
    sizes: frozenset[int]
    covers: Sequence[Cover] = ()
    by: str | None = None
    note: str | None = None

    @property
    def is_hidden(self) -> bool:
        """Whether nobody is shown it."""
        return any(cover.kind == CoverKind.WHOLE for cover in self.covers)


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeVisit:
    """A visit and everything round it. `submissions` are newest first; `reviews` oldest first; of `photos` one page."""

    visit: Visit
    resident: Resident
    address: Address | None
    case: Case
    programme: Programme
    officer: User | None
    markers: Sequence[WarningMarker]
    submissions: Sequence[tuple[Submission, FormVersion | None]]
    reviews: Sequence[SubmissionReview]
    photos: Sequence[Photo]
    photo_count: int
    alerts: Sequence[Alert]
    conflicts: Sequence[Conflict]
    referrals: Sequence[MadeReferral]


def find_office_visit(session: Session, visit_id: uuid.UUID, *, photos_page: int = 1) -> OfficeVisit | None:
    """The visit, or None."""
    row = session.execute(
        select(Visit, Resident, Address, Case, Programme, User)
        .join(Resident, Resident.id == Visit.resident_id)
        .join(Case, Case.id == Visit.case_id)
        .join(Programme, Programme.id == Case.programme_id)
        .outerjoin(Address, Address.id == Visit.address_id)
        .outerjoin(User, User.id == Visit.officer_id)
        .where(Visit.id == visit_id)
    ).one_or_none()
    if row is None:
        return None
    visit, resident, address, case, programme, officer = row
    submissions = [
        (submission, version)
        for submission, version in session.execute(
            select(Submission, FormVersion)
            .outerjoin(FormVersion, FormVersion.id == Submission.form_version_id)
            .where(Submission.visit_id == visit_id)
            .order_by(Submission.received_at.desc(), Submission.id.desc())
        )
    ]
    ids = [submission.id for submission, _ in submissions]
    instance_ids = [submission.instance_id for submission, _ in submissions]
    return OfficeVisit(
        visit=visit,
        resident=resident,
        address=address,
        case=case,
        programme=programme,
        officer=officer,
        markers=list_markers(session, resident.id, visit.address_id),
        submissions=submissions,
        reviews=session.scalars(
            select(SubmissionReview).where(SubmissionReview.submission_id.in_(ids)).order_by(SubmissionReview.id)
        ).all(),
        photos=list_photos(session, visit_id, instance_ids, page=photos_page),
        photo_count=count_photos(session, visit_id, instance_ids),
        alerts=session.scalars(
            select(Alert).where(Alert.visit_id == visit_id).order_by(Alert.raised_at, Alert.id)
        ).all(),
        conflicts=_list_open_conflicts(session, {visit.id, resident.id, case.id}),
        referrals=list_made_referrals(session, ids),
    )


def list_photos(session: Session, visit_id: uuid.UUID, instance_ids: Sequence[str], *, page: int = 1) -> list[Photo]:
    """A page of the visit's attachments in the order of capture, whole or still expected, with the sizes made so far.

    A phone may send any number of files; a page shows MOST_PHOTOS.
    """
    found = session.execute(
        select(Attachment, User.name)
        .outerjoin(User, User.id == Attachment.uploaded_by_id)
        .where(_is_of(visit_id, instance_ids))
        .order_by(Attachment.captured_at, Attachment.created_at, Attachment.id)
        .offset((page - 1) * MOST_PHOTOS)
        .limit(MOST_PHOTOS)
    ).all()
    notes = list_photo_notes(session, [visit_id])
    photos = describe_photos(session, [attachment for attachment, _ in found])
    return [
        replace(photo, by=by, note=notes.get(photo.attachment.id)) for photo, (_, by) in zip(photos, found, strict=True)
    ]


def count_photos(session: Session, visit_id: uuid.UUID, instance_ids: Sequence[str]) -> int:
    """How many attachments there are in all."""
    return session.scalar(select(func.count()).select_from(Attachment).where(_is_of(visit_id, instance_ids))) or 0


def _is_of(visit_id: uuid.UUID, instance_ids: Sequence[str]) -> ColumnElement[bool]:
    return or_(Attachment.visit_id == visit_id, Attachment.instance_id.in_(instance_ids))


def describe_photos(session: Session, attachments: Sequence[Attachment]) -> list[Photo]:
    """Each as it may be shown now, in the same order."""
    ids = [attachment.id for attachment in attachments]
    sizes, covers = list_sizes(session, ids), list_covers(session, ids)
    return [Photo(one, sizes.get(one.id, frozenset()), covers.get(one.id, ())) for one in attachments]


def _list_open_conflicts(session: Session, entity_ids: set[uuid.UUID]) -> Sequence[Conflict]:
    found = select(Conflict).where(Conflict.entity_id.in_(entity_ids), Conflict.resolved_at.is_(None))
    return session.scalars(found.order_by(Conflict.opened_at, Conflict.id)).all()
