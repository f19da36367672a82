"""Likely duplicates: the list, two records side by side, and the person's word: one person or two. A merge can be taken back."""

from __future__ import annotations

import uuid
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from server.domain.names import full_name
from server.domain.resident_merge import KEPT, MERGED, MERGED_FIELDS, list_choices, list_forbidding
from server.office.access import allowed, me
from server.office.blueprint import office
from server.office.frame import address_line, now
from server.office.page_number import page_or_first
from server.store.likely_duplicates import PAGE_SIZE, find_likely_pair, list_likely_pairs
from server.store.resident_search import find_profile
from server.store.tables import Address
from server.store.unit_of_work import read_snapshot
from server.texts import text
from server.use_cases.merge_residents import MergeOrder, ResidentsNotMergedError, merge_residents, undo_merge
from server.use_cases.record_view import record_view
from server.use_cases.tell_residents_apart import ResidentsNotFoundError, tell_residents_apart


@office.get("/residents/duplicates")
@allowed("residents.merge")
def duplicates_page() -> str:
    """Pairs that wait for a person."""
    record_view(action="residents.duplicates", at=now(), user_id=me().user_id, entity_type="resident")
    page = page_or_first()
    with read_snapshot() as session:
        pairs = list_likely_pairs(session, page=page)
    return render_template("duplicates/list.html", pairs=pairs[:PAGE_SIZE], page=page, more=len(pairs) > PAGE_SIZE)


@office.get("/residents/<uuid:resident_id>/same/<uuid:other_id>")
@allowed("residents.merge")
def compare_page(resident_id: uuid.UUID, other_id: uuid.UUID) -> str:
    """Two records side by side, and the two answers."""
    return _compare(resident_id, other_id, {}, {})


@office.post("/residents/<uuid:resident_id>/same/<uuid:other_id>/different")
@allowed("residents.merge")
def tell_apart(resident_id: uuid.UUID, other_id: uuid.UUID) -> Response:
    """They are two people."""
    try:
        tell_residents_apart(resident_id, other_id, by_id=me().user_id, at=now())
    except ResidentsNotFoundError:
        abort(404)
    flash(text("duplicates-told-apart"), "done")
    return redirect(url_for("office.duplicates_page"), 303)


@office.post("/residents/<uuid:resident_id>/same/<uuid:other_id>/merge")
@allowed("residents.merge")
def merge(resident_id: uuid.UUID, other_id: uuid.UUID) -> Response | tuple[str, int]:
    """They are one: the first record stays."""
    chosen = {name: request.form.get(name, "") for name in MERGED_FIELDS}
    order = MergeOrder(kept_id=resident_id, merged_id=other_id, chosen=chosen, by_id=me().user_id)
    try:
        merge_residents(order, at=now())
    except ResidentsNotMergedError as refusal:
        if refusal.reason == "not_found":
            abort(404)
        return _compare(resident_id, other_id, _in_words(refusal), chosen), 422
    flash(text("duplicates-merged"), "done")
    return redirect(url_for("office.resident_page", resident_id=resident_id), 303)


@office.post("/residents/<uuid:resident_id>/merges/<uuid:merge_id>/undo")
@allowed("residents.merge")
def take_merge_back(resident_id: uuid.UUID, merge_id: uuid.UUID) -> Response:
    """They are two after all."""
    try:
        undo_merge(merge_id, by_id=me().user_id, at=now())
    except ResidentsNotMergedError as refusal:
        if refusal.reason == "not_found":
            abort(404)
        flash(text("duplicates-refused-undone"), "important")
    else:
        flash(text("duplicates-merge-undone"), "done")
    return redirect(url_for("office.resident_page", resident_id=resident_id), 303)


def _in_words(refusal: ResidentsNotMergedError) -> dict[str, str]:
    if refusal.reason == "undecided":
        return {name: text("duplicates-undecided", field=_label(name)) for name in refusal.fields}
    return {"compare": text(f"duplicates-refused-{refusal.reason}")}


def _compare(resident_id: uuid.UUID, other_id: uuid.UUID, errors: dict[str, str], typed: dict[str, str]) -> str:
    with read_snapshot() as session:
        kept, merged = find_profile(session, resident_id), find_profile(session, other_id)
        if kept is None or merged is None or resident_id == other_id:
            abort(404)
        if kept.resident.merged_into_id is not None or merged.resident.merged_into_id is not None:
            abort(404)
        pair = find_likely_pair(session, resident_id, other_id)
    for viewed in (resident_id, other_id):
        record_view(action="resident.view", at=now(), user_id=me().user_id, entity_type="resident", entity_id=viewed)
    ours, theirs = ({name: getattr(one.resident, name) for name in MERGED_FIELDS} for one in (kept, merged))
    rows = [
        (name, _label(name), _shown(name, ours[name], kept.address), _shown(name, theirs[name], merged.address))
        for name in MERGED_FIELDS
    ]
    names = [
        full_name(one.resident.first_name, one.resident.middle_name, one.resident.last_name) for one in (kept, merged)
    ]
    return render_template(
        "duplicates/compare.html",
        kept=kept,
        merged=merged,
        names=names,
        pair=pair,
        rows=rows,
        choices=set(list_choices(ours, theirs)),
        forbidden=[_label(name) for name in list_forbidding(ours, theirs)],
        values=(KEPT, MERGED),
        errors=errors,
        typed=typed,
    )


def _label(name: str) -> str:
    if name.endswith("_name"):
        return text(f"imports-meaning-{name.replace('_', '-')}")
    return text("resident-" + {"date_of_birth": "born", "address_id": "address"}.get(name, name).replace("_", "-"))


def _shown(name: str, value: Any, address: Address | None) -> str:
    if name == "address_id":
        return address_line(address)
    if name == "date_of_birth":
        return value.strftime("%d/%m/%Y") if value else ""
    if isinstance(value, bool):
        return text("resident-yes" if value else "resident-no")
    return value or ""
