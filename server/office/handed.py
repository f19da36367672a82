"""What was handed to a receiving team or to one of its people: name, address, telephone and that need's answers, and no more.

A need that is complete or cancelled says of itself only what it was: nobody has work with it. The templates are given those
values, never a row of a resident. A view is audited.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from server.domain.referral_step import ReferralRefusedError
from server.domain.shown_answers import ShownAnswer
from server.domain.words import OPEN_REFERRAL_STATUSES, ReferralStatus
from server.office.access import allowed, i_may, me
from server.office.blueprint import office
from server.office.frame import label, now
from server.office.need_words import describe_details
from server.office.refer import FIELD_OF, refusal_words
from server.office.referral import read_step, status_choices
from server.office.referral_filter import EVERY_STATUS, statuses_of
from server.office.referrals import read_place, together, write_place
from server.store.office_referral_filter import ReferralFilter
from server.store.office_referrals import (
    OfficeReferral,
    ReferralLine,
    find_office_referral,
    list_referrals,
)
from server.store.referral_history import list_notes
from server.store.unit_of_work import read_snapshot
from server.texts import text
from server.use_cases.change_referral import change_referral_status
from server.use_cases.record_view import record_view


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedReferral:
    """All that a receiving team is shown of one referral; of one that is settled, nothing of anybody."""

    id: uuid.UUID
    version: int
    type: str
    status: str
    status_reason: str | None
    urgent: bool
    start_on: dt.date | None
    made_at: dt.datetime
    name: str
    address: str
    postcode: str | None
    mobile: str | None
    landline: str | None
    on_hold: bool
    is_open: bool
    answers: list[ShownAnswer]
    exported_at: dt.datetime | None
    export_id: uuid.UUID | None


@office.get("/handed")
@allowed("handed.read")
def handed_page() -> str:
    """One page of the list; what is open unless another status is asked for."""
    return show_handed({})


def show_handed(mistakes: Mapping[str, str], verdicts: Mapping[uuid.UUID, str] | None = None) -> str:
    """The page that the address asks for. `mistakes` of a form on it; `verdicts`: by referral why it was left as it is."""
    status, after = request.args.get("status", "").strip(), request.args.get("after", "")
    errors = dict(mistakes)
    if status and status not in {*ReferralStatus, EVERY_STATUS}:
        errors["status"] = text("referrals-wrong-status")
        status = ""
    wanted = ReferralFilter(statuses=statuses_of(status), to_any=hands())
    with read_snapshot() as session:
        page = list_referrals(session, wanted, read_place(after))
    record_view(action="referrals.list", at=now(), user_id=me().user_id, entity_type="referral")
    kept: dict[str, Any] = {"status": status} if status else {}
    here = kept | ({"after": after} if after else {})
    return render_template(
        "referrals/handed_list.html",
        lines=[describe_handed(line) for line in page.lines],
        status=status,
        statuses=[*status_choices(), (EVERY_STATUS, text("referrals-status-any"))],
        has_team=me().team_id is not None,
        first_url=url_for("office.handed_page", **kept) if after else None,
        next_url=url_for("office.handed_page", after=write_place(page.next_place), **kept) if page.next_place else None,
        together_url=url_for("office.change_handed", **here),
        tick_url=url_for("office.handed_page", tick="all", **here),
        may_export=i_may("referrals.export"),
        errors=errors,
        **together(verdicts or {}),
    )


@office.get("/handed/<uuid:referral_id>")
@allowed("handed.read")
def handed_referral_page(referral_id: uuid.UUID) -> str:
    """One of them; anybody else's does not exist."""
    return show_handed_referral(referral_id, {})


@office.post("/handed/<uuid:referral_id>/status")
@allowed("handed.change")
def change_handed_status(referral_id: uuid.UUID) -> Response | tuple[str, int]:
    """How far it has come."""
    step = read_step(referral_id, "words")
    try:
        change_referral_status(step, request.form.get("status", ""), only_of=hands())
    except ReferralRefusedError as refusal:
        if refusal.reason == "not_found":
            abort(404)
        code = 409 if refusal.reason == "changed_meanwhile" else 422
        return show_handed_referral(referral_id, {FIELD_OF.get(refusal.reason, "state"): refusal_words(refusal)}), code
    flash(text("referral-status-done"), "done")
    return redirect(url_for("office.handed_referral_page", referral_id=referral_id), 303)


def hands() -> tuple[uuid.UUID, ...]:
    """Whose referrals the caller sees: the team's, and those given to the caller."""
    return (me().user_id, *((me().team_id,) if me().team_id else ()))


def describe_handed(line: ReferralLine, found: OfficeReferral | None = None) -> HandedReferral:
    """The permitted part of a referral. With `found`, its answers under the form's own questions."""
    referral, resident, address = line.referral, line.resident, line.address
    version = found.version if found else None
    is_open = referral.status in OPEN_REFERRAL_STATUSES
    reason = referral.status_reason if is_open else None
    return HandedReferral(
        id=referral.id,
        version=referral.version,
        type=referral.type,
        status=referral.status,
        status_reason=label("referral-reason", reason) if reason else None,
        urgent=referral.urgent,
        start_on=referral.start_on,
        made_at=referral.made_at,
        name=line.name if is_open else "",
        address=", ".join(address.lines) if address and is_open else "",
        postcode=address.postcode if address and is_open else None,
        mobile=resident.mobile if is_open else None,
        landline=resident.landline if is_open else None,
        on_hold=resident.on_hold and is_open,
        is_open=is_open,
        exported_at=referral.exported_at,
        export_id=referral.export_id,
        answers=describe_details(referral.type, referral.details, version.questions if version else None)
        if is_open
        else [],
    )


def show_handed_referral(referral_id: uuid.UUID, errors: dict[str, str]) -> str:
    """The page of one, with what was wrong on it."""
    with read_snapshot() as session:
        found = find_office_referral(session, referral_id)
        notes = list_notes(session, found.line.referral) if found else []
    if found is None or not {found.line.referral.team_id, found.line.referral.user_id} & set(hands()):
        abort(404)
    record_view(action="referral.view", at=now(), user_id=me().user_id, entity_type="referral", entity_id=referral_id)
    return render_template(
        "referrals/handed.html",
        referral=describe_handed(found.line, found),
        notes=notes,
        statuses=status_choices(),
        errors=errors,
        typed=request.form,
    )
