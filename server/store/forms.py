"""Reads forms and their published versions. Never loads a spreadsheet where only the questions are wanted."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, defer

from server.store.tables import Form, FormVersion


@dataclass(frozen=True, slots=True)
class FormQuestions:
    """What a submission is read by."""

    form_version_id: uuid.UUID
    form_id: str
    questions: list[Any]


def find_questions(session: Session, form_version_id: uuid.UUID) -> FormQuestions | None:
    """The questions of a version, current or retired."""
    row = session.execute(
        select(FormVersion.id, Form.form_id, FormVersion.questions)
        .join(Form, Form.id == FormVersion.form_ref_id)
        .where(FormVersion.id == form_version_id)
    ).one_or_none()
    return None if row is None else FormQuestions(row.id, row.form_id, row.questions)


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
