"""Two visits to one person on one day: mark one as a repeat of the other, or count it again. Both stay whole."""

from __future__ import annotations

import uuid

from flask import abort, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from server.office.access import allowed, me
from server.office.blueprint import office
from server.office.frame import now
from server.office.undo_offer import offer_undo
from server.texts import text
from server.use_cases.mark_repeat import RepeatRefusedError, mark_repeat, unmark_repeat


@office.post("/visits/<uuid:visit_id>/repeat")
@allowed("visits.mark_repeat")
def mark_as_repeat(visit_id: uuid.UUID) -> Response:
    """Take the visit out of the counts."""
    try:
        of_id = uuid.UUID(request.form.get("of_id", ""))
    except ValueError:
        abort(404)
    try:
        mark_repeat(visit_id, of_id, by_id=me().user_id, at=now())
    except RepeatRefusedError as refusal:
        return _refuse(visit_id, refusal.reason)
    offer_undo(text("repeat-done"), text("review-undo"), url_for("office.unmark_as_repeat", visit_id=visit_id), {})
    return redirect(url_for("office.visit_page", visit_id=visit_id), 303)


@office.post("/visits/<uuid:visit_id>/repeat/undo")
@allowed("visits.mark_repeat")
def unmark_as_repeat(visit_id: uuid.UUID) -> Response:
    """Count the visit again."""
    try:
        unmark_repeat(visit_id, by_id=me().user_id, at=now())
    except RepeatRefusedError as refusal:
        return _refuse(visit_id, refusal.reason)
    flash(text("repeat-undone"))
    return redirect(url_for("office.visit_page", visit_id=visit_id), 303)


def _refuse(visit_id: uuid.UUID, reason: str) -> Response:
    if reason == "not_found":
        abort(404)
    flash(text(f"repeat-refused-{reason}"), "important")
    return redirect(url_for("office.visit_page", visit_id=visit_id), 303)
