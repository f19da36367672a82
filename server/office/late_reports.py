"""Late reports: what came from phones or by link and a person must look at. One page each; accept, merge or keep as a note."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from server.domain.names import full_name
from server.domain.operation import parse_id
from server.domain.review_reason import REASONS_TO_CHOOSE, find_gravest
from server.domain.words import SettlementDecision
from server.office.access import allowed, i_may, me
from server.office.blueprint import office
from server.office.frame import now
from server.office.page_number import get_page
from server.office.reported import show_answers, show_edits, show_raw, show_reports
from server.store.operations import list_waiting
from server.store.review_item import ReviewItem, find_clash, find_review_item, name_subjects
from server.store.review_queue import (
    PAGE_SIZE,
    QueueFilter,
    count_items,
    count_waiting,
    list_items,
    list_officers_in_queue,
)
from server.store.unit_of_work import read_snapshot
from server.store.users import names_of_users
from server.texts import has_text, text
from server.use_cases.record_view import record_view
from server.use_cases.settle_review import (
    MOST_AT_ONCE,
    Settled,
    SettlementRefusedError,
    Settling,
    settle_clash,
    settle_review,
)

MOST_PAGES = 10_000
_LARGEST_NUMBER = 2**63 - 1  # of a row
_STATUS_OF = {"not_found": 404, "not_yours": 403}
_FIELD_OF = {"words_missing": "note", "words_too_long": "note", "decision_missing": "decision"}


@office.get("/late-reports")
@allowed("reports.read")
def late_reports_page() -> str:
    """One page of the queue."""
    reason, officer = request.args.get("reason", ""), request.args.get("officer", "")
    wanted = QueueFilter(reason=reason if reason in REASONS_TO_CHOOSE else None, user_id=parse_id(officer))
    page = get_page(MOST_PAGES)
    with read_snapshot() as session:
        count = count_items(session, wanted)
        items = list_items(session, wanted, page)
        officer_ids = list_officers_in_queue(session)
        names = names_of_users(session, [*officer_ids, *(item.user_id for item in items)])
        subjects = name_subjects(session, [(item.subject_type, item.subject_id) for item in items])
        waiting = count_waiting(session)
    last_page = max(1, -(-count // PAGE_SIZE))
    if page > last_page:
        abort(404)
    query = {name: value for name, value in (("reason", reason), ("officer", officer)) if value}
    return render_template(
        "late_reports/list.html",
        lines=[
            (item, find_gravest(item.reasons), subjects.get((item.subject_type, item.subject_id))) for item in items
        ],
        names=names,
        count=count,
        waiting=waiting,
        chosen={"reason": reason, "officer": officer},
        reasons=[(word, reason_words(word)) for word in REASONS_TO_CHOOSE],
        officers=sorted(((str(one), names.get(one, "")) for one in officer_ids), key=lambda pair: pair[1]),
        reason_words=reason_words,
        previous_url=_address(query, page - 1) if page > 1 else None,
        next_url=_address(query, page + 1) if page < last_page else None,
        page=page,
        last_page=last_page,
    )


@office.get("/late-reports/waiting")
@allowed("reports.read")
def waiting_page() -> str:
    """What waits for something that has not arrived; nobody need do anything about it."""
    with read_snapshot() as session:
        rows = list_waiting(session)
        names = names_of_users(session, [row.user_id for row in rows])
        count = count_waiting(session)
    return render_template("late_reports/waiting.html", rows=rows, names=names, count=count, reason_words=reason_words)


@office.get("/late-reports/<uuid:op_id>")
@allowed("reports.read")
def late_report_page(op_id: uuid.UUID) -> str:
    """One piece of work, whole."""
    return _show(op_id, {})


@office.post("/late-reports/<uuid:op_id>")
@allowed("resident_forms.settle")
def settle_late_report(op_id: uuid.UUID) -> Response | tuple[str, int]:
    """Settle what the person saw on the page. What came from a phone needs `reports.settle` besides."""
    decision = request.form.get("decision", "")
    seen = [found for typed in request.form.getlist("op_id") if (found := parse_id(typed)) is not None]
    try:
        if decision not in set(SettlementDecision):
            raise SettlementRefusedError("decision_missing")
        settled = settle_review(
            Settling(
                op_ids=tuple(seen),
                decision=SettlementDecision(decision),
                note=request.form.get("note", ""),
                only_by_link=not i_may("reports.settle"),
            ),
            by_id=me().user_id,
            at=now(),
        )
    except SettlementRefusedError as refusal:
        return _explain(op_id, refusal.reason)
    flash(_notice(settled, decision))
    if settled.left:
        return redirect(url_for("office.late_report_page", op_id=settled.left[0][0]), 303)
    return redirect(url_for("office.late_reports_page"), 303)


@office.get("/late-reports/clashes/<int:clash_id>")
@allowed("reports.read")
def clash_page(clash_id: int) -> str:
    """Content that came under an id which other content had."""
    return _show_clash(clash_id, {})


@office.post("/late-reports/clashes/<int:clash_id>")
@allowed("reports.settle")
def settle_clash_page(clash_id: int) -> Response | tuple[str, int]:
    """Keep it as a note: whatever it says is done by hand."""
    if clash_id > _LARGEST_NUMBER:
        abort(404)
    try:
        settle_clash(clash_id, request.form.get("note", ""), by_id=me().user_id, at=now())
    except SettlementRefusedError as refusal:
        if refusal.reason == "not_found":
            abort(404)
        errors = {_FIELD_OF.get(refusal.reason, "settle"): text(f"report-refused-{refusal.reason}")}
        return _show_clash(clash_id, errors), 409 if refusal.reason == "settled_meanwhile" else 422
    flash(text("report-done-kept_as_note"))
    return redirect(url_for("office.late_reports_page"), 303)


def reason_words(reason: str | None) -> str:
    """Why something is here, in a few words; a word of the wire without words of its own is shown as it is."""
    name = f"report-reason-{reason}"
    return text(name) if reason and has_text(name) else (reason or "").replace("_", " ")


def _why(reason: str | None) -> str:
    name = f"report-why-{reason}"
    return text(name) if reason and has_text(name) else text("report-why-other", reason=reason_words(reason))


def _notice(settled: Settled, decision: str) -> str:
    words = text(f"report-done-{decision}") if settled.op_ids else text("report-done-nothing")
    if not settled.left:
        return words
    reasons = ", ".join(sorted({reason_words(reason) for _, reason in settled.left}))
    return " ".join([words, text("report-done-left", count=len(settled.left), reasons=reasons)])


def _explain(op_id: uuid.UUID, reason: str) -> tuple[str, int]:
    if reason in _STATUS_OF:
        abort(_STATUS_OF[reason])
    sentence = text(f"report-refused-{reason}")
    return _show(op_id, {_FIELD_OF.get(reason, "settle"): sentence}), 422 if reason in _FIELD_OF else 409


def _show(op_id: uuid.UUID, errors: dict[str, str]) -> str:
    with read_snapshot() as session:
        item = find_review_item(session, op_id)
        if item is None:
            abort(404)
        names = names_of_users(
            session,
            [settlement.settled_by_id for _, settlement in item.settled]
            + [submission.submitted_by_id for submission, _ in item.other_submissions]
            + ([item.visit.officer_id] if item.visit else []),
        )
        reports = show_reports(session, item, item.open)
        kept = show_reports(session, item, [row for row, _ in item.settled])
    seen_id = item.visit.id if item.visit else op_id
    record_view(
        action="late_report.view", at=now(), user_id=me().user_id,
        entity_type="visit" if item.visit else "operation", entity_id=seen_id,
    )  # fmt: skip
    reasons = [row.verdict_reason or "" for row in item.open]
    return render_template(
        "late_reports/item.html",
        item=item,
        op_id=op_id,
        settling=item.open[:MOST_AT_ONCE],  # what is more comes up again afterwards
        name=_name_of(item),
        reports=reports,
        edits=show_edits(item, item.open),
        sent_by_link=any(report.sender for report in (*reports, *kept)),
        may_settle=i_may("reports.settle")
        or (all(report.sender for report in reports) and i_may("resident_forms.settle")),
        settled=[(row, settlement, names.get(settlement.settled_by_id, "")) for row, settlement in item.settled],
        kept={report.row.op_id: report for report in kept},
        others=[
            (submission, names.get(submission.submitted_by_id) if submission.submitted_by_id else None,
             show_answers(submission, version))
            for submission, version in item.other_submissions
        ],
        officer=names.get(item.visit.officer_id) if item.visit and item.visit.officer_id else None,
        whys=[_why(reason) for reason in _in_order(reasons)],
        decisions=list(SettlementDecision),
        chosen=request.form.get("decision", ""),
        note=request.form.get("note", ""),
        errors=errors,
        reason_words=reason_words,
    )  # fmt: skip


def _in_order(reasons: Sequence[str]) -> list[str]:
    left, found = set(reasons), []
    while left:
        gravest = find_gravest(left)
        if gravest is None:
            break
        found.append(gravest)
        left.remove(gravest)
    return found


def _show_clash(clash_id: int, errors: dict[str, str]) -> str:
    if clash_id > _LARGEST_NUMBER:
        abort(404)
    with read_snapshot() as session:
        found = find_clash(session, clash_id)
        if found is None:
            abort(404)
        clash, taken, user = found
        settler = (
            names_of_users(session, [clash.settled_by_id]).get(clash.settled_by_id) if clash.settled_by_id else None
        )
    record_view(
        action="late_report.view",
        at=now(),
        user_id=me().user_id,
        entity_type="operation_clash",
        entity_id=str(clash_id),
    )
    return render_template(
        "late_reports/clash.html",
        clash=clash, user=user, settler=settler, errors=errors, note=request.form.get("note", ""),
        sent=show_raw(clash.envelope), taken=show_raw(taken.envelope) if taken else None,
    )  # fmt: skip


def _name_of(item: ReviewItem) -> str:
    return full_name(item.resident.first_name, item.resident.last_name) if item.resident else ""


def _address(query: dict[str, str], page: int) -> str:
    values: dict[str, Any] = dict(query) | ({"page": page} if page > 1 else {})
    return url_for("office.late_reports_page", **values)
