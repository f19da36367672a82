"""Reads forms and their published versions. Never loads a spreadsheet where only the questions are wanted."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, defer

from server.store.tables import Form, FormVersion


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


def find_form(session: Session, form_id: str) -> Form | None:
    """The form of this form_id, whether a version of it is current or not."""
    return session.scalar(select(Form).where(Form.form_id == form_id))


def find_form_by_ref(session: Session, form_ref_id: uuid.UUID) -> Form | None:
    """The form of this id of ours."""
    return session.get(Form, form_ref_id)


def get_form(session: Session, form_ref_id: uuid.UUID) -> Form:
    """The form; raises where there is none."""
    return session.get_one(Form, form_ref_id)


def find_version(session: Session, form: Form, version_label: str) -> FormVersion | None:
    """The version of that label, current or retired, without its spreadsheet."""
    return session.scalar(
        select(FormVersion)
        .options(defer(FormVersion.xlsx))
        .where(FormVersion.form_ref_id == form.id, FormVersion.version_label == version_label)
    )


def find_version_of_form(session: Session, form_ref_id: uuid.UUID, version_id: uuid.UUID) -> FormVersion | None:
    """That version, current or retired, if it is one of this form."""
    version = session.get(FormVersion, version_id, options=[defer(FormVersion.xlsx)])
    return version if version is not None and version.form_ref_id == form_ref_id else None


def find_current_version(session: Session, form: Form) -> FormVersion | None:
    """The newest version that is not retired, without its spreadsheet."""
    return next((version for version in list_versions(session, form) if version.retired_at is None), None)


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


def list_all_questions(session: Session, form: Form) -> list[list[Any]]:
    """The questions of every version of a form, the newest first."""
    newest = select(FormVersion.questions).where(FormVersion.form_ref_id == form.id)
    return list(session.scalars(newest.order_by(FormVersion.published_at.desc(), FormVersion.id.desc())))
