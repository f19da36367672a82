"""Correct a resident's record at the desk. What the page showed goes with the form, so that nobody is overwritten unseen."""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Mapping
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from marshmallow import ValidationError, validate
from werkzeug.wrappers import Response

from server.domain.field_policy import FIELD_POLICIES, ValueKind
from server.domain.names import full_name
from server.domain.operation import FieldEdit, clean_text
from server.domain.resident_correction import LONGEST_REASON
from server.domain.strict_json import read_json
from server.domain.telephone import read_telephone
from server.domain.wire_value import json_value
from server.domain.words import Verdict
from server.office.access import allowed, me
from server.office.blueprint import office
from server.office.frame import now
from server.store.resident_search import find_profile
from server.store.unit_of_work import read_snapshot
from server.texts import text
from server.use_cases.edit_at_desk import EDITABLE, DeskEdit, DeskEditRefusedError, edit_at_desk
from server.use_cases.record_view import record_view

_WORDS_OF = {True: "yes", False: "no", None: ""}
_VALUES_OF = {words: value for value, words in _WORDS_OF.items()}
LONGEST_BASE = 20_000
_TELEPHONES = ("mobile", "landline")
_FOREIGN_NUMBER = re.compile(r"\+[1-9][0-9 ]{6,18}")


@office.get("/residents/<uuid:resident_id>/edit")
@allowed("residents.edit")
def resident_edit_page(resident_id: uuid.UUID) -> str:
    """The form, filled with what stands."""
    return _show(resident_id, None, {})


@office.post("/residents/<uuid:resident_id>/edit")
@allowed("residents.edit")
def edit_resident(resident_id: uuid.UUID) -> Response | tuple[str, int]:
    """Save what was changed; a value that moved while the page was open becomes a conflict, said in words."""
    seen = _read_seen()
    mistyped = _find_mistyped(seen)
    if mistyped:
        return _show(resident_id, request.form.to_dict(), mistyped), 422
    edit = DeskEdit(
        resident_id=resident_id,
        fields={name: FieldEdit(*seen[name], _read_typed(name)) for name in EDITABLE if name in request.form},
        reason=request.form.get("reason", ""),
        by_id=me().user_id,
    )
    try:
        decision = edit_at_desk(edit, at=now())
    except DeskEditRefusedError as refusal:
        if refusal.reason == "not_found":
            abort(404)
        if refusal.reason.startswith("reason_"):
            missing = text(f"who-refused-{refusal.reason.replace('_', '-', 1)}", most=LONGEST_REASON)
            return _show(resident_id, request.form.to_dict(), {"reason": missing}), 422
        errors = {name: text("resident-edit-wrong", problem=problem) for name, problem in refusal.problems.items()}
        return _show(resident_id, request.form.to_dict(), errors), 422
    if decision is None:
        flash(text("resident-edit-nothing"))
    elif decision.verdict is Verdict.CONFLICT:
        fields = ", ".join(text(f"resident-{name.replace('_', '-')}") for name in (decision.detail or {})["fields"])
        flash(text("resident-edit-conflict", fields=fields), "important")
    else:
        flash(text("resident-edit-done"), "done")
    return redirect(url_for("office.resident_page", resident_id=resident_id), 303)


def _read_seen() -> dict[str, tuple[int, Any]]:
    """Version and value of each field as the page had shown them. 400 for a form that this house did not make."""
    try:
        raw: Any = read_json(request.form.get("seen", "")[:LONGEST_BASE].encode())
        seen = {name: (int(raw[name][0]), raw[name][1]) for name in EDITABLE if name in request.form}
    except (ValueError, TypeError, KeyError, IndexError):
        abort(400)
    return seen


def _find_mistyped(seen: Mapping[str, tuple[int, Any]]) -> dict[str, str]:
    """What somebody typed now that nobody can ring or write to. What stood there before is left alone."""
    errors = {}
    for name in (*_TELEPHONES, "email"):
        typed = _read_typed(name) if name in seen else None
        if typed is None or typed == seen[name][1]:
            continue
        if name == "email":
            if not _is_email(typed):
                errors[name] = text("resident-edit-email")
        elif read_telephone(typed).number is None and not _FOREIGN_NUMBER.fullmatch(typed):
            errors[name] = text("resident-edit-telephone")
    return errors


def _is_email(typed: str) -> bool:
    try:
        validate.Email()(typed)
    except ValidationError:
        return False
    return True


def _read_typed(name: str) -> Any:
    """The value as the wire has it: no answer is None."""
    typed = clean_text(request.form[name]).replace("\r\n", "\n").strip()
    if name in _TELEPHONES:
        return read_telephone(typed).number or typed or None
    if FIELD_POLICIES["resident"][name].kind is ValueKind.YES_NO:
        return _VALUES_OF.get(typed)
    return typed or None


def _show(resident_id: uuid.UUID, typed: Mapping[str, str] | None, errors: Mapping[str, str]) -> str:
    with read_snapshot() as session:
        profile = find_profile(session, resident_id)
    if profile is None or profile.resident.merged_into_id is not None:
        abort(404)
    record_view(action="resident.view", at=now(), user_id=me().user_id, entity_type="resident", entity_id=resident_id)
    resident = profile.resident
    values = {name: json_value(getattr(resident, name)) for name in EDITABLE}
    shown = {name: _WORDS_OF[value] if value in (True, False, None) else value for name, value in values.items()}
    seen = {name: [resident.field_versions.get(name, 1), value] for name, value in values.items()}
    return render_template(
        "office/resident_edit.html",
        resident=resident,
        name=full_name(resident.first_name, resident.middle_name, resident.last_name),
        typed=shown if typed is None else typed,
        seen=json.dumps(seen) if typed is None else typed["seen"],
        errors=errors,
    )
