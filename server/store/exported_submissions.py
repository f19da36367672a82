"""Reads a form's submissions a page at a time, in the order of their arrival, for files and readers outside.

Holds no more than a page; every page is a statement of its own, so that a slow reader holds no transaction open.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, Uuid, func, literal, select, tuple_, union_all
from sqlalchemy.orm import Session, aliased

from server.domain.exported import ExportedSubmission, SubmissionFilter
from server.store.database import UtcDateTime
from server.store.tables import Attachment, FormVersion, Submission, User
from server.store.unit_of_work import read_now

PAGE = 200


@dataclass(frozen=True, slots=True)
class Place:
    """Where a reader stands: the last submission it has."""

    received_at: dt.datetime
    submission_id: uuid.UUID


def where_of(wanted: SubmissionFilter) -> list[ColumnElement[bool]]:
    """The filter as conditions on Submission joined with FormVersion."""
    found = []
    if wanted.from_at is not None:
        found.append(Submission.received_at >= wanted.from_at)
    if wanted.until_at is not None:
        found.append(Submission.received_at < wanted.until_at)
    if wanted.version_label is not None:
        found.append(FormVersion.version_label == wanted.version_label)
    if wanted.review_state is not None:
        found.append(Submission.review_state == wanted.review_state.value)
    return found


def where_of_instance(instance_id: str) -> ColumnElement[bool]:
    """Only this one."""
    return Submission.instance_id == instance_id


def count_exported(session: Session, form_ref_id: uuid.UUID, where: Sequence[ColumnElement[bool]]) -> int:
    """How many submissions of the form match."""
    query = select(func.count()).select_from(Submission).join(FormVersion, FormVersion.id == Submission.form_version_id)
    return session.scalar(query.where(FormVersion.form_ref_id == form_ref_id, *where)) or 0


def list_exported(
    session: Session,
    form_ref_id: uuid.UUID,
    where: Sequence[ColumnElement[bool]],
    *,
    after: Place | None = None,
    including: bool = False,
    newest_first: bool = False,
    limit: int = PAGE,
    offset: int = 0,
) -> list[ExportedSubmission]:
    """One page after a place, or from it on (`including`). Names are those of staff, also of people who have left."""
    window = _Window(after, including, newest_first, limit + offset)
    narrowed = select(Submission.id).join(FormVersion, FormVersion.id == Submission.form_version_id).where(*where)
    keys = [_in_order(narrowed, version_id, window) for version_id in _list_version_ids(session, form_ref_id)]
    if not keys:
        return []
    found = union_all(*(select(one.subquery()) for one in keys)).subquery()
    query = _ROWS.join(found, found.c.id == Submission.id)
    order = (Submission.received_at, Submission.id)
    query = query.order_by(*(column.desc() for column in order) if newest_first else order)
    rows = session.execute(query.limit(limit).offset(offset)).all()
    ids = [row.id for row in rows]
    files, corrections = _count_files(session, ids), _find_corrections(session, ids)
    return [_describe(row, files.get(row.id, (0, 0)), corrections.get(row.id, "")) for row in rows]


def iterate_exported(
    form_ref_id: uuid.UUID, where: Sequence[ColumnElement[bool]], *, until_at: dt.datetime
) -> Iterator[ExportedSubmission]:
    """All that had arrived by then, the oldest first, each page in a session of its own."""
    bounded, place = [*where, Submission.received_at <= until_at], None
    while True:
        with read_now() as session:
            page = list_exported(session, form_ref_id, bounded, after=place)
        yield from page
        if len(page) < PAGE:
            return
        place = Place(page[-1].received_at, page[-1].submission_id)


def list_files_of(session: Session, submission_id: uuid.UUID) -> Sequence[Attachment]:
    """The files of a submission that have come, by name; one in quarantine has."""
    has_come = Attachment.status.in_(("received", "quarantined"))
    query = select(Attachment).where(Attachment.submission_id == submission_id, Attachment.purpose == "file", has_come)
    return session.scalars(query.order_by(Attachment.name, Attachment.id)).all()


@dataclass(frozen=True, slots=True)
class _Window:
    """Which part of the order is wanted."""

    after: Place | None
    including: bool
    newest_first: bool
    limit: int


_Earlier = aliased(Submission, name="earlier")
_ROWS: Any = (
    select(
        Submission.id,
        Submission.instance_id,
        Submission.received_at,
        Submission.submitted_by_id,
        User.name.label("user_name"),
        User.role.label("user_role"),
        Submission.visit_id,
        Submission.review_state,
        FormVersion.version_label,
        _Earlier.instance_id.label("deprecated_id"),
        Submission.answers,
        Submission.problems,
    )
    .join(FormVersion, FormVersion.id == Submission.form_version_id)
    .outerjoin(User, User.id == Submission.submitted_by_id)
    .outerjoin(_Earlier, _Earlier.id == Submission.corrects_id)
)


def _list_version_ids(session: Session, form_ref_id: uuid.UUID) -> Sequence[uuid.UUID]:
    return session.scalars(select(FormVersion.id).where(FormVersion.form_ref_id == form_ref_id)).all()


def _in_order(query: Select[Any], version_id: uuid.UUID, window: _Window) -> Select[Any]:
    """The keys of one version's page, straight from its index: no page costs more than another, however many rows there are."""
    key = (Submission.received_at, Submission.id)
    query = query.where(Submission.form_version_id == version_id).limit(window.limit)
    query = query.order_by(*(column.desc() for column in key) if window.newest_first else key)
    if window.after is None:
        return query
    place = tuple_(literal(window.after.received_at, UtcDateTime()), literal(window.after.submission_id, Uuid()))
    if not window.newest_first:
        return query.where(tuple_(*key) > place)
    return query.where(tuple_(*key) <= place if window.including else tuple_(*key) < place)


def _count_files(session: Session, ids: Collection[uuid.UUID]) -> dict[uuid.UUID, tuple[int, int]]:
    """(here, named) of each submission that has files."""
    rows = session.execute(
        select(Attachment.submission_id, Attachment.status, func.count())
        .where(Attachment.submission_id.in_(ids), Attachment.purpose == "file")
        .group_by(Attachment.submission_id, Attachment.status)
    )
    found: dict[uuid.UUID, tuple[int, int]] = {}
    for submission_id, status, count in rows:
        if submission_id is not None:
            here, named = found.get(submission_id, (0, 0))
            found[submission_id] = (here + count * (status == "received"), named + count)
    return found


def _find_corrections(session: Session, ids: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    """The newest that corrects each."""
    rows = session.execute(
        select(Submission.corrects_id, Submission.instance_id)
        .where(Submission.corrects_id.in_(ids))
        .order_by(Submission.received_at, Submission.id)
    )
    return {corrects_id: instance_id for corrects_id, instance_id in rows if corrects_id is not None}


def _describe(row: Any, files: tuple[int, int], corrected_by: str) -> ExportedSubmission:
    missing = sum(1 for problem in row.problems if problem.get("code") == "file_not_listed")
    return ExportedSubmission(
        submission_id=row.id,
        instance_id=row.instance_id,
        received_at=row.received_at,
        submitter_id=row.submitted_by_id,
        submitter_name=row.user_name or "",
        submitter_role=row.user_role or "",
        visit_id=row.visit_id,
        review_state=row.review_state,
        form_version=row.version_label,
        attachments_present=files[0],
        attachments_expected=files[1] + missing,
        deprecated_id=row.deprecated_id or "",
        corrected_by=corrected_by,
        answers=row.answers,
    )
