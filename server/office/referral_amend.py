"""Amending a need that is open, and adding words to whoever works on it, by the office and by the team that has it.

Of two people at once the second is told, and what they typed stays on the page.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from server.domain.need_details import DIETS, NeedField, read_details
from server.domain.referral_step import ReferralRefusedError
from server.domain.shipped_settings import DIET_LIST
from server.domain.words import OPEN_REFERRAL_STATUSES
from server.office.access import allowed, me
from server.office.blueprint import office
from server.office.code_list_words import offered_codes
from server.office.dates import read_day
from server.office.frame import now
from server.office.handed import hands, show_handed_referral
from server.office.need_words import choices_of, detail_label, fields_of, say_detail
from server.office.refer import FIELD_OF, refusal_words
from server.office.referral import read_step, show_referral
from server.store.office_referrals import OfficeReferral, find_office_referral
from server.store.tables import Referral
from server.store.unit_of_work import read_snapshot
from server.texts import text
from server.use_cases.amend_referral import AmendedNeed, add_referral_note, amend_referral
from server.use_cases.record_view import record_view

Answer = Response | tuple[str, int]


@office.get("/referrals/<uuid:referral_id>/amend")
@allowed("referrals.change")
def amend_page(referral_id: uuid.UUID) -> str:
    """The need as it stands, to be typed over."""
    found = _find(referral_id)
    return _show(found, _as_typed(found.line.referral), {})


@office.post("/referrals/<uuid:referral_id>/amend")
@allowed("referrals.change")
def amend(referral_id: uuid.UUID) -> Answer:
    """Keep what was typed."""
    found = _find(referral_id)
    referral = found.line.referral
    need, errors = _read(referral)
    if errors:
        return _show(found, request.form, errors), 422
    try:
        changed = amend_referral(read_step(referral_id, "words"), need)
    except ReferralRefusedError as refusal:
        if refusal.reason == "not_found":
            abort(404)
        code = 409 if refusal.reason == "changed_meanwhile" else 422
        return _show(
            _find(referral_id), request.form, {FIELD_OF.get(refusal.reason, "state"): refusal_words(refusal)}
        ), code
    flash(text("referral-amend-done" if changed else "referral-amend-nothing"), "done" if changed else "important")
    return redirect(url_for("office.referral_page", referral_id=referral_id), 303)


@office.post("/referrals/<uuid:referral_id>/note")
@allowed("referrals.change")
def add_note(referral_id: uuid.UUID) -> Answer:
    """Words from the office."""
    try:
        add_referral_note(read_step(referral_id, "note"))
    except ReferralRefusedError as refusal:
        return _refuse_note(refusal, lambda errors: show_referral(referral_id, errors))
    flash(text("referral-note-done"), "done")
    return redirect(url_for("office.referral_page", referral_id=referral_id), 303)


@office.post("/handed/<uuid:referral_id>/note")
@allowed("handed.change")
def add_handed_note(referral_id: uuid.UUID) -> Answer:
    """Words from the team that has it."""
    try:
        add_referral_note(read_step(referral_id, "note"), only_of=hands())
    except ReferralRefusedError as refusal:
        return _refuse_note(refusal, lambda errors: show_handed_referral(referral_id, errors))
    flash(text("referral-note-done"), "done")
    return redirect(url_for("office.handed_referral_page", referral_id=referral_id), 303)


def _refuse_note(refusal: ReferralRefusedError, show: Callable[[dict[str, str]], str]) -> tuple[str, int]:
    if refusal.reason == "not_found":
        abort(404)
    field = "note" if refusal.reason.startswith("words") else "state"
    return show({field: refusal_words(refusal)}), 409 if refusal.reason == "changed_meanwhile" else 422


def _find(referral_id: uuid.UUID) -> OfficeReferral:
    with read_snapshot() as session:
        return find_office_referral(session, referral_id) or abort(404)


def _read(referral: Referral) -> tuple[AmendedNeed, dict[str, str]]:
    """What was typed, and what is wrong with it. A form may have left out what a page asks for, and may know other choices."""
    fields = fields_of(referral.type)
    typed = {field.name: request.form.getlist(f"detail_{field.name}") for field in fields}
    diets = offered_codes(DIET_LIST, DIETS)
    details, problems = read_details(referral.type, typed, kept=referral.details, diets=diets)
    errors = {
        f"detail_{name}": text(f"need-wrong-{problem}", asked=detail_label(name)) for name, problem in problems.items()
    }
    start_on = read_day(request.form.get("start_on", ""), "start_on", errors)
    names = tuple(field.name for field in fields)
    return AmendedNeed(
        urgent=request.form.get("urgent") == "1", start_on=start_on, details=details, names=names
    ), errors


def _as_typed(referral: Referral) -> MultiDict[str, str]:
    """The need as the form's fields would have it."""
    typed: MultiDict[str, str] = MultiDict()
    for field in fields_of(referral.type):
        value = referral.details.get(field.name, "")
        typed.setlist(f"detail_{field.name}", [str(one) for one in (value if isinstance(value, list) else [value])])
    if referral.urgent:
        typed["urgent"] = "1"
    typed["start_on"] = referral.start_on.isoformat() if referral.start_on else ""
    return typed


def _choices(field: NeedField, referral: Referral) -> list[tuple[str, str]]:
    """Those of the page, and whatever else a form has said of it."""
    choices = choices_of(field)
    value = referral.details.get(field.name)
    said = [str(one) for one in (value if isinstance(value, list) else [value]) if one not in (None, "")]
    known = {name for name, _ in choices}
    return choices + [(one, say_detail(field.name, one)) for one in said if choices and one not in known]


def _show(found: OfficeReferral, typed: Any, errors: dict[str, str]) -> str:
    referral, resident = found.line.referral, found.line.resident
    record_view(action="resident.view", at=now(), user_id=me().user_id, entity_type="resident", entity_id=resident.id)
    return render_template(
        "referrals/amend.html",
        referral=referral,
        resident=resident,
        name=found.line.name,
        is_open=referral.status in OPEN_REFERRAL_STATUSES,
        from_form=found.submission is not None,
        fields=[(field, detail_label(field.name), _choices(field, referral)) for field in fields_of(referral.type)],
        typed=typed,
        errors=errors,
    )
