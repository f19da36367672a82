"""Pick by hand with which other record a resident's is compared: found by a search, since no rule sees every duplicate."""

from __future__ import annotations

import uuid

from flask import abort, render_template, request

from server.domain.names import full_name
from server.domain.resident_query import LONGEST_QUERY, read_resident_query
from server.office.access import allowed, me
from server.office.blueprint import office
from server.office.frame import now
from server.store.resident_search import MOST_FOUND, search_residents
from server.store.tables import Resident
from server.store.unit_of_work import read_snapshot
from server.texts import text
from server.use_cases.record_view import record_view


@office.get("/residents/<uuid:resident_id>/same")
@allowed("residents.merge")
def pick_same_page(resident_id: uuid.UUID) -> str:
    """The search box."""
    return _show(resident_id, "")


@office.post("/residents/<uuid:resident_id>/same")
@allowed("residents.merge")
def find_same(resident_id: uuid.UUID) -> str:
    """Whom the words find, but for this record. By POST, as every search for people."""
    return _show(resident_id, request.form.get("typed", "").strip()[:LONGEST_QUERY])


def _show(resident_id: uuid.UUID, typed: str) -> str:
    query = read_resident_query(typed)
    with read_snapshot() as session:
        resident = session.get(Resident, resident_id)
        if resident is None or resident.merged_into_id is not None:
            abort(404)
        found = [] if query.is_empty else list(search_residents(session, query))
    record_view(action="resident.view", at=now(), user_id=me().user_id, entity_type="resident", entity_id=resident_id)
    if not query.is_empty:
        record_view(action="residents.search", at=now(), user_id=me().user_id, entity_type="resident")
    return render_template(
        "duplicates/pick.html",
        resident=resident,
        name=full_name(resident.first_name, resident.last_name) or text("visits-no-name"),
        typed=typed,
        found=[line for line in found[:MOST_FOUND] if line.resident.id != resident_id],
        is_more=len(found) > MOST_FOUND,
        most=MOST_FOUND,
    )
