"""What follows an approved visit under a programme: by group of outcomes a call, a visit or a proposal to close, and when."""

from __future__ import annotations

import uuid

from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from server.domain.change_refusal import ChangeRefusedError
from server.domain.visit_rule_words import type_visit_rules
from server.domain.visit_rules import MOST_DAYS, STEPS_OF, OutcomeGroup, read_visit_rules
from server.office.access import allowed, me
from server.office.blueprint import office
from server.office.change_words import describe_changes
from server.office.frame import label, now, seen_version
from server.store.change_history import list_changes
from server.store.tables import Programme
from server.store.unit_of_work import read_snapshot
from server.texts import text
from server.use_cases.change_visit_rules import change_visit_rules


@office.get("/programmes/<uuid:programme_id>/visits")
@allowed("setup.read")
def visit_rules_page(programme_id: uuid.UUID) -> str:
    """The rules as they are."""
    return _show(programme_id, {})


@office.post("/programmes/<uuid:programme_id>/visits")
@allowed("programmes.edit")
def save_visit_rules(programme_id: uuid.UUID) -> Response | tuple[str, int]:
    """From the next visit that is approved."""
    try:
        changed = change_visit_rules(
            programme_id, request.form, seen_version=seen_version(), by_id=me().user_id, at=now()
        )
    except ChangeRefusedError as refusal:
        if refusal.mistakes.get("state") == "not_found":
            abort(404)
        errors = {name: _refusal_words(name, reason) for name, reason in refusal.mistakes.items()}
        return _show(programme_id, errors), 409 if "state" in errors else 422
    flash(text("visit-rules-done-change" if changed else "visit-rules-done-nothing"), "done")
    return redirect(url_for("office.visit_rules_page", programme_id=programme_id), 303)


def _refusal_words(field: str, reason: str) -> str:
    """A field is named after its group: `days_seen_well`."""
    part, _, group = field.partition("_")
    return text(f"visit-rules-refused-{part}-{reason}", group=label("follow-group", group), days=MOST_DAYS)


def _show(programme_id: uuid.UUID, errors: dict[str, str]) -> str:
    with read_snapshot() as session:
        programme = session.get(Programme, programme_id)
        if programme is None:
            abort(404)
        changes = list_changes(session, "programme", programme_id)
    is_typed = f"step_{OutcomeGroup.SEEN_WELL}" in request.form and "state" not in errors
    rules = read_visit_rules(programme.settings.get("visit_rules"))
    return render_template(
        "setup/visit_rules.html",
        programme=programme,
        typed=request.form if is_typed else type_visit_rules(rules),
        errors=errors,
        groups=[
            (str(group), [(str(step), label("follow-step", step)) for step in STEPS_OF[group]])
            for group in OutcomeGroup
        ],
        most_days=MOST_DAYS,
        changes=describe_changes(changes),
    )
