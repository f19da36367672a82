"""A reviewer's steps on a submission. Each ends on the visit, with what was done in words and an undo where safe."""

from __future__ import annotations

import uuid

from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from server.domain.names import full_name
from server.domain.operation import parse_id
from server.domain.permissions import PERMISSIONS, Relation
from server.domain.review import REVIEW_RULES, ReviewAction
from server.domain.words import Role
from server.office.access import allowed, me
from server.office.blueprint import office
from server.office.frame import now
from server.office.next_contact_words import due_lines
from server.office.undo_offer import offer_undo
from server.store.follow_ups import list_next_contacts
from server.store.office_visit import OfficeVisit, find_office_visit
from server.store.tables import Visit
from server.store.unit_of_work import read_snapshot
from server.store.users import list_users
from server.texts import text
from server.use_cases.record_view import record_view
from server.use_cases.review_submission import ReviewRefusedError, ReviewStep, review_submission

# What a refusal hangs on: the field to point at.
_FIELD_OF = {"words_missing": "words", "words_too_long": "words", "owner_missing": "owner_id"}
_UNDOABLE = (ReviewAction.APPROVE, ReviewAction.HAS_ISSUES, ReviewAction.REJECT)


@office.get("/visits/<uuid:visit_id>/submissions/<uuid:submission_id>/review/<action>")
@allowed("visits.review")
def review_page(visit_id: uuid.UUID, submission_id: uuid.UUID, action: str) -> str:
    """Ask for the words (and the owner) that the step needs, and say what it will do."""
    return _show(visit_id, submission_id, _read_action(action), {})


@office.post("/visits/<uuid:visit_id>/submissions/<uuid:submission_id>/review/<action>")
@allowed("visits.review")
def review(visit_id: uuid.UUID, submission_id: uuid.UUID, action: str) -> Response | tuple[str, int]:
    """Take the step."""
    step = ReviewStep(
        submission_id=submission_id,
        action=_read_action(action),
        seen_state=request.form.get("seen_state", ""),
        words=request.form.get("words", ""),
        owner_id=parse_id(request.form.get("owner_id")),
    )
    try:
        review_submission(step, by_id=me().user_id, at=now())
    except ReviewRefusedError as refusal:
        return _explain(visit_id, step, refusal.reason)
    _say(visit_id, step)
    return redirect(url_for("office.visit_page", visit_id=visit_id), 303)


def _explain(visit_id: uuid.UUID, step: ReviewStep, reason: str) -> Response | tuple[str, int]:
    if reason == "not_found":
        abort(404)
    sentence = text(f"review-refused-{reason}")
    code = 422 if reason in _FIELD_OF else 409
    return _show(visit_id, step.submission_id, step.action, {_FIELD_OF.get(reason, "step"): sentence}), code


def _say(visit_id: uuid.UUID, step: ReviewStep) -> None:
    """What was done, with an undo where it is safe."""
    words = text(f"review-done-{step.action}")
    if step.action is ReviewAction.APPROVE:
        words = " ".join(filter(None, (words, _say_what_follows(visit_id))))
    if step.action not in _UNDOABLE:
        flash(words, "done")
        return
    reopen = ReviewAction.REOPEN.value
    undo_url = url_for("office.review", visit_id=visit_id, submission_id=step.submission_id, action=reopen)
    seen = {"seen_state": REVIEW_RULES[step.action].leads_to.value}
    offer_undo(words, text("review-undo"), undo_url, seen)


def _say_what_follows(visit_id: uuid.UUID) -> str | None:
    """Whoever approves hears when somebody is next in touch, or that nothing is set."""
    with read_snapshot() as session:
        case_id = session.get_one(Visit, visit_id).case_id
        following = list_next_contacts(session, [case_id]).get(case_id)
    return " ".join(f"{line}." for line in due_lines(following)) or None


def _show(visit_id: uuid.UUID, submission_id: uuid.UUID, action: ReviewAction, errors: dict[str, str]) -> str:
    with read_snapshot() as session:
        found = find_office_visit(session, visit_id)
        reviewers = [Role(role) for role, reach in PERMISSIONS["visits.review"].items() if reach is Relation.ALL]
        owners = [(str(user.id), user.name) for user in list_users(session, reviewers)]
    submission = _find_submission(found, submission_id)
    if found is None or submission is None:
        abort(404)
    record_view(action="visit.view", at=now(), user_id=me().user_id, entity_type="visit", entity_id=visit_id)
    return render_template(
        "office/review.html",
        found=found,
        name=full_name(found.resident.first_name, found.resident.last_name),
        submission=submission,
        action=action,
        rule=REVIEW_RULES[action],
        errors=errors,
        owners=owners,
        words=request.form.get("words", ""),
        owner_id=request.form.get("owner_id", str(me().user_id)),
    )


def _find_submission(found: OfficeVisit | None, submission_id: uuid.UUID) -> object | None:
    if found is None:
        return None
    return next((submission for submission, _ in found.submissions if submission.id == submission_id), None)


def _read_action(action: str) -> ReviewAction:
    try:
        return ReviewAction(action)
    except ValueError:
        abort(404)
