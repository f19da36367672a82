"""Reads forms and their published versions. Never loads a spreadsheet where only the questions are wanted."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

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
