"""Handing on a need by hand: which need, then its own answers, to whom, and whether they agreed to it."""

from __future__ import annotations

import uuid
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from server.domain.names import full_name
from server.domain.need_details import DIETS, read_details
from server.domain.operation import parse_id
from server.domain.permissions import relation_of
from server.domain.referral_step import Agreement, ReferralRefusedError, read_receiver
from server.domain.shipped_settings import DIET_LIST, REFERRAL_LIST
from server.domain.words import ReferralType, Role
from server.office.access import allowed, me
from server.office.blueprint import office
from server.office.code_list_words import every_code, offered_codes
from server.office.dates import read_day
from server.office.frame import now
from server.office.need_words import choices_of, detail_label, fields_of
from server.store.database import new_id
from server.store.receivers import Choice, find_case_and_resident, list_choices
from server.store.unit_of_work import read_snapshot
from server.texts import text
from server.use_cases.record_view import record_view
from server.use_cases.refer_by_hand import NewReferral, refer_by_hand

# Whoever may work on a need can be given one.
RECEIVING_ROLES = tuple(
    role for role in Role if relation_of(role, "referrals.change") or relation_of(role, "handed.change")
)
FIELD_OF = {
    "no_receiver": "to", "receiver_gone": "to", "same_receiver": "to", "agreement_missing": "agreement",
    "not_agreed": "agreement", "words_missing": "words", "words_too_long": "words", "no_status": "status",
}  # fmt: skip


@office.get("/cases/<uuid:case_id>/refer")
@allowed("referrals.make")
def refer_page(case_id: uuid.UUID) -> str:
    """Which need it is."""
    with read_snapshot() as session:
        found = find_case_and_resident(session, case_id)
    if found is None:
        abort(404)
    case, resident = found
    record_view(action="resident.view", at=now(), user_id=me().user_id, entity_type="resident", entity_id=resident.id)
    return render_template(
        "referrals/choose_need.html",
        case=case,
        resident=resident,
        name=full_name(resident.first_name, resident.last_name),
        needs=offered_codes(REFERRAL_LIST, ReferralType, case.programme_id),
    )


@office.get("/cases/<uuid:case_id>/refer/<need>")
@allowed("referrals.make")
def refer_need_page(case_id: uuid.UUID, need: str) -> str:
    """What is said of it, and to whom it goes."""
    return _show(case_id, need, {})


@office.post("/cases/<uuid:case_id>/refer/<need>")
@allowed("referrals.make")
def refer_need(case_id: uuid.UUID, need: str) -> Response | tuple[str, int]:
    """Hand it on."""
    page_id = parse_id(request.form.get("page_id"))
    if need not in every_code(REFERRAL_LIST, ReferralType):
        abort(404)
    if page_id is None:
        abort(400)
    typed = {field.name: request.form.getlist(f"detail_{field.name}") for field in fields_of(need)}
    details, problems = read_details(need, typed, diets=offered_codes(DIET_LIST, DIETS))
    errors = {
        f"detail_{name}": text(f"need-wrong-{problem}", asked=detail_label(name)) for name, problem in problems.items()
    }
    start_on = read_day(request.form.get("start_on", ""), "start_on", errors)
    to = read_receiver(request.form.get("to", ""))
    if to is None:
        errors["to"] = text("refer-refused-no_receiver")
    if errors or to is None:
        return _show(case_id, need, errors), 422
    new = NewReferral(
        case_id=case_id,
        need=need,
        to=to,
        agreement=read_agreement(),
        urgent=request.form.get("urgent") == "1",
        start_on=start_on,
        page_id=page_id,
        details=details,
    )
    try:
        referral_id = refer_by_hand(new, by_id=me().user_id, at=now())
    except ReferralRefusedError as refusal:
        if refusal.reason == "not_found":
            abort(404)
        return _show(case_id, need, {FIELD_OF.get(refusal.reason, "state"): refusal_words(refusal)}), 422
    flash(text("refer-done"), "done")
    return redirect(url_for("office.referral_page", referral_id=referral_id), 303)


def read_agreement() -> Agreement:
    """What was ticked; nothing ticked is not asked."""
    said = request.form.get("agreement", "")
    return Agreement(said) if said in set(Agreement) else Agreement.NOT_ASKED


def refusal_words(refusal: ReferralRefusedError) -> str:
    """Why nothing was done."""
    return text(f"refer-refused-{refusal.reason}")


def describe_choices(choices: list[Choice]) -> list[tuple[str, str]]:
    """(value, words) of everybody who can take a need, with what matters of each."""
    described = []
    for choice in choices:
        words = choice.name
        if choice.role is not None:
            words = text("refer-person", name=choice.name, role=text(f"role-{choice.role}"))
        elif choice.takes:
            words = text("refer-team-takes", name=choice.name)
        described.append((choice.receiver.key, text("refer-voluntary", name=words) if choice.voluntary else words))
    return described


def _show(case_id: uuid.UUID, need: str, errors: dict[str, str]) -> str:
    with read_snapshot() as session:
        found = find_case_and_resident(session, case_id)
        choices = list_choices(session, need, RECEIVING_ROLES)
    if found is None:
        abort(404)
    case, resident = found
    if not errors and need not in offered_codes(REFERRAL_LIST, ReferralType, case.programme_id):
        abort(404)
    record_view(action="resident.view", at=now(), user_id=me().user_id, entity_type="resident", entity_id=resident.id)
    typed: Any = request.form
    usual = next((choice.receiver.key for choice in choices if choice.takes), "")
    return render_template(
        "referrals/refer.html",
        case=case,
        resident=resident,
        name=full_name(resident.first_name, resident.last_name),
        need=need,
        fields=[(field, detail_label(field.name), choices_of(field)) for field in fields_of(need)],
        receivers=describe_choices(choices),
        to=typed.get("to", usual),
        agreements=list(Agreement),
        errors=errors,
        typed=typed,
        page_id=parse_id(typed.get("page_id")) or new_id(),
    )
