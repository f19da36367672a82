"""Approve visits together: those in which there is nothing to read are ticked, each of the others says why it is looked at alone."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import Counter

from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from server.domain.approving_together import MOST_TOGETHER, find_look_reason
from server.domain.names import full_name
from server.domain.operation import parse_id
from server.office.access import allowed, me
from server.office.blueprint import office
from server.office.frame import now
from server.office.places import read_place, write_place
from server.office.undo_offer import at_of, offer_undo, read_at, say_undone
from server.store.together_facts import list_waiting_visits
from server.store.unit_of_work import read_snapshot
from server.texts import text
from server.use_cases.approve_visits import ApprovedTogether, TooManyVisitsError, approve_visits
from server.use_cases.undo_approving import undo_approving


@office.get("/visits/approve")
@allowed("visits.review")
def approve_page() -> str:
    """The oldest that came back as “seen, no needs”."""
    return _show({})


@office.post("/visits/approve")
@allowed("visits.review")
def approve_together() -> Response | tuple[str, int]:
    """Approve those that are ticked; what changed meanwhile stays and is said."""
    chosen, at = _read_chosen(request.form.getlist("visit")), now()
    if not chosen:
        return _show({"visits": text("together-none-chosen")}), 422
    try:
        done = approve_visits(chosen, by_id=me().user_id, at=at)
    except TooManyVisitsError:
        return _show({"visits": text("together-too-many", most=MOST_TOGETHER)}), 422
    _say(done, at)
    return redirect(url_for("office.approve_page"), 303)


@office.post("/visits/approve/undo")
@allowed("visits.review")
def undo_approval() -> Response:
    """Have what this person approved together at an instant wait again, as far as nothing has changed since."""
    say_undone("together-undone", undo_approving(read_at(), by_id=me().user_id, at=now()))
    return redirect(url_for("office.approve_page"), 303)


def _say(done: ApprovedTogether, at: dt.datetime) -> None:
    if done.approved:
        words = text("together-done", count=len(done.approved))
        offer_undo(words, text("together-undo"), url_for("office.undo_approval"), at_of(at))
    if done.left:
        counted = Counter(done.left.values())
        reasons = "; ".join(text(f"together-why-{reason}") for reason in counted)
        flash(text("together-left", count=len(done.left), reasons=reasons), "important")


def _read_chosen(ticked: list[str]) -> dict[uuid.UUID, uuid.UUID]:
    """Each box names a visit and the submission that was shown; what is no such pair is a page that we did not make."""
    chosen = {}
    for value in ticked:
        visit_id, submission_id = (parse_id(part) for part in (*value.split("~", 1), "")[:2])
        if visit_id is None or submission_id is None:
            abort(400)
        chosen[visit_id] = submission_id
    return chosen


def _show(errors: dict[str, str]) -> str:
    after = read_place(request.args.get("after", ""))
    with read_snapshot() as session:
        found, next_after = list_waiting_visits(session, after, MOST_TOGETHER)
    lines = [
        {
            "visit": one.visit,
            "name": full_name(one.resident.first_name, one.resident.last_name),
            "address": one.address,
            "officer": one.officer,
            "why": find_look_reason(one.facts),
            "value": f"{one.visit.id}~{one.submission_id}",
        }
        for one in found
    ]
    return render_template(
        "office/approve.html",
        lines=lines,
        ticked=request.form.getlist("visit") if request.method == "POST" else [line["value"] for line in lines],
        count=sum(line["why"] is None for line in lines),
        errors=errors,
        first_url=url_for("office.approve_page") if after else None,
        next_url=url_for("office.approve_page", after=write_place(*next_after)) if next_after else None,
    )
