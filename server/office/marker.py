"""One warning marker: what it rests on, and the steps of whoever decides it, looks at it again, or would change it."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from server.domain.change_refusal import ChangeRefusedError
from server.domain.phone_window import find_council_date
from server.domain.warning_marker import MarkerStatus, Telling
from server.office.access import allowed, me
from server.office.blueprint import office
from server.office.dates import as_typed, typed_day
from server.office.frame import now, seen_version
from server.office.markers import Answer, describe_marker, read_words
from server.office.page_number import read_until
from server.office.setup_forms import page_id, refuse
from server.store.database import new_id
from server.store.markers import MarkerLine, find_marker, find_waiting_change, list_people_at
from server.store.tables import WarningMarker
from server.store.timeline import Subject, list_timeline
from server.store.unit_of_work import read_snapshot
from server.store.users import names_of_users
from server.texts import text
from server.use_cases.decide_marker import approve_marker, refuse_marker
from server.use_cases.propose_marker import propose_change
from server.use_cases.record_view import record_view
from server.use_cases.review_marker import end_marker, keep_marker, note_marker_told


@office.get("/markers/<uuid:marker_id>")
@allowed("markers.read")
def marker_page(marker_id: uuid.UUID) -> str:
    """All of it, and what may be done with it now."""
    return _show(marker_id, {})


@office.post("/markers/<uuid:marker_id>/approve")
@allowed("markers.decide")
def approve_proposed_marker(marker_id: uuid.UUID) -> Answer:
    """It holds from now on."""
    form = request.form
    told = Telling(
        told=form.get("told", ""), told_on=typed_day(form.get("told_on", "")), reason=form.get("not_told_reason", "")
    )
    return _take_step("approve", marker_id, approve_marker, told)


@office.post("/markers/<uuid:marker_id>/refuse")
@allowed("markers.decide")
def refuse_proposed_marker(marker_id: uuid.UUID) -> Answer:
    """It never holds."""
    reason = request.form.get("refused_reason", "")
    return _take_step("refuse", marker_id, refuse_marker, reason)


@office.post("/markers/<uuid:marker_id>/keep")
@allowed("markers.review")
def keep_reviewed_marker(marker_id: uuid.UUID) -> Answer:
    """It holds until a new day."""
    form = request.form
    day, reason = typed_day(form.get("review_on", "")), form.get("kept_reason", "")
    return _take_step("keep", marker_id, keep_marker, day, reason)


@office.post("/markers/<uuid:marker_id>/end")
@allowed("markers.review")
def end_reviewed_marker(marker_id: uuid.UUID) -> Answer:
    """It holds no more."""
    reason = request.form.get("ended_reason", "")
    return _take_step("end", marker_id, end_marker, reason)


@office.post("/markers/<uuid:marker_id>/told")
@allowed("markers.review")
def note_told_of_marker(marker_id: uuid.UUID) -> Answer:
    """The person was told since."""
    day = typed_day(request.form.get("told_on", ""))
    return _take_step("told", marker_id, note_marker_told, day)


@office.get("/markers/<uuid:marker_id>/change")
@allowed("markers.review")
def change_marker_page(marker_id: uuid.UUID) -> str:
    """Its words, to be put otherwise."""
    return _show_change(marker_id, {})


@office.post("/markers/<uuid:marker_id>/change")
@allowed("markers.review")
def propose_marker_change(marker_id: uuid.UUID) -> Answer:
    """The other words wait for a second person."""
    new_marker_id = page_id()
    try:
        propose_change(
            marker_id, read_words(), seen_version=seen_version(), page_id=new_marker_id, by_id=me().user_id, at=now()
        )
    except ChangeRefusedError as refusal:
        return refuse(refusal, "marker", lambda errors: _show_change(marker_id, errors))
    return _done(new_marker_id, "change")


def _take_step(step: str, marker_id: uuid.UUID, change: Callable[..., object], *said: object) -> Answer:
    """What the use case makes of what was said; its refusal, on the marker's page."""
    try:
        change(marker_id, *said, seen_version=seen_version(), by_id=me().user_id, at=now())
    except ChangeRefusedError as refusal:
        return refuse(refusal, "marker", lambda errors: _show(marker_id, errors))
    return _done(marker_id, step)


def _done(marker_id: uuid.UUID, step: str) -> Response:
    flash(text(f"marker-done-{step}"), "done")
    return redirect(url_for("office.marker_page", marker_id=marker_id), 303)


def _show(marker_id: uuid.UUID, errors: dict[str, str]) -> str:
    with read_snapshot() as session:
        line = _get(find_marker(session, marker_id))
        marker = line.marker
        people = list_people_at(session, [marker.address_id]) if marker.address_id else ()
        names = names_of_users(session, [marker.proposed_by_id, marker.approved_by_id, marker.closed_by_id])
        change = find_waiting_change(session, marker_id)
        history = list_timeline(session, Subject(entity_ids=[marker_id]), read_until())
    record_view(action="marker.view", at=now(), user_id=me().user_id, entity_type="warning_marker", entity_id=marker_id)
    return render_template(
        "markers/marker.html",
        line=describe_marker(line),
        marker=marker,
        resident=line.resident,
        people=people,
        names=names,
        change=change,
        told_on=find_council_date(marker.told_at) if marker.told_at else None,
        is_own=marker.proposed_by_id == me().user_id,
        is_proposed=marker.status == MarkerStatus.PROPOSED,
        is_in_force=marker.status == MarkerStatus.APPROVED,
        history=history,
        typed=request.form,
        errors=errors,
    )


def _show_change(marker_id: uuid.UUID, errors: dict[str, str]) -> str:
    with read_snapshot() as session:
        line = _get(find_marker(session, marker_id))
    if line.marker.status != MarkerStatus.APPROVED and not errors:
        abort(404)
    record_view(action="marker.view", at=now(), user_id=me().user_id, entity_type="warning_marker", entity_id=marker_id)
    described = describe_marker(line)
    return render_template(
        "markers/propose.html",
        name=described["about"],
        back_url=url_for("office.marker_page", marker_id=marker_id),
        door=described["door"],
        markers=[],
        marker=line.marker,
        typed=request.form or _typed(line.marker),
        page_id=request.form.get("page_id") or new_id(),
        errors=errors,
    )


def _typed(marker: WarningMarker) -> dict[str, str]:
    """What stands now, as it would be typed; the day of review is asked anew."""
    return {
        "instruction": marker.instruction,
        "incident": marker.incident,
        "incident_on": as_typed(marker.incident_on),
        "incident_source": marker.incident_source,
    } | ({"needs_pair": "1"} if marker.needs_pair else {})


def _get(line: MarkerLine | None) -> MarkerLine:
    return line if line is not None else abort(404)
