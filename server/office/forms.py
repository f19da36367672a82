"""Forms: the list of them, each with its versions, an upload before it is published, one version with its questions.

Works without JavaScript; only the live preview needs it, and the table of questions stands below it.
"""

from __future__ import annotations

import uuid
from typing import Any

from flask import render_template, request, url_for

from server.domain.form_medium import MEGABYTE, MOST_FILE_BYTES, MOST_FORM_BYTES, read_media
from server.office.access import allowed
from server.office.blueprint import office
from server.office.form_words import part_words, problem_line, question_kind, question_words, rule_words
from server.store.forms import (
    count_submissions,
    find_current,
    get_form,
    get_upload,
    get_version,
    list_forms,
    list_uploads,
    list_versions,
)
from server.store.tables import FormUpload, FormVersion
from server.store.unit_of_work import read_snapshot
from server.store.users import names_of_users
from server.store.visit_forms import list_visit_uses, may_open_visits
from server.use_cases.compare_versions import compare_versions
from server.use_cases.open_form_medium import list_form_media

WIDTHS = ("phone", "office")


@office.get("/forms")
@allowed("forms.read")
def forms_page() -> str:
    """Every form, and uploads that wait."""
    return show_forms([])


@office.get("/forms/<uuid:form_ref_id>")
@allowed("forms.read")
def form_page(form_ref_id: uuid.UUID) -> str:
    """One form with all its versions."""
    return show_form(form_ref_id, [])


@office.get("/forms/versions/<uuid:version_id>")
@allowed("forms.read")
def form_version_page(version_id: uuid.UUID) -> str:
    """One published version: how it looks, and what it asks."""
    with read_snapshot() as session:
        version = get_version(session, version_id)
        form = get_form(session, version.form_ref_id)
        names = names_of_users(session, [version.published_by_id])
        count = count_submissions(session, [version.id]).get(version.id, 0)
    return render_template(
        "forms/version.html",
        form=form,
        version=version,
        names=names,
        count=count,
        questions=list_asked(version.questions),
        question_words=question_words,
        question_kind=question_kind,
        rule_words=rule_words,
        width=_read_width(),
        preview_url=url_for("office.preview_version", version_id=version_id),
        media=list_shown_media(version, "office.version_medium", version_id=version_id),
    )


@office.get("/forms/uploads/<uuid:upload_id>")
@allowed("forms.read")
def form_upload_page(upload_id: uuid.UUID) -> str:
    """An upload: what it changes, how it looks, and the button."""
    return show_upload(upload_id, [])


def show_forms(problems: list[str]) -> str:
    """The list, with what is wrong with a spreadsheet that was just sent."""
    with read_snapshot() as session:
        forms = list_forms(session)
        uploads = list_uploads(session)
        names = names_of_users(session, [upload.uploaded_by_id for upload in uploads])
    return render_template("forms/list.html", forms=forms, uploads=uploads, names=names, errors=_as_errors(problems))


def show_form(form_ref_id: uuid.UUID, problems: list[str]) -> str:
    """A form's page, with what is wrong with a spreadsheet that was just sent. 404 for a form that is not there."""
    with read_snapshot() as session:
        form = get_form(session, form_ref_id)
        versions = list_versions(session, form)
        uploads = list_uploads(session, form.id)
        counts = count_submissions(session, [version.id for version in versions])
        people = [version.published_by_id for version in versions] + [upload.uploaded_by_id for upload in uploads]
        names = names_of_users(session, people)
        uses = list_visit_uses(session, form) if may_open_visits(session, form) else []
    return render_template(
        "forms/form.html",
        form=form,
        uses=uses,
        versions=versions,
        current=next((version for version in versions if version.retired_at is None), None),
        uploads=uploads,
        counts=counts,
        names=names,
        errors=_as_errors(problems),
    )


def show_upload(upload_id: uuid.UUID, problems: list[str], field: str = "publish") -> str:
    """An upload's page, with why it could not be published, or why a file was not taken. 404 for one that is over."""
    with read_snapshot() as session:
        upload = get_upload(session, upload_id)
        form = None if upload.form_ref_id is None else get_form(session, upload.form_ref_id)
        current = None if form is None else find_current(session, form.id)
        names = names_of_users(session, [upload.uploaded_by_id])
    return render_template(
        "forms/upload.html",
        upload=upload,
        form=form,
        current=current,
        names=names,
        changes=None if current is None else compare_versions(current.questions, upload.questions),
        part_words=part_words,
        warnings=[problem_line(one["message"], one["sheet"], one["row"]) for one in upload.warnings],
        questions=list_asked(upload.questions),
        question_words=question_words,
        question_kind=question_kind,
        rule_words=rule_words,
        width=_read_width(),
        preview_url=url_for("office.preview_upload", upload_id=upload_id),
        media=list_shown_media(upload, "office.upload_medium", upload_id=upload_id),
        most_megabytes=(MOST_FILE_BYTES // MEGABYTE, MOST_FORM_BYTES // MEGABYTE),
        errors=_as_errors(problems, field),
        field=field,
    )


def list_shown_media(form: FormUpload | FormVersion, endpoint: str, **values: Any) -> list[dict[str, Any]]:
    """What the form names, in its order: each file with its address, or without where it is missing."""
    here = {one.name: one for one in read_media(form.media)}
    shown = []
    for named in list_form_media(form.xform):
        medium = here.get(named.name)
        url = None if medium is None else url_for(endpoint, sha256=medium.sha256, **values)
        shown.append({"name": named.name, "kind": named.kind, "medium": medium, "url": url})
    return shown


def list_asked(questions: list[Any]) -> list[dict[str, Any]]:
    """What a person is asked, with the groups around it, in order; calculations and meta data are left out."""
    return [one for one in questions if one.get("control") or (one["type"] in ("group", "repeat") and one.get("label"))]


def _as_errors(problems: list[str], field: str = "file") -> dict[str, str] | list[tuple[str, str]]:
    """What the error summary takes: the first at its field, every further one at the same."""
    return [(field, sentence) for sentence in problems] if problems else {}


def _read_width() -> str:
    asked = request.args.get("width", "")
    return asked if asked in WIDTHS else WIDTHS[0]
