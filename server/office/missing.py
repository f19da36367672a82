"""People whom a full extract no longer names: a person decides about one or many ticked ones, and can take it back. Nobody is closed by the list."""

from __future__ import annotations

import uuid
from collections import Counter

from flask import abort, flash, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from server.domain.case_step import CloseReason
from server.domain.change_refusal import ChangeRefusedError
from server.domain.missing_person import MissingChoice, MissingOrder, read_missing
from server.domain.operation import parse_id
from server.domain.shipped_settings import OFFICE_LIST
from server.office.access import allowed, me
from server.office.blueprint import office
from server.office.code_list_words import offered_codes
from server.office.frame import label, now
from server.office.page_number import page_or_first
from server.store.import_batches import PAGE_SIZE, BatchNotFoundError, get_batch
from server.store.missing_people import count_decided, count_missing, list_decided, list_missing
from server.store.tables import ImportBatch
from server.store.unit_of_work import read_snapshot
from server.texts import text
from server.use_cases.decide_missing import Decided, decide_missing, undo_missing
from server.use_cases.record_view import record_view

DECIDED = "decided"


@office.get("/imports/<uuid:batch_id>/missing")
@allowed("imports.read")
def missing_page(batch_id: uuid.UUID) -> str:
    """Those who wait for a decision, or what was decided."""
    return _show(batch_id, {})


@office.post("/imports/<uuid:batch_id>/missing")
@allowed("imports.confirm")
def decide_about_missing(batch_id: uuid.UUID) -> Response | tuple[str, int]:
    """Decide the same about everybody ticked."""
    ticked = [parse_id(one) for one in request.form.getlist("person")]
    people = list(dict.fromkeys(one for one in ticked if one is not None))
    if len(people) != len(ticked) or len(people) > PAGE_SIZE:
        abort(400)  # a page that we did not make
    with read_snapshot() as session:
        batch = _get(session, batch_id)
    errors = {} if people else {"people": text("missing-refused-people")}
    order: MissingOrder | None = None
    try:
        choice, reason, note = (request.form.get(name, "") for name in ("choice", "reason", "note"))
        order = read_missing(choice, reason, note, offered=[*_offered(batch), CloseReason.DIED])
    except ChangeRefusedError as refusal:
        errors |= {field: text(f"missing-refused-{field}-{reason}") for field, reason in refusal.mistakes.items()}
    if errors or order is None:
        return _show(batch_id, errors), 422
    try:
        decided = decide_missing(batch_id, people, order, by_id=me().user_id, at=now())
    except BatchNotFoundError:
        abort(404)
    _say(decided, order)
    return redirect(url_for("office.missing_page", batch_id=batch_id), 303)


@office.post("/imports/missing/<uuid:decision_id>/undo")
@allowed("imports.confirm")
def undo_missing_decision(decision_id: uuid.UUID) -> Response:
    """The person waits for a decision again; a case that was closed by it is open again."""
    batch_id = parse_id(request.form.get("batch", ""))
    try:
        batch_id = undo_missing(decision_id, by_id=me().user_id, at=now())
        flash(text("missing-undone"), "done")
    except ChangeRefusedError as refusal:
        if "not_found" in refusal.mistakes.values() or batch_id is None:
            abort(404)
        flash(text("missing-refused-state-undone"), "important")
    return redirect(url_for("office.missing_page", batch_id=batch_id, show=DECIDED), 303)


def _say(decided: Decided, order: MissingOrder) -> None:
    if decided.resident_ids:
        count = len(decided.resident_ids)
        flash(text(f"missing-done-{order.choice}", count=count, visits=decided.visits), "done")
    if decided.left:
        reasons = "; ".join(text(f"missing-left-{reason}") for reason in Counter(decided.left.values()))
        flash(text("missing-left", count=len(decided.left), reasons=reasons), "important")


def _show(batch_id: uuid.UUID, errors: dict[str, str]) -> str:
    record_view(action="import.missing", at=now(), user_id=me().user_id, entity_type="import_batch", entity_id=batch_id)
    page, shows_decided = page_or_first(), request.args.get("show") == DECIDED
    with read_snapshot() as session:
        batch = _get(session, batch_id)
        people = [] if shows_decided else list_missing(session, batch, page=page)
        decided = list_decided(session, batch, page=page) if shows_decided else []
        counts = {"": count_missing(session, batch), DECIDED: count_decided(session, batch)}
    return render_template(
        "imports/missing.html",
        batch=batch,
        people=people[:PAGE_SIZE],
        decided=decided[:PAGE_SIZE],
        shows_decided=shows_decided,
        counts=counts,
        page=page,
        more=max(len(people), len(decided)) > PAGE_SIZE,
        ticked=set(request.form.getlist("person")),
        all_ticked=request.args.get("tick") == "all",
        choices=tuple(MissingChoice),
        reasons=[(code, label("case-closed", code)) for code in _offered(batch)],
        typed=request.form,
        errors=errors,
    )


def _offered(batch: ImportBatch) -> list[str]:
    """Without the death: that is decided on the record, where it was confirmed."""
    offered = offered_codes(OFFICE_LIST, CloseReason, batch.programme_id)
    return [code for code in offered if code != CloseReason.DIED]


def _get(session: Session, batch_id: uuid.UUID) -> ImportBatch:
    try:
        batch = get_batch(session, batch_id)
    except BatchNotFoundError:
        abort(404)
    if batch.status != "imported" or not batch.mapping.get("full_extract"):
        abort(404)
    return batch
