"""Code lists: the words that a council says for what is recorded, their order, which are offered no more, and codes of its own."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from server.domain.change_refusal import ChangeRefusedError
from server.domain.code_list import GROWING, IN_PROGRAMMES, LANGUAGES, LONGEST, MOST_ENTRIES
from server.office.access import allowed, me
from server.office.blueprint import office
from server.office.change_words import describe_changes
from server.office.csv_reply import csv_reply
from server.office.frame import now, seen_version
from server.store.change_history import list_changes
from server.store.code_lists import list_code_lists
from server.store.programmes import list_programmes
from server.store.tables import CodeList, Programme
from server.store.unit_of_work import read_snapshot
from server.texts import has_text, text
from server.use_cases.add_code import add_code
from server.use_cases.change_code_list import change_code_list

Answer = Response | str | tuple[str, int]
# As a form's sheet `choices` has its columns; a language is written as its author does.
_SHEET = ("list_name", "name", "label::English (en)", "label::Cymraeg (cy)")


@office.get("/code-lists")
@allowed("setup.read")
def code_lists_page() -> str:
    """Every list, and whether it grows."""
    with read_snapshot() as session:
        lists = [(one, _name_of(one), one.name in GROWING) for one in list_code_lists(session)]
    return render_template("setup/code_lists.html", lists=lists)


@office.get("/code-lists/<uuid:list_id>")
@allowed("setup.read")
def code_list_page(list_id: uuid.UUID) -> str:
    """One list: its words as they are."""
    return _show(list_id, {})


@office.post("/code-lists/<uuid:list_id>")
@allowed("code_lists.edit")
def save_code_list(list_id: uuid.UUID) -> Answer:
    """In force at once here, and on phones with their next pull."""
    try:
        changed = change_code_list(
            list_id, request.form, _ticked(), seen_version=seen_version(), by_id=me().user_id, at=now()
        )
    except ChangeRefusedError as refusal:
        state = _state_of(refusal)
        return _show(list_id, _say(refusal), is_stale=state == "changed_meanwhile"), 409 if state else 422
    flash(text("code-list-done" if changed else "code-list-done-nothing"), "done")
    return redirect(url_for("office.code_list_page", list_id=list_id), 303)


@office.get("/code-lists/<uuid:list_id>/codes/new")
@allowed("code_lists.edit")
def new_code_page(list_id: uuid.UUID) -> str:
    """A code of the council's own, for a list that grows."""
    return _show_new(list_id, {})


@office.post("/code-lists/<uuid:list_id>/codes/new")
@allowed("code_lists.edit")
def add_new_code(list_id: uuid.UUID) -> Answer:
    """It can be chosen from now on. Whoever is second is told, and what was typed stays, since it takes nobody's place."""
    try:
        code = add_code(list_id, request.form, _ticked(), seen_version=seen_version(), by_id=me().user_id, at=now())
    except ChangeRefusedError as refusal:
        errors, is_stale = _say(refusal), _state_of(refusal) is not None
        if is_stale:
            errors["state"] = text("code-list-add-meanwhile")
        return _show_new(list_id, errors), 409 if is_stale else 422
    flash(text("code-list-done-add", code=code), "done")
    return redirect(url_for("office.code_list_page", list_id=list_id), 303)


@office.get("/code-lists/<uuid:list_id>/choices.csv")
@allowed("setup.read")
def code_list_choices(list_id: uuid.UUID) -> Response:
    """What is in use, as rows to put into the sheet `choices` of a form."""
    with read_snapshot() as session:
        held = session.get(CodeList, list_id) or abort(404)
    rows = [
        (held.name, entry["name"], *(entry["label"].get(language, "") for language in LANGUAGES))
        for entry in held.entries
        if entry["name"] not in held.retired_names
    ]
    return csv_reply([_SHEET, *rows], f"{held.name}.csv")


def _ticked() -> dict[str, list[str]]:
    return request.form.to_dict(flat=False)


def _state_of(refusal: ChangeRefusedError) -> str | None:
    state = refusal.mistakes.get("state")
    if state == "not_found":
        abort(404)
    return state if state == "changed_meanwhile" else None


def _say(refusal: ChangeRefusedError) -> dict[str, str]:
    """The words of a mistake go by the part, whatever the code: `en_seen_needs` is about an English label."""
    return {
        field: text(f"code-list-refused-{field.partition('_')[0]}-{reason}", most=LONGEST, entries=MOST_ENTRIES)
        for field, reason in refusal.mistakes.items()
    }


def _show(list_id: uuid.UUID, errors: dict[str, str], *, is_stale: bool = False) -> str:
    """What somebody else changed meanwhile is shown as it is now; else what was typed stays."""
    with read_snapshot() as session:
        held = session.get(CodeList, list_id)
        if held is None:
            abort(404)
        changes, programmes = list_changes(session, "code_list", list_id), list_programmes(session)
    is_typed = "seen_version" in request.form and not is_stale
    return render_template(
        "setup/code_list.html",
        held=held,
        name=_name_of(held),
        grows=held.name in GROWING,
        typed=request.form if is_typed else _typed_of(held),
        ticked=_ticked() if is_typed else {f"only_{code}": ids for code, ids in held.only_programmes.items()},
        programmes=_choices_of(held, programmes),
        errors=errors,
        languages=LANGUAGES,
        changes=describe_changes(changes),
    )


def _show_new(list_id: uuid.UUID, errors: dict[str, str]) -> str:
    with read_snapshot() as session:
        held, programmes = session.get(CodeList, list_id), list_programmes(session)
    if held is None or held.name not in GROWING:
        abort(404)
    return render_template(
        "setup/code_new.html",
        held=held,
        name=_name_of(held),
        typed=request.form,
        ticked=_ticked().get("only", []),
        programmes=_choices_of(held, programmes),
        errors=errors,
        languages=LANGUAGES,
    )


def _choices_of(held: CodeList, programmes: Sequence[Programme]) -> list[Programme]:
    """The programmes to which a code of this list can be kept; with a single one there is nothing to choose."""
    return list(programmes) if held.name in IN_PROGRAMMES and (len(programmes) > 1 or held.only_programmes) else []


def _typed_of(held: CodeList) -> dict[str, str]:
    typed: dict[str, str] = {}
    for place, entry in enumerate(held.entries, start=1):
        code = entry["name"]
        typed[f"position_{code}"] = str(place)
        typed |= {f"{language}_{code}": entry["label"].get(language, "") for language in LANGUAGES}
        if code in held.retired_names:
            typed[f"retired_{code}"] = "1"
    return typed


def _name_of(held: CodeList) -> str:
    known = f"code-list-{held.name.replace('_', '-')}"
    return text(known) if has_text(known) else held.name.replace("_", " ").capitalize()
