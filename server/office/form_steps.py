"""What is done with forms: upload, publish, put aside, retire, bring back. Each step is one use case; none is done by a GET."""

from __future__ import annotations

import uuid

from flask import flash, redirect, render_template, request, url_for
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wrappers import Response

from server.domain.operation import parse_id
from server.office.access import allowed, me
from server.office.blueprint import office
from server.office.form_media import keep_media, read_sent_media
from server.office.form_words import problem_lines
from server.office.forms import show_form, show_forms, show_upload
from server.office.frame import now
from server.store.forms import count_undone_visits, find_current, get_form, get_version
from server.store.unit_of_work import read_snapshot
from server.store.visit_forms import list_visit_uses
from server.texts import text
from server.use_cases.publish_form import PublishRefusedError, publish_upload
from server.use_cases.retire_form import bring_back_version, retire_form
from server.use_cases.upload_form import FormRefusedError, discard_upload, upload_form

MOST_BYTES = 10 * 1024 * 1024
Answer = Response | tuple[str, int]


@office.post("/forms")
@allowed("forms.publish")
def upload_new_form() -> Answer:
    """Take in a form that is not there yet."""
    return _take_in(None)


@office.post("/forms/<uuid:form_ref_id>/upload")
@allowed("forms.publish")
def upload_new_version(form_ref_id: uuid.UUID) -> Answer:
    """Take in a new version of this form."""
    return _take_in(form_ref_id)


def _take_in(form_ref_id: uuid.UUID | None) -> Answer:
    try:
        media = read_sent_media()
        sent = request.files.get("file")
        name, spreadsheet = (sent.filename, sent.stream.read(MOST_BYTES + 1)) if sent and sent.filename else (None, b"")
    except RequestEntityTooLarge:
        return _refuse(form_ref_id, [text("forms-too-large")]), 413
    if not name:
        return _refuse(form_ref_id, [text("forms-no-file")]), 422
    try:
        received = upload_form(spreadsheet, file_name=name, form_ref_id=form_ref_id, user_id=me().user_id, now=now())
    except FormRefusedError as refused:
        return _refuse(form_ref_id, problem_lines(refused.problems)), 422
    if received.upload_id is None:
        flash(text("forms-nothing-changed-media" if media else "forms-nothing-changed"), "important")
        return redirect(url_for("office.form_version_page", version_id=received.same_version_id), 303)
    problems = keep_media(received.upload_id, media)
    if problems:
        return show_upload(received.upload_id, problems, field="media"), 422
    return redirect(url_for("office.form_upload_page", upload_id=received.upload_id), 303)


def _refuse(form_ref_id: uuid.UUID | None, problems: list[str]) -> str:
    return show_forms(problems) if form_ref_id is None else show_form(form_ref_id, problems)


@office.post("/forms/uploads/<uuid:upload_id>/publish")
@allowed("forms.publish")
def publish_form_upload(upload_id: uuid.UUID) -> Answer:
    """The upload becomes the current version."""
    try:
        form_ref_id = publish_upload(
            upload_id, seen_version_id=parse_id(request.form.get("seen_version")), user_id=me().user_id, now=now()
        )
    except PublishRefusedError as refused:
        return show_upload(upload_id, [text(f"forms-refused-{refused.reason}")]), 409
    except FormRefusedError as refused:
        return show_upload(upload_id, problem_lines(refused.problems)), 409
    flash(text("forms-published"), "done")
    return redirect(url_for("office.form_page", form_ref_id=form_ref_id), 303)


@office.post("/forms/uploads/<uuid:upload_id>/discard")
@allowed("forms.publish")
def discard_form_upload(upload_id: uuid.UUID) -> Answer:
    """Put the upload aside."""
    discard_upload(upload_id, user_id=me().user_id, now=now())
    flash(text("forms-discarded"), "done")
    return redirect(url_for("office.forms_page"), 303)


@office.get("/forms/<uuid:form_ref_id>/retire")
@allowed("forms.publish")
def retire_form_page(form_ref_id: uuid.UUID) -> str:
    """Asks first: what will happen, and to how many visits."""
    with read_snapshot() as session:
        form = get_form(session, form_ref_id)
        visits = count_undone_visits(session, form.form_id)
        current = find_current(session, form.id)
        opens = [use.programme.name for use in list_visit_uses(session, form) if use.is_this]
    return render_template(
        "forms/step.html", step="retire", form=form, version=current, current=current, visits=visits, opens=opens
    )


@office.post("/forms/<uuid:form_ref_id>/retire")
@allowed("forms.publish")
def retire_whole_form(form_ref_id: uuid.UUID) -> Answer:
    """Nobody begins it any more."""
    retire_form(form_ref_id, user_id=me().user_id, now=now())
    flash(text("forms-retired"), "done")
    return redirect(url_for("office.form_page", form_ref_id=form_ref_id), 303)


@office.get("/forms/versions/<uuid:version_id>/bring-back")
@allowed("forms.publish")
def bring_back_page(version_id: uuid.UUID) -> str:
    """Asks first: which version is current now."""
    with read_snapshot() as session:
        version = get_version(session, version_id)
        form = get_form(session, version.form_ref_id)
        current = find_current(session, form.id)
    return render_template("forms/step.html", step="bring-back", form=form, version=version, current=current, visits=0)


@office.post("/forms/versions/<uuid:version_id>/bring-back")
@allowed("forms.publish")
def bring_back_form_version(version_id: uuid.UUID) -> Answer:
    """The version is current again."""
    form_ref_id = bring_back_version(version_id, user_id=me().user_id, now=now())
    flash(text("forms-brought-back"), "done")
    return redirect(url_for("office.form_page", form_ref_id=form_ref_id), 303)
