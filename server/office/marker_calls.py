"""A call to an officer whose phone may not show a new marker: who rang, when, and whether the officer was reached."""

from __future__ import annotations

import uuid

from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from server.domain.change_refusal import ChangeRefusedError
from server.office.access import allowed, me
from server.office.blueprint import office
from server.office.frame import now
from server.office.setup_forms import page_id, refuse
from server.store.database import new_id
from server.store.marker_calls import list_last_calls
from server.store.markers import find_marker
from server.store.unit_of_work import read_snapshot
from server.store.users import find_user
from server.texts import text
from server.use_cases.record_marker_call import record_marker_call
from server.use_cases.record_view import record_view


@office.get("/markers/<uuid:marker_id>/calls/<uuid:officer_id>")
@allowed("markers.review")
def marker_call_page(marker_id: uuid.UUID, officer_id: uuid.UUID) -> str:
    """What to tell the officer, and what came of the last call."""
    return _show(marker_id, officer_id, {})


@office.post("/markers/<uuid:marker_id>/calls/<uuid:officer_id>")
@allowed("markers.review")
def save_marker_call(marker_id: uuid.UUID, officer_id: uuid.UUID) -> Response | tuple[str, int]:
    """Record it."""
    form = request.form
    try:
        name = record_marker_call(
            marker_id, officer_id, form.get("reached", ""), form.get("words", ""),
            page_id=page_id(), by_id=me().user_id, at=now(),
        )  # fmt: skip
    except ChangeRefusedError as refusal:
        return refuse(refusal, "marker", lambda errors: _show(marker_id, officer_id, errors))
    flash(text("marker-call-done", name=name), "done")
    return redirect(url_for("office.today_page"), 303)


def _show(marker_id: uuid.UUID, officer_id: uuid.UUID, errors: dict[str, str]) -> str:
    with read_snapshot() as session:
        line, officer = find_marker(session, marker_id), find_user(session, officer_id)
        calls = list_last_calls(session, [marker_id], [officer_id])
    if line is None or officer is None:
        abort(404)
    record_view(action="marker.view", at=now(), user_id=me().user_id, entity_type="warning_marker", entity_id=marker_id)
    return render_template(
        "markers/call.html",
        marker=line.marker,
        officer=officer,
        last=calls.get((marker_id, officer_id)),
        errors=errors,
        typed=request.form,
        page_id=request.form.get("page_id", "") or new_id(),
    )
