"""By which rules a programme's calls go on: how many tries, at which step a visit is proposed, when one calls again."""

from __future__ import annotations

import uuid

from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from server.domain.call_rule_words import FAILED_STEPS, NUMBERS, WAITING_OUTCOMES, type_call_rules
from server.domain.call_rules import FAILED_OUTCOMES, MOST_DAYS, read_call_rules
from server.domain.change_refusal import ChangeRefusedError
from server.office.access import allowed, me
from server.office.blueprint import office
from server.office.change_words import describe_changes
from server.office.frame import label, now, seen_version
from server.store.change_history import list_changes
from server.store.tables import Programme
from server.store.unit_of_work import read_snapshot
from server.texts import text
from server.use_cases.change_call_rules import change_call_rules


@office.get("/programmes/<uuid:programme_id>/calls")
@allowed("setup.read")
def call_rules_page(programme_id: uuid.UUID) -> str:
    """The rules as they are."""
    return _show(programme_id, {})


@office.post("/programmes/<uuid:programme_id>/calls")
@allowed("programmes.edit")
def save_call_rules(programme_id: uuid.UUID) -> Response | tuple[str, int]:
    """From the next call that is recorded."""
    try:
        changed = change_call_rules(
            programme_id, request.form, seen_version=seen_version(), by_id=me().user_id, at=now()
        )
    except ChangeRefusedError as refusal:
        if refusal.mistakes.get("state") == "not_found":
            abort(404)
        errors = {name: _refusal_words(name, reason) for name, reason in refusal.mistakes.items()}
        return _show(programme_id, errors), 409 if "state" in errors else 422
    flash(text("call-rules-done-change" if changed else "call-rules-done-nothing"), "done")
    return redirect(url_for("office.call_rules_page", programme_id=programme_id), 303)


def _refusal_words(field: str, reason: str) -> str:
    """A field of an outcome is named after it: `days_no_answer`."""
    part, _, outcome = field.partition("_")
    about_outcome = part in ("step", "days")
    return text(
        f"call-rules-refused-{part if about_outcome else field}-{reason}",
        outcome=label("contact", outcome) if about_outcome else "",
        days=MOST_DAYS,
        tries=NUMBERS["tries_before_visit"],
        minutes=NUMBERS["claim_minutes"],
    )


def _show(programme_id: uuid.UUID, errors: dict[str, str]) -> str:
    with read_snapshot() as session:
        programme = session.get(Programme, programme_id)
        if programme is None:
            abort(404)
        changes = list_changes(session, "programme", programme_id)
    is_typed = "tries_before_visit" in request.form and "state" not in errors
    return render_template(
        "setup/call_rules.html",
        programme=programme,
        typed=request.form if is_typed else type_call_rules(read_call_rules(programme.settings.get("call_rules"))),
        errors=errors,
        failed=[(f"step_{one}", label("contact", one)) for one in FAILED_OUTCOMES],
        reached=[(f"days_{one}", label("contact", one)) for one in WAITING_OUTCOMES],
        steps=[(str(step), text(f"call-step-{step}")) for step in FAILED_STEPS],
        most=NUMBERS,
        most_days=MOST_DAYS,
        changes=describe_changes(changes),
    )
