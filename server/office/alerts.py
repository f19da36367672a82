"""Alerts: who owns each, how long nobody has taken it in hand, and the steps on it. Hides none behind a filter."""

from __future__ import annotations

import uuid

from flask import abort, current_app, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from server.domain.permissions import PERMISSIONS, Relation
from server.domain.words import Role
from server.office.access import allowed, me, my_reach
from server.office.blueprint import office
from server.office.frame import now
from server.office.page_number import get_page
from server.store.alert_tellings import list_told
from server.store.office_alerts import AlertLine, find_alert, list_alert_steps, list_alerts
from server.store.unit_of_work import read_snapshot
from server.store.users import list_users
from server.texts import text
from server.use_cases.acknowledge_alert import AlertRefusedError, acknowledge_alert
from server.use_cases.close_alert import close_alert
from server.use_cases.own_alert import own_alert
from server.use_cases.record_view import record_view

PAGE_SIZE = 50


@office.get("/alerts")
@allowed("alerts.read")
def alerts_page() -> str:
    """Open alerts, or closed ones."""
    is_open = request.args.get("state") != "closed"
    page, state = get_page(), None if is_open else "closed"
    raised_by_id = None if my_reach("alerts.read") is Relation.ALL else me().user_id
    with read_snapshot() as session:
        lines = list_alerts(
            session, is_open=is_open, raised_by_id=raised_by_id, limit=PAGE_SIZE + 1, offset=(page - 1) * PAGE_SIZE
        )
    record_view(action="alerts.list", at=now(), user_id=me().user_id, entity_type="alert")
    return render_template(
        "office/alerts.html",
        lines=lines[:PAGE_SIZE],
        is_open=is_open,
        previous_url=url_for("office.alerts_page", state=state, page=page - 1) if page > 1 else None,
        next_url=url_for("office.alerts_page", state=state, page=page + 1) if len(lines) > PAGE_SIZE else None,
    )


@office.get("/alerts/<uuid:alert_id>")
@allowed("alerts.read")
def alert_page(alert_id: uuid.UUID) -> str:
    """One alert."""
    return _show(alert_id, {})


@office.post("/alerts/<uuid:alert_id>/acknowledge")
@allowed("alerts.acknowledge")
def acknowledge(alert_id: uuid.UUID) -> Response | tuple[str, int]:
    """Take it in hand, or add a note."""
    try:
        acknowledge_alert(alert_id, request.form.get("acknowledge_note", ""), by_id=me().user_id, at=now())
    except AlertRefusedError as refusal:
        return _explain(alert_id, refusal.reason, "acknowledge_note")
    flash(text("alert-done-acknowledge"))
    return redirect(url_for("office.alert_page", alert_id=alert_id), 303)


@office.post("/alerts/<uuid:alert_id>/owner")
@allowed("alerts.own")
def hand_over(alert_id: uuid.UUID) -> Response | tuple[str, int]:
    """Give it another owner."""
    typed = request.form.get("owner_id", "")
    try:
        owner_id = uuid.UUID(typed) if typed else None
    except ValueError:
        owner_id = None
    try:
        done = own_alert(
            alert_id, owner_id, request.form.get("owner_note", ""), by_id=me().user_id, at=now(),
            address=current_app.config["PUBLIC_URL"],
        )  # fmt: skip
    except AlertRefusedError as refusal:
        return _explain(alert_id, refusal.reason, "owner_note")
    flash(text("alert-done-own" if done.is_told else "alert-done-own-ring", name=done.name))
    return redirect(url_for("office.alert_page", alert_id=alert_id), 303)


@office.post("/alerts/<uuid:alert_id>/close")
@allowed("alerts.acknowledge")
def close(alert_id: uuid.UUID) -> Response | tuple[str, int]:
    """Close it with what came of it."""
    try:
        close_alert(alert_id, request.form.get("close_note", ""), by_id=me().user_id, at=now())
    except AlertRefusedError as refusal:
        return _explain(alert_id, refusal.reason, "close_note")
    flash(text("alert-done-close"))
    return redirect(url_for("office.alerts_page"), 303)


def _explain(alert_id: uuid.UUID, reason: str, note_field: str) -> Response | tuple[str, int]:
    if reason == "not_found":
        abort(404)
    field = {"note_missing": note_field, "note_too_long": note_field, "owner_missing": "owner_id"}.get(reason, "state")
    return _show(alert_id, {field: text(f"alert-refused-{reason}")}), 422 if field != "state" else 409


def _show(alert_id: uuid.UUID, errors: dict[str, str]) -> str:
    with read_snapshot() as session:
        line = find_alert(session, alert_id)
        if line is None or not _may_see(line):
            abort(404)
        steps, told = list_alert_steps(session, alert_id), list_told(session, alert_id)
        owners = [
            (str(user.id), user.name)
            for user in list_users(session, [Role(role) for role in PERMISSIONS["alerts.acknowledge"]])
            if user.id != line.alert.owner_id
        ]
    record_view(action="alert.view", at=now(), user_id=me().user_id, entity_type="alert", entity_id=alert_id)
    return render_template(
        "office/alert.html", line=line, alert=line.alert, steps=steps, told=told, owners=owners, errors=errors,
        typed=request.form,
    )  # fmt: skip


def _may_see(line: AlertLine) -> bool:
    return my_reach("alerts.read") is Relation.ALL or line.alert.raised_by_id == me().user_id
