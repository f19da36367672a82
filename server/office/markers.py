"""Warning markers: the register with what waits and what is due for review, and the page on which one is proposed."""

from __future__ import annotations

import uuid
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from server.domain.change_refusal import ChangeRefusedError
from server.domain.names import full_name
from server.domain.phone_rows import is_expired
from server.domain.warning_marker import MarkerStatus, MarkerWords
from server.office.access import allowed, i_may, me
from server.office.blueprint import office
from server.office.dates import typed_day
from server.office.frame import address_line, council_today, now
from server.office.page_number import get_page
from server.office.setup_forms import page_id, refuse
from server.store.database import new_id
from server.store.markers import MarkerLine, MarkerList, count_register, list_markers, list_register
from server.store.resident_search import find_profile
from server.store.unit_of_work import read_snapshot
from server.store.users import names_of_users
from server.texts import text
from server.use_cases.propose_marker import propose_marker
from server.use_cases.record_view import record_view

Answer = Response | str | tuple[str, int]
_COLOURS = {
    MarkerStatus.PROPOSED: "yellow", MarkerStatus.APPROVED: "red", MarkerStatus.REFUSED: "grey", MarkerStatus.ENDED: "grey",
}  # fmt: skip


@office.get("/markers")
@allowed("markers.read")
def markers_page() -> Answer:
    """One page of a part of the register; what waits for a second person comes first."""
    chosen = request.args.get("show", MarkerList.PROPOSED)
    if chosen not in set(MarkerList):
        abort(404)
    shown, page = MarkerList(chosen), get_page()
    with read_snapshot() as session:
        lines, has_more = list_register(session, shown, council_today(), page)
        names = names_of_users(session, [line.marker.proposed_by_id for line in lines])
        counts: dict[str, int] = {
            one: count_register(session, one, council_today()) for one in MarkerList if one != MarkerList.CLOSED
        }
    record_view(action="markers.list", at=now(), user_id=me().user_id, entity_type="warning_marker")
    return render_template(
        "markers/list.html",
        lines=[describe_marker(line) for line in lines],
        names=names,
        views=[
            (url_for("office.markers_page", show=one), _view_words(one, counts.get(one)), one == shown)
            for one in MarkerList
        ],
        shown=shown,
        previous_url=url_for("office.markers_page", show=shown, page=page - 1) if page > 1 else None,
        next_url=url_for("office.markers_page", show=shown, page=page + 1) if has_more else None,
    )


@office.get("/residents/<uuid:resident_id>/markers/new")
@allowed("markers.propose")
def propose_marker_page(resident_id: uuid.UUID) -> str:
    """What it says, what it rests on, and until when."""
    return _show_new(resident_id, {})


@office.post("/residents/<uuid:resident_id>/markers/new")
@allowed("markers.propose")
def propose_new_marker(resident_id: uuid.UUID) -> Answer:
    """It waits for a second person."""
    about = request.form.get("about", "")
    try:
        propose_marker(resident_id, read_words(), about, page_id=page_id(), by_id=me().user_id, at=now())
    except ChangeRefusedError as refusal:
        return refuse(refusal, "marker", lambda errors: _show_new(resident_id, errors))
    flash(text("marker-done-propose"), "done")
    return redirect(url_for("office.resident_page", resident_id=resident_id), 303)


def read_words() -> MarkerWords:
    """As a page sends it."""
    form = request.form
    return MarkerWords(
        instruction=form.get("instruction", ""),
        needs_pair="needs_pair" in form,
        incident_on=typed_day(form.get("incident_on", "")),
        incident=form.get("incident", ""),
        incident_source=form.get("incident_source", ""),
        review_on=typed_day(form.get("review_on", "")),
    )


def describe_marker(line: MarkerLine) -> dict[str, Any]:
    """A line as the pages show it."""
    marker, resident, address = line.marker, line.resident, line.address
    door = address_line(address)
    name = full_name(resident.first_name, resident.last_name) or text("visits-no-name") if resident else ""
    in_force = marker.status == MarkerStatus.APPROVED
    expired = in_force and is_expired(marker.review_on, council_today())
    return {
        "marker": marker,
        "about": name or text("marker-of-address", address=door or text("visits-no-address")),
        "door": door,
        "state": text("marker-state-expired") if expired else text(f"marker-state-{marker.status}"),
        "colour": "orange" if expired else _COLOURS[MarkerStatus(marker.status)],
        "expired": expired,
    }


def _view_words(shown: MarkerList, count: int | None) -> str:
    words = text(f"markers-show-{shown}")
    return words if count is None else text("nav-with-count", label=words, count=count)


def _show_new(resident_id: uuid.UUID, errors: dict[str, str]) -> str:
    with read_snapshot() as session:
        profile = find_profile(session, resident_id)
        if profile is None or profile.resident.merged_into_id is not None:
            abort(404)
        markers = list_markers(session, resident_id, profile.resident.address_id)
    record_view(action="resident.view", at=now(), user_id=me().user_id, entity_type="resident", entity_id=resident_id)
    resident, address, today = profile.resident, profile.address, council_today()
    return render_template(
        "markers/propose.html",
        name=full_name(resident.first_name, resident.last_name) or text("visits-no-name"),
        back_url=url_for("office.resident_page", resident_id=resident_id) if i_may("residents.read") else None,
        door=address_line(address),
        markers=[(marker, is_expired(marker.review_on, today)) for marker in markers],
        marker=None,
        typed=request.form,
        page_id=request.form.get("page_id") or new_id(),
        errors=errors,
    )
