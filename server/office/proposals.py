"""Visits that officers proposed: a list, and a page each where a person says who it is and gives the visit, or declines."""

from __future__ import annotations

import uuid
from dataclasses import fields
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from server.domain.change_refusal import ChangeRefusedError
from server.domain.names import full_name
from server.domain.new_resident import NewcomerWords
from server.domain.operation import parse_id
from server.domain.resident_query import read_resident_query
from server.domain.words import ProposalBasis
from server.office.access import allowed, me
from server.office.assigned_words import refused_words
from server.office.blueprint import office
from server.office.dates import on
from server.office.frame import council_today, label, now
from server.office.giving import FIELD_OF, read_giving
from server.office.page_number import get_page
from server.office.sealed_words import open_words, seal_words
from server.office.setup_forms import refuse
from server.store.officer_lists import list_officers
from server.store.programmes import list_programmes
from server.store.proposals import (
    PAGE_SIZE,
    find_postcode,
    find_proposal,
    list_proposals,
    list_suggestions,
    without_postcode,
)
from server.store.resident_search import find_residents_by_id, search_residents
from server.store.unit_of_work import read_snapshot
from server.store.users import names_of_users
from server.store.visit_wishes import list_unwilling
from server.texts import text
from server.use_cases.answer_proposal import ProposalRefusedError, accept_proposal, decline_proposal
from server.use_cases.assign_visits import AssignmentRefusedError, LeftOut
from server.use_cases.record_view import record_view

SOMEBODY_NEW = "new"
_NEW = tuple(one.name for one in fields(NewcomerWords))
_FIELD_OF = {
    "no_resident": "who",
    "no_programme": "programme",
    "left_out": "who",
    "words_missing": "words",
    "words_too_long": "words",
}


@office.get("/proposals")
@allowed("proposals.answer")
def proposals_page() -> str:
    """Those that wait for an answer, or the answered ones."""
    is_open = request.args.get("state") != "answered"
    page, state = get_page(), None if is_open else "answered"
    with read_snapshot() as session:
        lines = list_proposals(session, is_open=is_open, page=page)
    record_view(action="proposals.list", at=now(), user_id=me().user_id, entity_type="visit_proposal")
    return render_template(
        "proposals/list.html",
        lines=lines[:PAGE_SIZE],
        is_open=is_open,
        previous_url=url_for("office.proposals_page", state=state, page=page - 1) if page > 1 else None,
        next_url=url_for("office.proposals_page", state=state, page=page + 1) if len(lines) > PAGE_SIZE else None,
    )


@office.get("/proposals/<uuid:proposal_id>")
@allowed("proposals.answer")
def proposal_page(proposal_id: uuid.UUID) -> str:
    """One proposal."""
    return _show(proposal_id, {})


@office.post("/proposals/<uuid:proposal_id>/search")
@allowed("proposals.answer")
def find_for_proposal(proposal_id: uuid.UUID) -> Response:
    """Look for the person meant. By POST, so that no name or date of birth stands in an address."""
    words = seal_words(request.form.get("q", "").strip())
    return redirect(url_for("office.proposal_page", proposal_id=proposal_id, q=words or None), 303)


@office.post("/proposals/<uuid:proposal_id>/accept")
@allowed("proposals.answer")
def accept_proposed_visit(proposal_id: uuid.UUID) -> Response | tuple[str, int]:
    """Make it a visit."""
    form = request.form
    try:
        visit_id = accept_proposal(proposal_id, _read_who(), parse_id(form.get("programme")), read_giving())
    except ChangeRefusedError as refusal:
        return refuse(refusal, "who", lambda errors: _show(proposal_id, errors))
    except AssignmentRefusedError as refusal:
        return _show(proposal_id, {FIELD_OF.get(refusal.reason, "answer"): refused_words(refusal)}), 422
    except ProposalRefusedError as refusal:
        return _explain(proposal_id, refusal.reason, refusal.left_out)
    flash(text("proposal-done-accepted"))
    return redirect(url_for("office.visit_page", visit_id=visit_id), 303)


@office.post("/proposals/<uuid:proposal_id>/decline")
@allowed("proposals.answer")
def decline_proposed_visit(proposal_id: uuid.UUID) -> Response | tuple[str, int]:
    """Decline it in words."""
    try:
        decline_proposal(proposal_id, request.form.get("words", ""), by_id=me().user_id, at=now())
    except ProposalRefusedError as refusal:
        return _explain(proposal_id, refusal.reason, None)
    flash(text("proposal-done-declined"))
    return redirect(url_for("office.proposals_page"), 303)


