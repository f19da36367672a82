"""Correct who and where a resident is, with a reason. What stands now is beside what was typed, for whoever was second."""

from __future__ import annotations

import uuid
from dataclasses import fields

from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from server.domain.change_refusal import ChangeRefusedError
from server.domain.names import full_name
from server.domain.phone_rows import is_expired
from server.domain.resident_correction import ANOTHER_DOOR, LONGEST_REASON, SAME_DOOR, CorrectionWords
from server.office.access import allowed, me
from server.office.blueprint import office
from server.office.dates import as_typed
from server.office.frame import council_today, now, seen_version
from server.office.setup_forms import refuse
from server.store.markers import list_markers
from server.store.resident_search import ResidentProfile, find_profile
from server.store.unit_of_work import read_snapshot
from server.texts import text
from server.use_cases.correct_resident import correct_resident
from server.use_cases.record_view import record_view

_FIELDS = tuple(one.name for one in fields(CorrectionWords))


@office.get("/residents/<uuid:resident_id>/correct")
@allowed("residents.correct")
def correction_page(resident_id: uuid.UUID) -> str:
    """The form, filled with what stands."""
    return _show(resident_id, {})


@office.post("/residents/<uuid:resident_id>/correct")
@allowed("residents.correct")
def correct_record(resident_id: uuid.UUID) -> Response | tuple[str, int]:
    """Save it; whoever was second is told, and keeps what they typed."""
    typed = CorrectionWords(**{name: request.form.get(name, "") for name in _FIELDS})
    try:
        done = correct_resident(resident_id, typed, seen_version=seen_version(), by_id=me().user_id, at=now())
    except ChangeRefusedError as refusal:
        return refuse(refusal, "who", lambda errors: _show(resident_id, errors), most=LONGEST_REASON)
    if done is None:
        flash(text("resident-edit-nothing"))
    else:
        moved = text("correction-moved", count=done.visits_moved) if done.visits_moved else ""
        flash(f"{text('resident-edit-done')} {moved}".strip(), "done")
    return redirect(url_for("office.resident_page", resident_id=resident_id), 303)


def _show(resident_id: uuid.UUID, errors: dict[str, str]) -> str:
    with read_snapshot() as session:
        profile = find_profile(session, resident_id)
        if profile is None or profile.resident.merged_into_id is not None:
            abort(404)
        markers = list_markers(session, resident_id, profile.resident.address_id)
    record_view(action="resident.view", at=now(), user_id=me().user_id, entity_type="resident", entity_id=resident_id)
    resident, stands, today = profile.resident, _typed(profile), council_today()
    return render_template(
        "office/resident_correct.html",
        resident=resident,
        name=full_name(resident.first_name, resident.middle_name, resident.last_name),
        markers=[(marker, is_expired(marker.review_on, today)) for marker in markers],
        others=len(profile.others_here),
        has_door=profile.address is not None,
        doors=(ANOTHER_DOOR, SAME_DOOR),
        stands=stands,
        typed=request.form if request.method == "POST" else stands,
        errors=errors,
    )


def _typed(profile: ResidentProfile) -> dict[str, str]:
    """What stands now, as it would be typed."""
    resident, address = profile.resident, profile.address
    return {
        "first_name": resident.first_name or "",
        "middle_name": resident.middle_name or "",
        "last_name": resident.last_name or "",
        "date_of_birth": as_typed(resident.date_of_birth) if resident.date_of_birth else "",
        "address": "\n".join(address.lines) if address else "",
        "postcode": (address.postcode or "") if address else "",
        "uprn": (address.uprn or "") if address else "",
    }
