"""One referral: what is needed, for whom, who has it and what became of it; how far it has come, and handing it on.

A view is audited. Of two people who change one at once, the second is told, and what they typed stays on the page.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from server.domain.phone_rows import is_expired
from server.domain.referral_step import Agreement, ReferralRefusedError, read_receiver
from server.domain.resident_link import find_reference
from server.domain.words import OPEN_REFERRAL_STATUSES, ReferralStatus
from server.office.access import allowed, i_may, me
from server.office.blueprint import office
from server.office.desk import submission_address
from server.office.frame import council_today, label, now, seen_version
from server.office.need_words import describe_details, detail_label
from server.office.refer import FIELD_OF, RECEIVING_ROLES, describe_choices, read_agreement, refusal_words
from server.store.markers import list_markers
from server.store.office_referrals import OfficeReferral, find_office_referral
from server.store.receivers import list_choices
from server.store.referral_history import list_steps
from server.store.unit_of_work import read_snapshot
from server.store.users import names_of_users
from server.texts import text
from server.use_cases.change_referral import ReferralStep, change_referral_status, hand_on_referral
from server.use_cases.record_view import record_view


@office.get("/referrals/<uuid:referral_id>")
@allowed("referrals.read")
def referral_page(referral_id: uuid.UUID) -> str:
    """One referral."""
    return show_referral(referral_id, {})


@office.post("/referrals/<uuid:referral_id>/status")
@allowed("referrals.change")
def change_status(referral_id: uuid.UUID) -> Response | tuple[str, int]:
    """How far it has come."""
    try:
        change_referral_status(read_step(referral_id, "words"), request.form.get("status", ""))
    except ReferralRefusedError as refusal:
        return _refuse(referral_id, refusal)
    flash(text("referral-status-done"), "done")
    return redirect(url_for("office.referral_page", referral_id=referral_id), 303)


@office.post("/referrals/<uuid:referral_id>/hand-on")
@allowed("referrals.change")
def hand_on(referral_id: uuid.UUID) -> Response | tuple[str, int]:
    """To another team or person."""
    to = read_receiver(request.form.get("to", ""))
    try:
        if to is None:
            raise ReferralRefusedError("no_receiver")
        hand_on_referral(read_step(referral_id, "hand_words"), to, read_agreement())
    except ReferralRefusedError as refusal:
        return _refuse(referral_id, refusal, {"words": "hand_words"})
    flash(text("referral-hand-done"), "done")
    return redirect(url_for("office.referral_page", referral_id=referral_id), 303)


def read_step(referral_id: uuid.UUID, words_field: str) -> ReferralStep:
    """Who, when, on which version, and why."""
    return ReferralStep(
        referral_id=referral_id,
        seen_version=seen_version(),
        words=request.form.get(words_field, ""),
        by_id=me().user_id,
        at=now(),
    )


def status_choices() -> list[tuple[str, str]]:
    """(value, words)."""
    return [(status.value, label("referral-status", status).capitalize()) for status in ReferralStatus]


def _refuse(
    referral_id: uuid.UUID, refusal: ReferralRefusedError, renamed: dict[str, str] | None = None
) -> tuple[str, int]:
    if refusal.reason == "not_found":
        abort(404)
    field = FIELD_OF.get(refusal.reason, "state")
    code = 409 if refusal.reason == "changed_meanwhile" else 422
    return show_referral(referral_id, {(renamed or {}).get(field, field): refusal_words(refusal)}), code


def show_referral(referral_id: uuid.UUID, errors: dict[str, str]) -> str:
    """The page, with what was wrong on it."""
    with read_snapshot() as session:
        found = find_office_referral(session, referral_id)
        if found is None:
            abort(404)
        resident = found.line.resident
        markers = list_markers(session, resident.id, resident.address_id)
        made_by, corrected_by = _find_senders(found)
        names = names_of_users(session, [made_by, corrected_by])
        steps = list_steps(session, found.line.referral)
        choices = list_choices(session, found.line.referral.type, RECEIVING_ROLES) if i_may("referrals.change") else []
    record_view(action="resident.view", at=now(), user_id=me().user_id, entity_type="resident", entity_id=resident.id)
    today = council_today()
    referral, version, submission = found.line.referral, found.version, found.submission
    typed: Any = request.form
    holder = f"team:{referral.team_id}" if referral.team_id else f"person:{referral.user_id}"
    return render_template(
        "referrals/referral.html",
        found=found,
        line=found.line,
        referral=referral,
        resident=resident,
        name=found.line.name,
        markers=[(marker, is_expired(marker.review_on, today)) for marker in markers],
        answers=describe_details(referral.type, referral.details, version.questions if version else None),
        by=names.get(made_by) if made_by else None,
        corrector=names.get(corrected_by) if corrected_by else None,
        reference=find_reference(submission.op_id) if submission and submission.device_id == "links" else None,
        made_address=submission_address(submission) if submission else None,
        corrected_address=submission_address(found.corrected_by) if found.corrected_by else None,
        steps=steps,
        changed_words=_changed_words,
        statuses=status_choices(),
        receivers=[choice for choice in describe_choices(choices) if choice[0] != holder],
        agreements=list(Agreement),
        is_open=referral.status in OPEN_REFERRAL_STATUSES,
        errors=errors,
        typed=typed,
    )


def _changed_words(names: Sequence[str]) -> str:
    """What an amendment changed, by the names that the pages give it."""
    own = {"urgent": "referral-changed-urgent", "start_on": "referral-changed-start"}
    return ", ".join(text(own[name]) if name in own else detail_label(name) for name in names)


def _find_senders(found: OfficeReferral) -> tuple[uuid.UUID | None, uuid.UUID | None]:
    """Who sent what made it, and who sent the last correction of that."""
    return (
        found.submission.submitted_by_id if found.submission else None,
        found.corrected_by.submitted_by_id if found.corrected_by else None,
    )
