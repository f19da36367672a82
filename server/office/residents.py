"""Residents: find one, and see the record. Searches and views are audited; what was typed to find somebody is never kept."""

from __future__ import annotations

import uuid
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from server.domain.age import find_age
from server.domain.names import full_name
from server.domain.phone_rows import is_expired
from server.domain.resident_query import LONGEST_QUERY, read_resident_query
from server.domain.words import CaseStatus
from server.office.access import allowed, me
from server.office.blueprint import office
from server.office.evidence import describe_line
from server.office.frame import council_today, now
from server.office.links import describe_link
from server.office.messages import describe_message
from server.office.next_contact_words import next_contact_lines
from server.office.page_number import page_or_first, read_until
from server.office.sealed_words import open_words, seal_words
from server.office.source_words import describe_source
from server.store.case_files import list_case_files
from server.store.desk import list_filed_forms
from server.store.evidence_list import list_evidence_of
from server.store.follow_ups import list_next_contacts
from server.store.likely_duplicates import find_desk_origin, list_likely_pairs_of, list_merges_into, list_sources_of
from server.store.markers import list_markers, list_own_markers
from server.store.messages import list_messages_to
from server.store.office_conflicts import list_open_conflicts_of
from server.store.receivers import list_referrals_of
from server.store.resident_links import list_form_links_of
from server.store.resident_search import MOST_FOUND, find_profile, search_residents
from server.store.timeline import find_subject_of, list_timeline
from server.store.unit_of_work import read_snapshot
from server.store.users import names_of_users
from server.texts import text
from server.use_cases.record_view import record_view
from server.use_cases.settle_death_hold import HoldNotSettledError, Settlement, settle_death_hold

MOST_MESSAGES = 20


@office.get("/residents")
@allowed("residents.read")
def residents_page() -> str:
    """The empty search box; or what was found by words that the address carries sealed."""
    return _search(open_words(request.args.get("q", "")), request.args.get("cases", ""), page_or_first())


@office.post("/residents")
@allowed("residents.read")
def find_residents() -> str:
    """Search. By POST, so that no name, number or date of birth stands in an address, a history or a log."""
    return _search(request.form.get("typed", "").strip()[:LONGEST_QUERY], request.form.get("cases", ""), 1)


def _search(typed: str, wanted: str, page: int) -> str:
    query = read_resident_query(typed)
    case_state = CaseStatus(wanted) if wanted in set(CaseStatus) else None
    found = None
    if not query.is_empty or (case_state is not None and not typed):
        with read_snapshot() as session:
            found = search_residents(session, query, case_state, page=page)
        record_view(action="residents.search", at=now(), user_id=me().user_id, entity_type="resident")
    elif typed:
        found = []
    sealed = seal_words(typed)
    here: dict[str, Any] = {"q": sealed if typed else None, "cases": case_state}
    is_more = found is not None and len(found) > MOST_FOUND
    return render_template(
        "office/residents.html",
        typed=typed,
        sealed=sealed,
        case_state=case_state,
        case_states=[(state, text(f"residents-case-{state}")) for state in CaseStatus],
        found=None if found is None else found[:MOST_FOUND],
        first=(page - 1) * MOST_FOUND + 1,
        is_more=is_more,
        previous_url=url_for("office.residents_page", **here, page=page - 1) if page > 1 else None,
        next_url=url_for("office.residents_page", **here, page=page + 1) if is_more else None,
    )


@office.get("/residents/<uuid:resident_id>")
@allowed("residents.read")
def resident_page(resident_id: uuid.UUID) -> str:
    """One record."""
    return _show(resident_id, {})


@office.post("/residents/<uuid:resident_id>/holds/<uuid:hold_id>")
@allowed("holds.settle")
def settle_hold(resident_id: uuid.UUID, hold_id: uuid.UUID) -> Response | tuple[str, int]:
    """Say whether a reported death is so."""
    try:
        settlement = Settlement(request.form.get("settlement", ""))
    except ValueError:
        abort(400)
    try:
        settle_death_hold(
            resident_id, hold_id, settlement, request.form.get("hold_note", ""), by_id=me().user_id, at=now()
        )
    except HoldNotSettledError as refusal:
        if refusal.reason == "not_found":
            abort(404)
        field = "hold_note" if refusal.reason.startswith("note_") else "state"
        status = 422 if field == "hold_note" else 409
        return _show(resident_id, {field: text(f"hold-refused-{refusal.reason}")}), status
    flash(text(f"hold-done-{settlement}"))
    return redirect(url_for("office.resident_page", resident_id=resident_id), 303)


def _show(resident_id: uuid.UUID, errors: dict[str, str]) -> str:
    with read_snapshot() as session:
        profile = find_profile(session, resident_id)
        if profile is None:
            abort(404)
        referrals = list_referrals_of(session, resident_id)
        rows = [resident_id, *(case.id for case, _ in profile.cases), *(visit.id for visit, _ in profile.visits)]
        merges = list_merges_into(session, resident_id)
        might_be = list_likely_pairs_of(session, resident_id)
        sources = list_sources_of(session, resident_id)
        desk_origin = find_desk_origin(session, resident_id) if not sources else None
        own_markers = list_own_markers(session, resident_id, profile.resident.address_id)
        subject = find_subject_of(
            session,
            resident_id,
            others=[
                *(marker.id for marker in own_markers),
                *(referral.id for referral, _ in referrals),
                *(one.merged_id for one in merges),
            ],
            alert_ids=[alert.id for alert in profile.alerts],
            case_ids=[case.id for case, _ in profile.cases],
        )
        history = list_timeline(session, subject, read_until())
        following = list_next_contacts(session, [case.id for case, _ in profile.cases])
        markers = list_markers(session, resident_id, profile.resident.address_id)
        conflicts = list_open_conflicts_of(session, rows)
        filed = list_filed_forms(session, resident_id)
        names = names_of_users(session, [one.submission.submitted_by_id for one in filed])
        messages = list_messages_to(session, resident_id, MOST_MESSAGES)
        links = list_form_links_of(session, resident_id)
        case_files = list_case_files(session, [case.id for case, _ in profile.cases])
        evidence = list_evidence_of(session, [case.id for case, _ in profile.cases])
    record_view(action="resident.view", at=now(), user_id=me().user_id, entity_type="resident", entity_id=resident_id)
    today, resident = council_today(), profile.resident
    return render_template(
        "office/resident.html",
        profile=profile,
        resident=resident,
        name=full_name(resident.first_name, resident.middle_name, resident.last_name),
        age_now=find_age(resident.date_of_birth, today),
        markers=[(marker, is_expired(marker.review_on, today)) for marker in markers],
        own_markers=own_markers,
        history=history,
        next_lines={case_id: next_contact_lines(one) for case_id, one in following.items()},
        merges=merges,
        might_be=might_be,
        desk_origin=desk_origin,
        sources=[describe_source(source, name, resident, profile.address) for source, name in sources],
        conflicts=conflicts,
        filed=filed,
        referrals=referrals,
        names=names,
        links=[describe_link(link) for link in links],
        messages=[describe_message(line) for line in messages],
        evidence=[describe_line(line) for line in evidence],
        case_files=case_files,
        errors=errors,
        typed=request.form,
    )
