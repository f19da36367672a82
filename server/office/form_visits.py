"""Which programmes' new visits open with a form: asked first, then chosen."""

from __future__ import annotations

import uuid

from flask import abort, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from server.office.access import allowed, me
from server.office.blueprint import office
from server.office.forms import show_form
from server.office.frame import now
from server.store.forms import find_current, get_form
from server.store.unit_of_work import read_snapshot
from server.store.visit_forms import list_visit_uses
from server.texts import text
from server.use_cases.choose_visit_form import VisitFormRefusedError, choose_visit_form


@office.get("/forms/<uuid:form_ref_id>/visits/<uuid:programme_id>")
@allowed("forms.publish")
def visit_form_page(form_ref_id: uuid.UUID, programme_id: uuid.UUID) -> str:
    """Asks first: what new visits of the programme open with now, and what stays as it is."""
    with read_snapshot() as session:
        form = get_form(session, form_ref_id)
        current = find_current(session, form.id)
        use = next((one for one in list_visit_uses(session, form) if one.programme.id == programme_id), None)
    if use is None or current is None:
        abort(404)
    return render_template("forms/step.html", step="use", form=form, version=current, use=use, visits=0)


@office.post("/forms/<uuid:form_ref_id>/visits/<uuid:programme_id>")
@allowed("forms.publish")
def choose_form_of_visits(form_ref_id: uuid.UUID, programme_id: uuid.UUID) -> Response | tuple[str, int]:
    """New visits open with it."""
    try:
        choose_visit_form(form_ref_id, programme_id, user_id=me().user_id, now=now())
    except VisitFormRefusedError as refused:
        if refused.reason == "no_programme":
            abort(404)
        return show_form(form_ref_id, [text("forms-refused-closes_no_visit")]), 409
    flash(text("forms-used"), "done")
    return redirect(url_for("office.form_page", form_ref_id=form_ref_id), 303)
