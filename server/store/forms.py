"""Reads forms and their published versions. Never loads a spreadsheet where only the questions are wanted."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session, defer, undefer

from server.domain.words import UNDONE_VISIT_STATUSES
from server.store.tables import Form, FormUpload, FormVersion, Submission, Visit

Row = TypeVar("Row")


class FormNotFoundError(LookupError):
    """No such form, version or upload (any more)."""


@dataclass(frozen=True, slots=True)
class StoredXform:
    """What a submission is read by."""

    form_id: str
    xform: str


def find_xform(session: Session, form_version_id: uuid.UUID) -> StoredXform | None:
    """The XForm of a version, current or retired."""
    row = session.execute(
        select(Form.form_id, FormVersion.xform)
        .join(Form, Form.id == FormVersion.form_ref_id)
        .where(FormVersion.id == form_version_id)
    ).one_or_none()
    return None if row is None else StoredXform(row.form_id, row.xform)


def find_version(session: Session, form: Form, version_label: str) -> FormVersion | None:
    """The version of that label, current or retired, without its spreadsheet."""
    return session.scalar(
        select(FormVersion)
        .options(defer(FormVersion.xlsx))
        .where(FormVersion.form_ref_id == form.id, FormVersion.version_label == version_label)
    )


def find_version_id(session: Session, form_ref_id: uuid.UUID, version_label: str) -> uuid.UUID | None:
    """Of the version of that label, current or retired."""
    return session.scalar(_VERSION_ID, {"form_ref_id": form_ref_id, "version_label": version_label})


_VERSION_ID = select(FormVersion.id).where(
    FormVersion.form_ref_id == bindparam("form_ref_id"), FormVersion.version_label == bindparam("version_label")
)


def find_version_of_form(session: Session, form_ref_id: uuid.UUID, version_id: uuid.UUID) -> FormVersion | None:
    """That version, current or retired, if it is one of this form."""
    version = session.get(FormVersion, version_id, options=[defer(FormVersion.xlsx)])
    return version if version is not None and version.form_ref_id == form_ref_id else None


def list_all_questions(session: Session, form: Form) -> list[list[Any]]:
    """The questions of every version of a form, the newest first."""
    newest = select(FormVersion.questions).where(FormVersion.form_ref_id == form.id)
    return list(session.scalars(newest.order_by(FormVersion.published_at.desc(), FormVersion.id.desc())))


def is_file_published(session: Session, xlsx_sha256: str) -> bool:
    """Whether a version was ever made from exactly this spreadsheet."""
    return session.scalar(select(FormVersion.id).where(FormVersion.xlsx_sha256 == xlsx_sha256).limit(1)) is not None


def list_versions(session: Session, form: Form) -> list[FormVersion]:
    """A form's versions without their spreadsheets, the newest first."""
    found = session.scalars(
        select(FormVersion)
        .options(defer(FormVersion.xlsx))
        .where(FormVersion.form_ref_id == form.id)
        .order_by(FormVersion.published_at.desc(), FormVersion.id.desc())
    )
    return list(found)


@dataclass(frozen=True, slots=True)
class ListedForm:
    """One line of the list of forms. `version_label` is the current version's, or the newest one's where all are retired."""

    id: uuid.UUID
    form_id: str
    title: str
    version_label: str
    published_at: dt.datetime
    retired_at: dt.datetime | None
    submissions: int


def list_forms(session: Session) -> list[ListedForm]:
    """Every form by its title; submissions of all its versions are counted."""
    counts = (
        select(FormVersion.form_ref_id, func.count().label("submissions"))
        .join(Submission, Submission.form_version_id == FormVersion.id)
        .group_by(FormVersion.form_ref_id)
        .subquery()
    )
    rows = session.execute(
        select(
            Form.id,
            Form.form_id,
            Form.title,
            FormVersion.version_label,
            FormVersion.published_at,
            FormVersion.retired_at,
            func.coalesce(counts.c.submissions, 0),
        )
        .join(FormVersion, FormVersion.form_ref_id == Form.id)
        .outerjoin(counts, counts.c.form_ref_id == Form.id)
        .order_by(Form.title, Form.id, FormVersion.retired_at.is_not(None), FormVersion.published_at.desc())
    )
    first: dict[uuid.UUID, ListedForm] = {}
    for row in rows:
        first.setdefault(row[0], ListedForm(*row))
    return list(first.values())


def get_form(session: Session, form_ref_id: uuid.UUID) -> Form:
    """Raises FormNotFoundError."""
    return _found(session.get(Form, form_ref_id))


def find_form(session: Session, form_id: str) -> Form | None:
    """By the id that its spreadsheet gives it."""
    return session.scalar(select(Form).where(Form.form_id == form_id))


def find_current(session: Session, form_ref_id: uuid.UUID) -> FormVersion | None:
    """The version that new drafts begin with, without its spreadsheet; None for a retired form."""
    return session.scalar(
        select(FormVersion)
        .options(defer(FormVersion.xlsx))
        .where(FormVersion.form_ref_id == form_ref_id, FormVersion.retired_at.is_(None))
        .order_by(FormVersion.published_at.desc(), FormVersion.id.desc())
        .limit(1)
    )


def get_version(session: Session, version_id: uuid.UUID, *, with_file: bool = False) -> FormVersion:
    """Raises FormNotFoundError."""
    option = undefer(FormVersion.xlsx) if with_file else defer(FormVersion.xlsx)
    return _found(session.get(FormVersion, version_id, options=[option]))


def count_submissions(session: Session, version_ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, int]:
    """How many submissions each version has; a version without any is missing."""
    counted = session.execute(
        select(Submission.form_version_id, func.count())
        .where(Submission.form_version_id.in_(version_ids))
        .group_by(Submission.form_version_id)
    )
    return {version_id: count for version_id, count in counted if version_id is not None}


def count_undone_visits(session: Session, form_id: str) -> int:
    """How many visits are still to be made with this form."""
    query = select(func.count()).select_from(Visit)
    return session.scalar(query.where(Visit.form_id == form_id, Visit.status.in_(UNDONE_VISIT_STATUSES))) or 0


def list_uploads(session: Session, form_ref_id: uuid.UUID | None = None) -> list[FormUpload]:
    """Uploads that wait, of one form or all, without their files, the newest first."""
    query = select(FormUpload).options(
        defer(FormUpload.xlsx), defer(FormUpload.xform), defer(FormUpload.questions), defer(FormUpload.warnings)
    )
    if form_ref_id is not None:
        query = query.where(FormUpload.form_ref_id == form_ref_id)
    return list(session.scalars(query.order_by(FormUpload.uploaded_at.desc(), FormUpload.id.desc())))


def get_upload(session: Session, upload_id: uuid.UUID, *, lock: bool = False) -> FormUpload:
    """Raises FormNotFoundError. `lock` holds it against another publisher until the transaction ends."""
    query = select(FormUpload).where(FormUpload.id == upload_id)
    return _found(session.scalar(query.with_for_update(key_share=True) if lock else query))


def list_named_sha256(session: Session) -> set[str]:
    """Of every file that a version or an upload shows in its labels."""
    stored = [*session.scalars(select(FormVersion.media)), *session.scalars(select(FormUpload.media))]
    return {str(one["sha256"]) for media in stored for one in media}


def _found(row: Row | None) -> Row:
    if row is None:
        raise FormNotFoundError
    return row
