"""Publish a spreadsheet as a new, unchanging version of its form, and take the earlier ones out of use.

A published version is never altered: other content under a label that is taken is refused.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import uuid
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy.orm import Session

from server.domain.form_medium import medium_json, read_media, take_over
from server.domain.shipped_settings import REFERRAL_LIST
from server.domain.words import ReferralType
from server.forms.conversion import ConvertedForm, FormProblem, FormRefusedError, convert_xlsform
from server.forms.named_media import list_named_media
from server.forms.questions import question_json
from server.forms.shipped_forms import list_shipped_forms, read_shipped_form
from server.store.audit_writes import record_audit
from server.store.code_lists import list_in_use
from server.store.form_writes import delete_upload, lock_form, retire_versions, save_form, save_form_version
from server.store.forms import get_upload, is_file_published, list_versions
from server.store.tables import Form, FormUpload, FormVersion
from server.store.unit_of_work import read_snapshot, write_transaction

__all__ = ["FormProblem", "FormRefusedError", "PublishRefusedError", "publish_form", "publish_upload"]


class PublishRefusedError(Exception):
    """The upload cannot be published as it was seen; `reason` is moved_on or taken. Nothing was written."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def publish_form(xlsx: bytes, *, user_id: uuid.UUID | None, now: dt.datetime, file_name: str = "") -> uuid.UUID:
    """Publish and return the version's id. The same spreadsheet again changes nothing. Raises FormRefusedError."""
    converted = convert_xlsform(xlsx, file_name, list_needs())
    with write_transaction() as session:
        form = lock_form(session, converted.form_id) or save_form(session, converted.form_id, converted.title)
        versions = list_versions(session, form)
        same = find_same(versions, converted.xlsx_sha256, converted.xform)
        if same is not None:
            return same.id
        refuse_taken_label(versions, converted.version_label)
        return _publish(
            session, form, versions, _make_version(form, versions, converted, xlsx), user_id=user_id, now=now
        )


def publish_upload(
    upload_id: uuid.UUID, *, seen_version_id: uuid.UUID | None, user_id: uuid.UUID, now: dt.datetime
) -> uuid.UUID:
    """The upload becomes the form's current version; returns the form's id. The upload's row ends.

    `seen_version_id` is the current version that the person saw it beside. Raises FormNotFoundError, PublishRefusedError when
    another version is current by now or the form_id belongs to another form, FormRefusedError for a label that is taken.
    """
    with write_transaction() as session:
        upload = get_upload(session, upload_id, lock=True)
        form = lock_form(session, upload.form_id)
        if (None if form is None else form.id) != upload.form_ref_id:
            raise PublishRefusedError("taken")
        form = form or save_form(session, upload.form_id, upload.title)
        versions = list_versions(session, form)
        current = next((version for version in versions if version.retired_at is None), None)
        if (None if current is None else current.id) != seen_version_id:
            raise PublishRefusedError("moved_on")
        refuse_taken_label(versions, upload.version_label)
        _publish(session, form, versions, _version_of_upload(form, upload), user_id=user_id, now=now)
        delete_upload(session, upload)
        return form.id


def publish_shipped_forms(*, now: dt.datetime) -> list[str]:
    """Publish the forms that come with this release; returns the form_ids published now.

    Every start may call it. A form whose current version a council published itself, or that it has retired, is left alone.
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
            current = [version for version in versions if version.retired_at is None]
            is_councils = bool(versions) and all(version.published_by_id is not None for version in current)
            if is_councils or find_same(versions, converted.xlsx_sha256, converted.xform) is not None:
                continue
            form = form or save_form(session, converted.form_id, converted.title)
            refuse_taken_label(versions, converted.version_label)
            _publish(session, form, versions, _make_version(form, versions, converted, xlsx), user_id=None, now=now)
            published.append(converted.form_id)
    return published


def list_needs() -> tuple[str, ...]:
    """The needs that a form may hand on from now on; versions that are published hand on what they asked for."""
    with read_snapshot() as session:
        return tuple(list_in_use(session, REFERRAL_LIST)) or tuple(ReferralType)


def find_same(versions: Iterable[FormVersion], xlsx_sha256: str, xform: str) -> FormVersion | None:
    """A version made from the same file, or one that says the same (a spreadsheet only saved again)."""
    return next((one for one in versions if one.xlsx_sha256 == xlsx_sha256 or one.xform == xform), None)


def media_of_version_before(versions: Sequence[FormVersion], xform: str) -> list[dict[str, Any]]:
    """The files of the version in use, else of the newest one, that the new XForm names too; kept as it is."""
    before = next((one for one in versions if one.retired_at is None), versions[0] if versions else None)
    if before is None:
        return []
    taken = take_over(list_named_media(xform), read_media(before.media), before.version_label)
    return [medium_json(one) for one in taken]


def refuse_taken_label(versions: Iterable[FormVersion], label: str) -> None:
    """Raises FormRefusedError when a version of the form has this label already."""
    if any(version.version_label == label for version in versions):
        message = f"Version {label} is published with other content. Raise `version` and try again."
        raise FormRefusedError([FormProblem(message, "settings", 2)])


def _publish(
    session: Session,
    form: Form,
    versions: list[FormVersion],
    version: FormVersion,
    *,
    user_id: uuid.UUID | None,
    now: dt.datetime,
) -> uuid.UUID:
    retire_versions(versions, now=now)
    form.title = version.title
    version.published_at, version.published_by_id = now, user_id
    save_form_version(session, version)
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


def _make_version(form: Form, versions: Sequence[FormVersion], converted: ConvertedForm, xlsx: bytes) -> FormVersion:
    return FormVersion(
        form_ref_id=form.id,
        version_label=converted.version_label,
        title=converted.title,
        xlsx=xlsx,
        xlsx_sha256=converted.xlsx_sha256,
        xform=converted.xform,
        questions=[question_json(question) for question in converted.questions],
        languages=list(converted.languages),
        media=media_of_version_before(versions, converted.xform),
    )


def _version_of_upload(form: Form, upload: FormUpload) -> FormVersion:
    return FormVersion(
        form_ref_id=form.id,
        version_label=upload.version_label,
        title=upload.title,
        xlsx=upload.xlsx,
        xlsx_sha256=upload.xlsx_sha256,
        xform=upload.xform,
        questions=upload.questions,
        languages=upload.languages,
        media=upload.media,
    )
