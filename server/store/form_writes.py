"""Writes forms, versions and uploads. A published version is never changed here but for its retirement and its return."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.store.tables import Form, FormUpload, FormVersion
from server.store.versioned_writes import hold_names


def lock_form(session: Session, form_id: str) -> Form | None:
    """The form, or that there is none yet, held against another publisher until the transaction ends."""
    held = select(Form).where(Form.form_id == form_id).with_for_update(key_share=True)
    form = session.scalar(held)
    if form is None:
        hold_names(session, Form)
        form = session.scalar(held)
    return form


def save_form(session: Session, form_id: str, title: str) -> Form:
    """Add a form nobody has published yet."""
    form = Form(form_id=form_id, title=title)
    session.add(form)
    session.flush()
    return form


def save_form_version(session: Session, version: FormVersion) -> FormVersion:
    """Add a version; its spreadsheet, XForm and questions are final."""
    session.add(version)
    session.flush()
    return version


def retire_versions(versions: Iterable[FormVersion], *, now: dt.datetime) -> None:
    """Take versions out of use; phones keep them for the drafts they have. Their row version rises so that phones learn it."""
    for version in versions:
        if version.retired_at is None:
            version.retired_at = now
            version.version += 1


def bring_back(version: FormVersion) -> None:
    """Put a retired version into use again."""
    version.retired_at = None
    version.version += 1


def save_upload(session: Session, upload: FormUpload) -> FormUpload:
    """Add an upload."""
    session.add(upload)
    session.flush()
    return upload


def delete_upload(session: Session, upload: FormUpload) -> None:
    """It was published, or put aside."""
    session.delete(upload)
    session.flush()
