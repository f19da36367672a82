"""Take a spreadsheet in: convert it, check it, and keep it for a person to look at before phones get it.

A spreadsheet that is refused leaves nothing; one that says what a version says already leaves nothing either.
"""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import asdict, dataclass

from server.domain.file_name import plain_file_name
from server.forms.conversion import ConvertedForm, FormProblem, FormRefusedError, convert_xlsform
from server.forms.questions import question_json
from server.store.audit_writes import record_audit
from server.store.form_writes import delete_upload, save_upload
from server.store.forms import find_form, get_form, get_upload, list_versions
from server.store.tables import Form, FormUpload
from server.store.unit_of_work import write_transaction
from server.use_cases.publish_form import find_same, list_needs, media_of_version_before, refuse_taken_label

__all__ = ["FormProblem", "FormRefusedError", "Received", "discard_upload", "upload_form"]


@dataclass(frozen=True, slots=True)
class Received:
    """What became of the spreadsheet: an upload that waits, or the version that says the same already."""

    upload_id: uuid.UUID | None = None
    same_version_id: uuid.UUID | None = None


def upload_form(
    spreadsheet: bytes, *, file_name: str, form_ref_id: uuid.UUID | None, user_id: uuid.UUID, now: dt.datetime
) -> Received:
    """Keep it as a new version of the form `form_ref_id`, or as a form that is not there yet (None).

    It has the files of the version before that it names too (add_form_media.py takes others).

    Raises FormNotFoundError, and FormRefusedError with what its author must change.
    """
    name = plain_file_name(file_name)
    converted = convert_xlsform(spreadsheet, name, list_needs())
    with write_transaction() as session:
        wanted = None if form_ref_id is None else get_form(session, form_ref_id)
        form = find_form(session, converted.form_id)
        versions = [] if form is None else list_versions(session, form)
        same = find_same(versions, converted.xlsx_sha256, converted.xform)
        if same is not None and (wanted is None or wanted is form):
            return Received(same_version_id=same.id)
        _check_form_id(converted.form_id, form, wanted)
        refuse_taken_label(versions, converted.version_label)
        upload = _make_upload(converted, spreadsheet, name, form, user_id, now)
        upload.media = media_of_version_before(versions, converted.xform)
        save_upload(session, upload)
        record_audit(
            session,
            action="form.upload",
            at=now,
            user_id=user_id,
            entity_type="form_upload",
            entity_id=upload.id,
            fields={"xlsx_sha256": {"old": None, "new": upload.xlsx_sha256}},
        )
        return Received(upload_id=upload.id)


def discard_upload(upload_id: uuid.UUID, *, user_id: uuid.UUID, now: dt.datetime) -> None:
    """Put an upload aside: its row goes. Raises FormNotFoundError when it is published or gone already."""
    with write_transaction() as session:
        upload = get_upload(session, upload_id, lock=True)
        record_audit(
            session,
            action="form.discard_upload",
            at=now,
            user_id=user_id,
            entity_type="form_upload",
            entity_id=upload.id,
            fields={"xlsx_sha256": {"old": upload.xlsx_sha256, "new": None}},
        )
        delete_upload(session, upload)


def _check_form_id(form_id: str, form: Form | None, wanted: Form | None) -> None:
    if wanted is None and form is not None:
        message = (
            f"The form_id “{form_id}” is taken by the form “{form.title}”. Give this form another form_id, "
            "or upload it on that form’s page as its new version."
        )
        raise FormRefusedError([FormProblem(message, "settings", 2)])
    if wanted is not None and form_id != wanted.form_id:
        message = f"This spreadsheet is of the form “{form_id}”, and this page is of “{wanted.form_id}”."
        raise FormRefusedError([FormProblem(message, "settings", 2)])


def _make_upload(
    converted: ConvertedForm, spreadsheet: bytes, name: str, form: Form | None, user_id: uuid.UUID, now: dt.datetime
) -> FormUpload:
    return FormUpload(
        form_ref_id=None if form is None else form.id,
        form_id=converted.form_id,
        version_label=converted.version_label,
        title=converted.title,
        file_name=name,
        xlsx=spreadsheet,
        xlsx_sha256=converted.xlsx_sha256,
        xform=converted.xform,
        questions=[question_json(question) for question in converted.questions],
        languages=list(converted.languages),
        warnings=[asdict(warning) for warning in converted.warnings],
        uploaded_at=now,
        uploaded_by_id=user_id,
    )