def _read_who() -> uuid.UUID | NewcomerWords:
    form = request.form
    if form.get("who") == SOMEBODY_NEW:
        return NewcomerWords(**{name: form.get(name, "") for name in _NEW})
    resident_id = parse_id(form.get("who"))
    if resident_id is None:
        raise ProposalRefusedError("no_resident")
    return resident_id


def _explain(proposal_id: uuid.UUID, reason: str, left_out: LeftOut | None) -> tuple[str, int]:
    if reason == "not_found":
        abort(404)
    sentence = _left_out_words(left_out) if left_out is not None else text(f"proposal-refused-{reason}")
    code = 422 if reason in _FIELD_OF else 409
    return _show(proposal_id, {_FIELD_OF.get(reason, "answer"): sentence}), code


def _left_out_words(left_out: LeftOut) -> str:
    with read_snapshot() as session:
        officer = (
            names_of_users(session, [left_out.officer_id]).get(left_out.officer_id) if left_out.officer_id else None
        )
    return text(
        f"proposal-left-{left_out.why.value}",
        name=left_out.name or text("visits-no-name"),
        officer=officer or text("visits-nobody"),
        day=on(left_out.day, council_today()) if left_out.day else text("none-yet"),
    )


def _show(proposal_id: uuid.UUID, errors: dict[str, str]) -> str:
    search = open_words(request.args.get("q", ""))
    typed = request.form
    with read_snapshot() as session:
        found = find_proposal(session, proposal_id)
        if found is None:
            abort(404)
        proposal, door = found
        suggestions = [(one.resident, one.address, one.why) for one in list_suggestions(session, proposal, door)]
        query = read_resident_query(search)
        offered = {resident.id for resident, _, _ in suggestions}
        searched = [] if query.is_empty else search_residents(session, query)
        suggestions += [
            (one.resident, one.address, text("proposal-found")) for one in searched if one.resident.id not in offered
        ]
        chosen_id = parse_id(typed.get("who")) or proposal.resident_id
        if chosen_id is not None and chosen_id not in {resident.id for resident, _, _ in suggestions}:
            suggestions += [
                (one.resident, one.address, text("proposal-found"))
                for one in find_residents_by_id(session, [chosen_id])
            ]
        unwilling = list_unwilling(session, [resident.id for resident, _, _ in suggestions])
        names = names_of_users(session, [proposal.proposed_by_id, proposal.answered_by_id])
        programmes = [(str(programme.id), programme.name) for programme in list_programmes(session) if programme.active]
        officers = [(str(user.id), user.name) for user in list_officers(session)]
        postcode = find_postcode(proposal, door)
    record_view(
        action="proposal.view", at=now(), user_id=me().user_id, entity_type="visit_proposal", entity_id=proposal_id
    )
    return render_template(
        "proposals/proposal.html",
        proposal=proposal,
        name=full_name(proposal.first_name, proposal.last_name),
        why=_why_words(proposal),
        by=names.get(proposal.proposed_by_id) if proposal.proposed_by_id else None,
        answered_by=names.get(proposal.answered_by_id) if proposal.answered_by_id else None,
        door=door,
        suggestions=suggestions,
        unwilling=unwilling,
        search=search,
        programmes=programmes,
        officers=officers,
        values=_values(proposal, postcode, programmes, typed),
        errors=errors,
        somebody_new=SOMEBODY_NEW,
    )


def _why_words(proposal: Any) -> str:
    """As it was written; of failed calls the outcomes, which are kept as codes."""
    if proposal.basis != ProposalBasis.FAILED_CALLS:
        return str(proposal.why)
    return ", ".join(label("contact", outcome) for outcome in proposal.why.split(", "))


def _values(proposal: Any, postcode: str | None, programmes: list[tuple[str, str]], typed: Any) -> dict[str, str]:
    """What stands in the form: what was typed, else what was proposed; the proposer is offered as the officer."""
    wanted = max(proposal.wanted_on or council_today(), council_today())
    proposed = dict.fromkeys(_NEW, "") | {
        "who": str(proposal.resident_id or ""),
        "first_name": proposal.first_name or "",
        "last_name": proposal.last_name or "",
        "telephone": proposal.telephone or "",
        "address": without_postcode(proposal.address_text),
        "postcode": (postcode or "") if proposal.address_text else "",
        "programme": programmes[0][0] if len(programmes) == 1 else "",
        "officer": str(proposal.proposed_by_id or ""),
        "day": f"{wanted:%d/%m/%Y}",
        "pair_reason": "",
        "unwanted_reason": "",
        "second": "",
        "words": "",
    }
    return {name: typed.get(name, value) for name, value in proposed.items()}
