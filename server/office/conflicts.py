"""Conflicts: a field that two wrote, each value kept, until a person says which one stands. The list, one of them, settling."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from server.domain.conflict import LONGEST_REASON, MOST_AT_ONCE, OTHER, SHOWN, Choice
from server.domain.names import full_name, search_key
from server.domain.resident_query import LONGEST_QUERY
from server.office.access import allowed, me
from server.office.blueprint import office
from server.office.field_values import ValueNotReadError, field_words, how_typed, read_value, value_words
from server.office.frame import now
from server.office.page_number import page_or_first
from server.store.office_conflicts import PAGE_SIZE, OfficeConflict, find_office_conflicts, list_conflicts
from server.store.unit_of_work import read_snapshot
from server.texts import text
from server.use_cases.record_view import record_view
from server.use_cases.resolve_conflict import ConflictNotSettledError, Resolution, resolve_conflict

EMPTY = "empty"  # of the page only: `other`, with nothing as the value


@dataclass(slots=True)
class _Typed:
    """What the form said, and a sentence for each part of it that does not do."""

    choices: list[Choice] = field(default_factory=list)
    values: dict[uuid.UUID, Any] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)


@office.get("/conflicts")
@allowed("conflicts.read")
def conflicts_page() -> str:
    """Open conflicts, the oldest first; or settled ones."""
    return _show_list("")


@office.post("/conflicts")
@allowed("conflicts.read")
def find_conflicts_page() -> str:
    """Those of a resident by name. By POST, so that no name stands in an address, a history or a log."""
    return _show_list(request.form.get("typed", "").strip()[:LONGEST_QUERY])


@office.get("/conflicts/<uuid:conflict_id>")
@allowed("conflicts.read")
def conflict_page(conflict_id: uuid.UUID) -> str:
    """One conflict, with those that are settled with it."""
    return _show(conflict_id, {})


@office.post("/conflicts/<uuid:conflict_id>")
@allowed("conflicts.resolve")
def settle_conflict(conflict_id: uuid.UUID) -> Response | tuple[str, int]:
    """Say which value stands, and why."""
    with read_snapshot() as session:
        found = find_office_conflicts(session, conflict_id)
    if not found:
        abort(404)
    typed = _read_choices(found)
    reason = request.form.get("reason", "").strip()
    if not reason:
        typed.errors["reason"] = text("conflict-refused-reason_missing")
    elif len(reason) > LONGEST_REASON:
        typed.errors["reason"] = text("conflict-refused-reason_too_long", longest=LONGEST_REASON)
    if typed.errors:
        if found[0].conflict.resolved_at is not None:
            return _explain(conflict_id, "settled_already")
        return _show(conflict_id, typed.errors), 422
    resolution = Resolution(choices=typed.choices, typed=typed.values, reason=reason, by_id=me().user_id)
    try:
        is_first = resolve_conflict(resolution, at=now())
    except ConflictNotSettledError as refusal:
        return _explain(refusal.conflict_id or conflict_id, refusal.reason)
    flash(text("conflict-done" if is_first else "conflict-done-agreed"))
    return redirect(url_for("office.conflict_page", conflict_id=conflict_id), 303)


def _explain(conflict_id: uuid.UUID, reason: str) -> tuple[str, int]:
    if reason in ("moved", "settled_already"):
        return _show(conflict_id, {"state": text(f"conflict-refused-{reason}")}), 409
    if reason == "not_found":
        abort(404)
    return _show(conflict_id, {f"chosen_{conflict_id}": text("conflict-refused-choice_missing")}), 422


def _read_choices(found: Sequence[OfficeConflict]) -> _Typed:
    """The choice for each conflict of the page, with the version that the person saw."""
    typed = _Typed()
    for one in found[:MOST_AT_ONCE]:
        conflict = one.conflict
        chosen, name = request.form.get(f"chosen_{conflict.id}", ""), f"value_{conflict.id}"
        version = request.form.get(f"version_{conflict.id}", "")
        if not chosen:
            typed.errors[f"chosen_{conflict.id}"] = text("conflict-refused-choice_missing")
            continue
        if chosen == OTHER:
            try:
                typed.values[conflict.id] = read_value(conflict.entity_type, conflict.field, request.form, name)
            except ValueNotReadError as problem:
                is_day = how_typed(conflict.entity_type, conflict.field)[0] == "date"
                typed.errors[f"{name}-day" if is_day else name] = str(problem)
        seen = int(version) if version.isascii() and version.isdigit() and len(version) <= 9 else 0
        typed.choices.append(Choice(conflict.id, seen, OTHER if chosen == EMPTY else chosen))
    return typed


def _show_list(typed: str) -> str:
    is_open = request.values.get("state") != "settled"
    words = search_key(typed).split()
    page = page_or_first()
    with read_snapshot() as session:
        lines = list_conflicts(session, is_open=is_open, name_words=words, page=page) if words or not typed else []
    record_view(action="conflicts.list", at=now(), user_id=me().user_id, entity_type="conflict")
    return render_template(
        "office/conflicts.html",
        lines=[(line, _name(line.resident), field_words(line.conflict.field)) for line in lines[:PAGE_SIZE]],
        is_open=is_open,
        typed=typed,
        page=page,
        more=len(lines) > PAGE_SIZE,
        value_words=value_words,
    )


def _show(conflict_id: uuid.UUID, errors: dict[str, str]) -> str:
    with read_snapshot() as session:
        found = find_office_conflicts(session, conflict_id)
    if not found:
        abort(404)
    record_view(action="conflict.view", at=now(), user_id=me().user_id, entity_type="conflict", entity_id=conflict_id)
    first = found[0]
    return render_template(
        "office/conflict.html",
        found=found,
        first=first,
        name=_name(first.resident),
        errors=errors,
        typed=request.form,
        told=list(dict.fromkeys(name for one in found for name in one.told)),
        field_words=field_words,
        value_words=value_words,
        how_typed=how_typed,
        chosen=[(one, _chosen_words(one)) for one in found] if request.method == "POST" else [],
        EMPTY=EMPTY,
    )


def _chosen_words(one: OfficeConflict) -> str:
    """What the form chose, in words: said back to a person whose choice came too late."""
    conflict, name = one.conflict, f"value_{one.conflict.id}"
    chosen = request.form.get(f"chosen_{conflict.id}", "")
    values = {str(side.op_id): side.value for side in one.sides} | {SHOWN: one.shown.value, EMPTY: None}
    if chosen in values:
        return value_words(conflict.entity_type, conflict.field, values[chosen])
    try:
        typed = read_value(conflict.entity_type, conflict.field, request.form, name) if chosen == OTHER else None
    except ValueNotReadError:
        typed = request.form.get(name, "")
    return value_words(conflict.entity_type, conflict.field, typed)


def _name(resident: Any) -> str:
    return full_name(resident.first_name, resident.last_name) if resident is not None else ""
