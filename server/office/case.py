"""One case: close it with a reason, hold it until a day, open it again, say when the next contact is. What it leads to is said first."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from server.domain.case_step import (
    MERGED,
    CaseAction,
    CaseOrder,
    CloseReason,
    read_closing,
    read_hold,
    read_next_contact,
)
from server.domain.change_refusal import ChangeRefusedError
from server.domain.names import full_name
from server.domain.next_contact import NextCode
from server.domain.shipped_settings import OFFICE_LIST
from server.domain.words import CaseStatus
from server.office.access import allowed, me
from server.office.blueprint import office
from server.office.code_list_words import offered_codes
from server.office.dates import as_typed, typed_day
from server.office.frame import council_today, label, now, seen_version
from server.office.next_contact_words import next_contact_lines
from server.office.page_number import read_until
from server.store.follow_ups import list_next_contacts
from server.store.office_case import find_case_facts
from server.store.tables import Case
from server.store.timeline import Subject, list_timeline
from server.store.unit_of_work import read_snapshot
from server.texts import text
from server.use_cases.change_case import change_case
from server.use_cases.record_view import record_view

Answer = Response | tuple[str, int]
EXAMPLE_IN = dt.timedelta(days=14)


@office.get("/residents/cases/<uuid:case_id>")
@allowed("cases.change")
def case_page(case_id: uuid.UUID) -> str:
    """How it stands."""
    return _show(case_id, {})


@office.post("/residents/cases/<uuid:case_id>/close")
@allowed("cases.change")
def close_case(case_id: uuid.UUID) -> Answer:
    """Close it; the notice can open it again."""
    return _do(case_id, lambda: _read_closing(case_id))


@office.post("/residents/cases/<uuid:case_id>/hold")
@allowed("cases.change")
def hold_case(case_id: uuid.UUID) -> Answer:
    """Nobody calls or visits under it until the day."""
    return _do(
        case_id,
        lambda: read_hold(
            typed_day(request.form.get("held_until_on", "")), request.form.get("hold_note", ""), council_today()
        ),
    )


@office.post("/residents/cases/<uuid:case_id>/reopen")
@allowed("cases.change")
def reopen_case(case_id: uuid.UUID) -> Answer:
    """Open it again."""
    return _do(case_id, lambda: CaseOrder(CaseAction.REOPEN))


@office.post("/residents/cases/<uuid:case_id>/next-contact")
@allowed("cases.change")
def plan_next_contact(case_id: uuid.UUID) -> Answer:
    """Say when, or clear it."""
    typed = request.form.get("next_contact_on", "").strip()
    return _do(case_id, lambda: read_next_contact(typed_day(typed), is_empty=not typed, today_on=council_today()))


def _do(case_id: uuid.UUID, read: Callable[[], CaseOrder]) -> Answer:
    is_hold = "hold_note" in request.form
    try:
        order = read()
        done = change_case(case_id, order, seen_version=seen_version(), by_id=me().user_id, at=now())
    except ChangeRefusedError as refusal:
        state = refusal.mistakes.get("state")
        if state == "not_found":
            abort(404)
        errors = {
            f"hold_{field}" if is_hold and field == "note" else field: text(f"case-refused-{field}-{reason}")
            for field, reason in refusal.mistakes.items()
        }
        return _show(case_id, errors), 409 if state else 422
    what = "clear" if order.action is CaseAction.NEXT_CONTACT and order.day is None else order.action
    flash(
        text(
            f"case-done-{what}",
            visits=done.visits,
            day=as_typed(order.day) if order.day else "",
            reason=label("case-closed", order.reason) if order.reason else "",
        ),
        "done",
    )
    return redirect(url_for("office.case_page", case_id=case_id), 303)


def _read_closing(case_id: uuid.UUID) -> CaseOrder:
    """For a reason that is offered in the case's programme; whether somebody has died is looked at where it is closed."""
    with read_snapshot() as session:
        case = session.get(Case, case_id) or abort(404)
    offered = [*_offered(case.programme_id, has_died=False), CloseReason.DIED]
    return read_closing(request.form.get("reason", ""), request.form.get("note", ""), offered)


def _show(case_id: uuid.UUID, errors: dict[str, str]) -> str:
    with read_snapshot() as session:
        facts = find_case_facts(session, case_id)
        if facts is None:
            abort(404)
        history = list_timeline(session, Subject(entity_ids=[case_id]), read_until())
        following = list_next_contacts(session, [case_id]).get(case_id)
    resident, case = facts.resident, facts.case
    record_view(action="resident.view", at=now(), user_id=me().user_id, entity_type="resident", entity_id=resident.id)
    is_typed = bool(errors) and "state" not in errors  # what somebody else changed is shown as it is now
    return render_template(
        "office/case.html",
        facts=facts,
        case=case,
        resident=resident,
        name=full_name(resident.first_name, resident.last_name),
        reasons=[(code, label("case-closed", code)) for code in _offered(case.programme_id, has_died=facts.has_died)],
        is_closed_for_good=case.closed_reason == MERGED or resident.merged_into_id is not None,
        typed=_typed_of(case, has_died=facts.has_died) | (request.form.to_dict() if is_typed else {}),
        errors=errors,
        history=history,
        next_lines=next_contact_lines(following) if case.status != CaseStatus.CLOSED else [],
        is_close_proposed=following is not None and following.code is NextCode.PROPOSE_CLOSE,
        example=as_typed(council_today() + EXAMPLE_IN),
    )


def _offered(programme_id: uuid.UUID, *, has_died: bool) -> list[str]:
    """A death is a reason once a supervisor has confirmed it; then it stands first."""
    offered = [code for code in offered_codes(OFFICE_LIST, CloseReason, programme_id) if code != CloseReason.DIED]
    return [CloseReason.DIED, *offered] if has_died else offered


def _typed_of(case: Any, *, has_died: bool) -> dict[str, str]:
    return {
        "reason": CloseReason.DIED if has_died else "",
        "next_contact_on": as_typed(case.next_contact_on) if case.next_contact_on else "",
        "held_until_on": as_typed(case.held_until_on) if case.held_until_on else "",
    }
