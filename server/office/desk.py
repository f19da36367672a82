"""Fill in a form at the desk: choose it from a resident's or a visit's page, fill it in with the phone's own code, send it.

The form itself needs JavaScript (decision 36) and its page says what to do without. Nothing of it is kept before it is sent.
"""

from __future__ import annotations

import uuid
from typing import Any

from flask import abort, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from server.domain.desk_form import may_fill
from server.domain.names import full_name
from server.domain.operation import parse_id
from server.office.access import allowed, i_may, me
from server.office.blueprint import office
from server.office.desk_source import make_source
from server.office.form_media import media_urls
from server.office.frame import now
from server.store.desk import (
    DeskForm,
    DeskSubject,
    find_desk_subject,
    find_submission,
    is_correctable,
    list_cases_of,
    list_desk_forms,
)
from server.store.tables import Submission
from server.store.unit_of_work import read_snapshot
from server.texts import text
from server.use_cases.record_view import record_view

FROM_CALLS = (
    "calls"  # as an address says that a form was begun from the call list: its caller goes on with the next person
)


@office.get("/desk/residents/<uuid:resident_id>")
@allowed("forms.fill")
def desk_forms_of_resident(resident_id: uuid.UUID) -> str:
    """Which form, and about which of the resident's cases."""
    return _choose("resident", resident_id, {})


@office.post("/desk/residents/<uuid:resident_id>")
@allowed("forms.fill")
def choose_for_resident(resident_id: uuid.UUID) -> Response | tuple[str, int]:
    """On to the form."""
    return _go_on("resident", resident_id)


@office.get("/desk/visits/<uuid:visit_id>")
@allowed("forms.fill")
def desk_forms_of_visit(visit_id: uuid.UUID) -> str:
    """Which form, about this visit."""
    return _choose("visit", visit_id, {})


@office.post("/desk/visits/<uuid:visit_id>")
@allowed("forms.fill")
def choose_for_visit(visit_id: uuid.UUID) -> Response | tuple[str, int]:
    """On to the form."""
    return _go_on("visit", visit_id)


@office.get("/desk/fill/<entity_type>/<uuid:entity_id>/<uuid:version_id>")
@allowed("forms.fill")
def desk_form(entity_type: str, entity_id: uuid.UUID, version_id: uuid.UUID) -> str:
    """The form itself."""
    with read_snapshot() as session:
        subject = find_desk_subject(session, entity_type, entity_id)
        form = next((one for one in list_desk_forms(session) if one.version_id == version_id), None)
        if subject is None or form is None or form not in _fitting(subject, [form]):
            abort(404)
        source = make_source(session, subject, version_id, me=me(), at=now())
        begun = FROM_CALLS if request.args.get("begun") == FROM_CALLS and subject.case is not None else None
        leave = url_for("office.call_page", case_id=entity_id) if begun else back_to(subject)
    return _show_form(subject, source, leave, form.title, begun)


@office.get("/desk/fill/correction/<uuid:submission_id>")
@allowed("submissions.correct")
def desk_correction(submission_id: uuid.UUID) -> str:
    """The form again, with the submission's own answers."""
    with read_snapshot() as session:
        found = find_submission(session, submission_id)
        if found is None:
            abort(404)
        submission, version, _ = found
        subject = _subject_of(session, submission)
        if version is None or subject is None or not is_correctable(session, submission, version):
            abort(404)
        source = make_source(session, subject, version.id, me=me(), at=now(), corrects=submission)
        leave = submission_address(submission)
    return _show_form(subject, source, leave, version.title)


def back_to(subject: DeskSubject) -> str:
    """The page that a form about this was chosen from."""
    if subject.visit is not None:
        return url_for("office.visit_page", visit_id=subject.visit.id)
    return url_for("office.resident_page", resident_id=subject.resident.id)


def submission_address(submission: Submission) -> str:
    """Where a submission is read: on its visit's page, else on its own."""
    if submission.visit_id is not None:
        return url_for("office.visit_page", visit_id=submission.visit_id)
    return url_for("office.submission_page", submission_id=submission.id)


def _subject_of(session: Session, submission: Submission) -> DeskSubject | None:
    about = (("visit", submission.visit_id), ("case", submission.case_id), ("resident", submission.resident_id))
    kind, entity_id = next(((kind, found) for kind, found in about if found is not None), ("resident", None))
    return find_desk_subject(session, kind, entity_id) if entity_id else None


def _show_form(subject: DeskSubject, source: dict[str, Any], leave: str, title: str, begun: str | None = None) -> str:
    resident = subject.resident
    record_view(action="resident.view", at=now(), user_id=me().user_id, entity_type="resident", entity_id=resident.id)
    form = source["form"]
    source["media"] = media_urls(form["fields"]["media"], "office.desk_medium", version_id=form["id"])
    source["urls"] = {
        "submit": url_for("office.send_desk_form", begun=begun),
        "alert": url_for("office.send_desk_alert"),
        "token": url_for("office.desk_token"),
        "leave": leave,
    }
    return render_template("desk/fill.html", source=source, leave=leave, form_title=title)


def _fitting(subject: DeskSubject, forms: list[DeskForm]) -> list[DeskForm]:
    status = subject.visit.status if subject.visit else None
    may_close = i_may("visits.review")
    return [
        form
        for form in forms
        if may_fill(closes=form.closes_visit, visit_status=status) and (may_close or not form.closes_visit)
    ]


def _choose(entity_type: str, entity_id: uuid.UUID, errors: dict[str, str]) -> str:
    with read_snapshot() as session:
        subject = find_desk_subject(session, entity_type, entity_id)
        if subject is None:
            abort(404)
        forms = list_desk_forms(session)
        cases = [] if subject.visit is not None else list_cases_of(session, subject.resident.id)
        leave = back_to(subject)
    record_view(
        action="resident.view", at=now(), user_id=me().user_id, entity_type="resident", entity_id=subject.resident.id
    )
    fitting = _fitting(subject, forms)
    return render_template(
        "desk/choose.html",
        subject=subject,
        resident=subject.resident,
        name=full_name(subject.resident.first_name, subject.resident.last_name),
        forms=fitting,
        has_left_out=len(fitting) < len(forms),
        cases=cases,
        leave=leave,
        errors=errors,
        typed=request.form,
    )


def _go_on(entity_type: str, entity_id: uuid.UUID) -> Response | tuple[str, int]:
    """The address of the form names what it is about: the visit, the case that was chosen, or the resident alone."""
    version_id, case_id = parse_id(request.form.get("form")), parse_id(request.form.get("case"))
    with read_snapshot() as session:
        subject = find_desk_subject(session, entity_type, entity_id)
        if subject is None:
            abort(404)
        forms = {form.version_id for form in _fitting(subject, list_desk_forms(session))}
        cases = (
            [] if subject.visit is not None else [case.id for case, _ in list_cases_of(session, subject.resident.id)]
        )
    errors = {}
    if version_id not in forms:
        errors["form"] = text("desk-form-missing")
    if len(cases) == 1:
        case_id = cases[0]
    elif cases and case_id not in cases:
        errors["case"] = text("desk-case-missing")
    if errors:
        return _choose(entity_type, entity_id, errors), 422
    kind, about = ("case", case_id) if cases else (entity_type, entity_id)
    return redirect(url_for("office.desk_form", entity_type=kind, entity_id=about, version_id=version_id), 303)
