"""Publish a spreadsheet as a new, unchanging version of its form, and take the earlier ones out of use.

A published version is never altered: other content under a label that is taken is refused.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import uuid

from sqlalchemy.orm import Session

from server.forms.conversion import ConvertedForm, FormProblem, FormRefusedError, convert_xlsform
from server.forms.questions import question_json
from server.forms.shipped_forms import list_shipped_forms, read_shipped_form
from server.store.audit_writes import record_audit
from server.store.form_writes import lock_form, retire_versions, save_form, save_form_version
from server.store.forms import is_file_published, list_versions
from server.store.tables import Form, FormVersion
from server.store.unit_of_work import read_snapshot, write_transaction


def publish_form(xlsx: bytes, *, user_id: uuid.UUID | None, now: dt.datetime) -> uuid.UUID:
    """Publish and return the version's id. The same spreadsheet again changes nothing. Raises FormRefusedError."""
    converted = convert_xlsform(xlsx)
    with write_transaction() as session:
        return _publish(session, converted, xlsx, user_id=user_id, now=now)


def publish_shipped_forms(*, now: dt.datetime) -> list[str]:
    """Publish the forms that come with this release; returns the form_ids published now.

    Every start may call it. A form whose current version a council published itself is left alone.
    """
    published = []
    for form_id in list_shipped_forms():
        xlsx = read_shipped_form(form_id)
        with read_snapshot() as session:
            if is_file_published(session, hashlib.sha256(xlsx).hexdigest()):
                continue  # before the conversion, which takes longer than everything else at a start
        converted = convert_xlsform(xlsx)
        with write_transaction() as session:
            form = lock_form(session, converted.form_id)
            versions = [] if form is None else list_versions(session, form)
            own = any(version.retired_at is None and version.published_by_id is not None for version in versions)
            if own or _find_same(versions, converted) is not None:
                continue
            _publish(session, converted, xlsx, user_id=None, now=now)
            published.append(converted.form_id)
    return published


def _publish(
    session: Session, converted: ConvertedForm, xlsx: bytes, *, user_id: uuid.UUID | None, now: dt.datetime
) -> uuid.UUID:
    form = lock_form(session, converted.form_id) or save_form(session, converted.form_id, converted.title)
    versions = list_versions(session, form)
    same = _find_same(versions, converted)
    if same is not None:
        return same.id
    if any(version.version_label == converted.version_label for version in versions):
        message = f"Version {converted.version_label} is published with other content. Raise `version` and try again."
        raise FormRefusedError([FormProblem(message, "settings", 2)])
    retire_versions(versions, now=now)
    form.title = converted.title
    version = save_form_version(session, _make_version(form, converted, xlsx, user_id=user_id, now=now))
    record_audit(
        session,
        action="form.publish",
        at=now,
        user_id=user_id,
        entity_type="form_version",
        entity_id=version.id,
        fields={"version_label": {"old": None, "new": version.version_label}},
    )
    return version.id


def _find_same(versions: list[FormVersion], converted: ConvertedForm) -> FormVersion | None:
    """A version with the same file, or with the same label and the same XForm (a spreadsheet only saved again)."""
    for version in versions:
        if version.xlsx_sha256 == converted.xlsx_sha256:
            return version
        if (version.version_label, version.xform) == (converted.version_label, converted.xform):
            return version
    return None


def _make_version(
    form: Form, converted: ConvertedForm, xlsx: bytes, *, user_id: uuid.UUID | None, now: dt.datetime
) -> FormVersion:
    return FormVersion(
        form_ref_id=form.id,
        version_label=converted.version_label,
        title=converted.title,
        xlsx=xlsx,
        xlsx_sha256=converted.xlsx_sha256,
        xform=converted.xform,
        questions=[question_json(question) for question in converted.questions],
        languages=list(converted.languages),
        published_at=now,
        published_by_id=user_id,
    )
