"""Add a resident whom no list has, as they ring or stand at the desk. Whoever they might be is shown before anybody is added."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from server.domain.change_refusal import ChangeRefusedError
from server.domain.names import full_name
from server.domain.new_resident import NewcomerWords, read_newcomer
from server.domain.operation import parse_id
from server.domain.resident_query import read_resident_query
from server.office.access import allowed, me
from server.office.blueprint import office
from server.office.dates import as_typed
from server.office.frame import council_today, now
from server.office.sealed_words import open_words
from server.office.setup_forms import page_id, refuse
from server.store.database import new_id
from server.store.likely_residents import Suggestion, list_likely
from server.store.programmes import list_programmes
from server.store.unit_of_work import read_snapshot
from server.texts import text
from server.use_cases.add_resident import add_resident
from server.use_cases.record_view import record_view

_FIELDS = tuple(one.name for one in fields(NewcomerWords))
_MOST_SEEN = 50


@office.get("/residents/new")
@allowed("residents.add")
def new_resident_page() -> str:
    """The form, with what was typed to look for them."""
    return _show(_from_search(open_words(request.args.get("q", ""))), (), {})


@office.post("/residents/new")
@allowed("residents.add")
def add_new_resident() -> Response | tuple[str, int]:
    """Add them, once whoever they might be was shown."""
    form, resident_id = request.form, page_id()
    typed = NewcomerWords(**{name: form.get(name, "") for name in _FIELDS})
    seen = {found for one in form.get("seen", "").split(",")[:_MOST_SEEN] if (found := parse_id(one)) is not None}
    try:
        add_resident(
            typed, parse_id(form.get("programme")), seen=seen, page_id=resident_id, by_id=me().user_id, at=now()
        )
    except ChangeRefusedError as refusal:
        likely = _find_likely(typed)
        return refuse(refusal, "who", lambda errors: _show(form.to_dict(), likely, errors))
    name = full_name(form.get("first_name", "").strip(), form.get("last_name", "").strip())
    flash(text("newcomer-done", name=name), "done")
    return redirect(url_for("office.resident_page", resident_id=resident_id), 303)


def _find_likely(typed: NewcomerWords) -> Sequence[Suggestion]:
    """Who they might be, as far as what was typed can be read. Looked at, and so audited as a search is."""
    try:
        row = read_newcomer(typed, council_today())
    except ChangeRefusedError:
        return ()
    with read_snapshot() as session:
        found = list_likely(session, row)
    if found:
        record_view(action="residents.search", at=now(), user_id=me().user_id, entity_type="resident")
    return found


def _show(typed: dict[str, str], likely: Sequence[Suggestion], errors: dict[str, str]) -> str:
    with read_snapshot() as session:
        programmes = [(str(one.id), one.name) for one in list_programmes(session) if one.active]
    only = programmes[0][0] if len(programmes) == 1 else ""
    return render_template(
        "office/resident_new.html",
        typed={"programme": only} | typed,
        programmes=programmes,
        likely=likely,
        seen=",".join(str(one.resident.id) for one in likely),
        page_id=request.form.get("page_id") or new_id(),
        errors=errors,
    )


def _from_search(typed: str) -> dict[str, str]:
    """What somebody was looked for by, in the fields it belongs to."""
    query = read_resident_query(typed)
    first, _, last = query.name_typed.rpartition(" ")
    return {
        "first_name": first,
        "last_name": last,
        "date_of_birth": as_typed(query.date_of_birth) if query.date_of_birth else "",
        "postcode": query.postcode or "",
        "telephone": query.telephone or "",
    }
