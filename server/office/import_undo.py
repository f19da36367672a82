"""Undo an import: what it would do in numbers, the confirmation, and whom it left. The worker does it."""

from __future__ import annotations

import uuid

from flask import abort, redirect, render_template, url_for
from werkzeug.wrappers import Response

from server.office.access import allowed, me
from server.office.blueprint import office
from server.office.frame import now
from server.office.page_number import page_or_first
from server.store.import_batches import PAGE_SIZE, BatchNotFoundError, get_batch
from server.store.import_undo import list_left_rows, plan_undo, why_not_undoable
from server.store.unit_of_work import read_snapshot
from server.texts import text
from server.use_cases.record_view import record_view
from server.use_cases.undo_import import ImportNotUndoneError, request_undo


@office.get("/imports/<uuid:batch_id>/undo")
@allowed("imports.undo")
def undo_import_page(batch_id: uuid.UUID) -> str:
    """How many would be removed, put back and left."""
    return _ask(batch_id, {})


@office.post("/imports/<uuid:batch_id>/undo")
@allowed("imports.undo")
def undo_import(batch_id: uuid.UUID) -> Response | tuple[str, int]:
    """Let the worker undo it."""
    try:
        request_undo(batch_id, by_id=me().user_id, at=now())
    except BatchNotFoundError:
        abort(404)
    except ImportNotUndoneError as refusal:
        return _ask(batch_id, {"main-content": text(f"imports-undo-refused-{refusal.reason}")}), 409
    return redirect(url_for("office.import_page", batch_id=batch_id), 303)


@office.get("/imports/<uuid:batch_id>/left")
@allowed("imports.read")
def left_page(batch_id: uuid.UUID) -> str:
    """Whom undoing left as they are, and why."""
    record_view(action="import.left", at=now(), user_id=me().user_id, entity_type="import_batch", entity_id=batch_id)
    page = page_or_first()
    with read_snapshot() as session:
        try:
            batch = get_batch(session, batch_id)
        except BatchNotFoundError:
            abort(404)
        rows = list_left_rows(session, batch_id, page=page, size=PAGE_SIZE)
    return render_template(
        "imports/left.html", batch=batch, rows=rows[:PAGE_SIZE], page=page, more=len(rows) > PAGE_SIZE
    )


def _ask(batch_id: uuid.UUID, errors: dict[str, str]) -> str:
    with read_snapshot() as session:
        try:
            batch = get_batch(session, batch_id)
        except BatchNotFoundError:
            abort(404)
        reason = why_not_undoable(session, batch)
        plan = plan_undo(session, batch) if reason is None else None
    return render_template("imports/undo.html", batch=batch, reason=reason, plan=plan, errors=errors)
