"""How one resident may be reached: one set, asked and corrected on one page."""

from __future__ import annotations

import uuid

from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from server.domain.names import full_name
from server.office.access import allowed, me
from server.office.blueprint import office
from server.office.frame import now
from server.store.resident_search import find_profile
from server.store.unit_of_work import read_snapshot
from server.texts import text
from server.use_cases.record_view import record_view
from server.use_cases.set_contact_preferences import WAYS, PreferencesRefusedError, set_contact_preferences

_VALUES = {"yes": True, "no": False, "": None}
_WORDS = {value: word for word, value in _VALUES.items()}


@office.get("/residents/<uuid:resident_id>/preferences")
@allowed("residents.edit")
def preferences_page(resident_id: uuid.UUID) -> str:
    """What stands."""
    return _show(resident_id, {})


@office.post("/residents/<uuid:resident_id>/preferences")
@allowed("residents.edit")
def set_preferences(resident_id: uuid.UUID) -> Response | tuple[str, int]:
    """Keep what was asked."""
    wishes = {way: request.form.get(way, "") for way in WAYS}
    seen = dict(zip(WAYS, request.form.get("seen", "").split(","), strict=False))
    if set(wishes.values()) - set(_VALUES) or set(seen) != set(WAYS) or set(seen.values()) - set(_VALUES):
        abort(400)
    try:
        changed = set_contact_preferences(
            resident_id,
            {way: _VALUES[word] for way, word in wishes.items()},
            seen={way: _VALUES[word] for way, word in seen.items()},
            by_id=me().user_id,
            at=now(),
        )
    except PreferencesRefusedError as refusal:
        if refusal.reason == "not_found":
            abort(404)
        return _show(resident_id, {"state": text("preferences-refused-changed_meanwhile")}), 409
    flash(text("preferences-done" if changed else "resident-edit-nothing"), "done")
    return redirect(url_for("office.resident_page", resident_id=resident_id), 303)


def _show(resident_id: uuid.UUID, errors: dict[str, str]) -> str:
    with read_snapshot() as session:
        profile = find_profile(session, resident_id)
    if profile is None or profile.resident.merged_into_id is not None:
        abort(404)
    record_view(action="resident.view", at=now(), user_id=me().user_id, entity_type="resident", entity_id=resident_id)
    held = profile.preference
    stands = {way: _WORDS[getattr(held, way) if held is not None else None] for way in WAYS}
    return render_template(
        "contacts/preferences.html",
        resident=profile.resident,
        name=full_name(profile.resident.first_name, profile.resident.last_name),
        ways=[(way, text(f"preference-{way}"), request.form.get(way, stands[way])) for way in WAYS],
        stands=[(text(f"preference-{way}"), stands[way]) for way in WAYS],
        seen=",".join(stands.values()),
        errors=errors,
    )
