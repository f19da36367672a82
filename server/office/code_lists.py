"""Code lists: the words that a council says for what is recorded, their order, and which are offered no more."""

from __future__ import annotations

import uuid

from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from server.domain.change_refusal import ChangeRefusedError
from server.domain.code_list import LANGUAGES, LONGEST
from server.office.access import allowed, me
from server.office.blueprint import office
from server.office.change_words import describe_changes
from server.office.frame import now, seen_version
from server.store.change_history import list_changes
from server.store.code_lists import list_code_lists
from server.store.tables import CodeList
from server.store.unit_of_work import read_snapshot
from server.texts import has_text, text
from server.use_cases.change_code_list import change_code_list

Answer = Response | str | tuple[str, int]


@office.get("/code-lists")
@allowed("setup.read")
def code_lists_page() -> str:
    """Every list."""
    with read_snapshot() as session:
        lists = [(one, _name_of(one)) for one in list_code_lists(session)]
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
        changed = change_code_list(list_id, request.form, seen_version=seen_version(), by_id=me().user_id, at=now())
    except ChangeRefusedError as refusal:
        if refusal.mistakes.get("state") == "not_found":
            abort(404)
        is_stale = refusal.mistakes.get("state") == "changed_meanwhile"
        return _show(list_id, _say(refusal), is_stale=is_stale), 409 if is_stale else 422
    flash(text("code-list-done" if changed else "code-list-done-nothing"), "done")
    return redirect(url_for("office.code_list_page", list_id=list_id), 303)


def _say(refusal: ChangeRefusedError) -> dict[str, str]:
    """The words of a mistake go by the part, whatever the code: `en_seen_needs` is about an English label."""
    return {
        field: text(f"code-list-refused-{field.partition('_')[0]}-{reason}", most=LONGEST)
        for field, reason in refusal.mistakes.items()
    }


def _show(list_id: uuid.UUID, errors: dict[str, str], *, is_stale: bool = False) -> str:
    """What somebody else changed meanwhile is shown as it is now; else what was typed stays."""
    with read_snapshot() as session:
        held = session.get(CodeList, list_id)
        if held is None:
            abort(404)
        changes = list_changes(session, "code_list", list_id)
    return render_template(
        "setup/code_list.html",
        held=held,
        name=_name_of(held),
        typed=request.form if "seen_version" in request.form and not is_stale else _typed_of(held),
        errors=errors,
        languages=LANGUAGES,
        changes=describe_changes(changes),
    )


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
