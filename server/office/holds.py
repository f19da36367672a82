"""People on hold for a reported death: since when, by what word, and what is still planned for them or handed on.

A view is audited. What was handed on for somebody whose death is confirmed is cancelled here, all at once and with one reason.
"""

from __future__ import annotations

import uuid
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from server.domain.field_policy import parse_date
from server.domain.names import full_name
from server.domain.referral_step import ReferralRefusedError
from server.office.access import allowed, me
from server.office.blueprint import office
from server.office.dates import as_typed
from server.office.frame import now
from server.office.places import read_place, write_place
from server.office.refer import refusal_words
from server.office.undo_offer import at_of, offer_undo
from server.store.held_people import HeldPerson, list_held_people
from server.store.tables import Hold
from server.store.unit_of_work import read_snapshot
from server.texts import text
from server.use_cases.cancel_referrals_after_death import cancel_referrals_after_death
from server.use_cases.record_view import record_view
from server.use_cases.settle_death_hold import HoldNotSettledError

CONFIRMED = "confirmed"


@office.get("/residents/holds")
@allowed("residents.read")
def holds_page() -> str:
    """Those who wait for a supervisor; with `show` those whose death is confirmed."""
    confirmed = request.args.get("show", "") == CONFIRMED
    after = read_place(request.args.get("after", ""))
    with read_snapshot() as session:
        people, next_after = list_held_people(session, confirmed=confirmed, after=after)
    record_view(action="holds.list", at=now(), user_id=me().user_id, entity_type="resident")
    kept: dict[str, Any] = {"show": CONFIRMED} if confirmed else {}
    return render_template(
        "referrals/holds.html",
        people=[(one, _name(one), _why(one.hold)) for one in people],
        confirmed=confirmed,
        views=[
            (url_for("office.holds_page"), text("holds-waiting"), not confirmed),
            (url_for("office.holds_page", show=CONFIRMED), text("holds-confirmed"), confirmed),
        ],
        first_url=url_for("office.holds_page", **kept) if after else None,
        next_url=url_for("office.holds_page", after=write_place(*next_after), **kept) if next_after else None,
    )


@office.get("/residents/holds/<uuid:hold_id>/referrals")
@allowed("holds.settle")
def held_referrals_page(hold_id: uuid.UUID) -> str:
    """What would be cancelled, and the reason."""
    return _show(hold_id, {})


@office.post("/residents/holds/<uuid:hold_id>/referrals")
@allowed("holds.settle")
def cancel_held_referrals(hold_id: uuid.UUID) -> Response | tuple[str, int]:
    """Cancel all of them."""
    at = now()
    try:
        count = cancel_referrals_after_death(hold_id, request.form.get("words", ""), by_id=me().user_id, at=at)
    except ReferralRefusedError as refusal:
        return _show(hold_id, {"words": refusal_words(refusal)}), 422
    except HoldNotSettledError as refusal:
        if refusal.reason == "not_found":
            abort(404)
        flash(text(f"hold-refused-{refusal.reason}"), "important")
        return redirect(url_for("office.holds_page"), 303)
    words = text("holds-cancelled", count=count)
    if count:
        offer_undo(words, text("referrals-together-undo"), url_for("office.undo_listed"), at_of(at))
    else:
        flash(words, "important")
    return redirect(url_for("office.holds_page", show=CONFIRMED), 303)


def _name(one: HeldPerson) -> str:
    return full_name(one.resident.first_name, one.resident.last_name) or text("visits-no-name")


def _why(hold: Hold) -> str:
    """By what word it was placed."""
    if "batch_id" in hold.details:
        died_on = parse_date(hold.details.get("died_on"))
        return text("holds-why-list-day", day=as_typed(died_on)) if died_on else text("holds-why-list")
    return text("holds-why-report")


def _show(hold_id: uuid.UUID, errors: dict[str, str]) -> str:
    with read_snapshot() as session:
        people, _ = list_held_people(session, confirmed=True, hold_id=hold_id)
    if not people:
        abort(404)
    one = people[0]
    record_view(
        action="resident.view", at=now(), user_id=me().user_id, entity_type="resident", entity_id=one.resident.id
    )
    return render_template(
        "referrals/held_referrals.html", one=one, name=_name(one), words=request.form.get("words", ""), errors=errors
    )
