"""A team's open referrals as a file in the team's own order of columns, and the page on which that order is set."""

from __future__ import annotations

import uuid

from flask import abort, current_app, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from server.domain.operation import parse_id
from server.domain.permissions import Relation
from server.domain.referral_columns import OWN_COLUMNS, columns_of, read_columns, shipped_columns
from server.office.access import allowed, me, my_reach
from server.office.blueprint import office
from server.office.csv_reply import csv_reply
from server.office.frame import council_today, label, now
from server.office.need_words import detail_label, say_detail
from server.store.office_referrals import ReferralLine
from server.store.tables import Team
from server.store.unit_of_work import read_snapshot
from server.texts import has_text, text
from server.use_cases.export_referrals import ExportedReferrals, export_referrals
from server.use_cases.set_export_columns import NoSuchTeamError, set_export_columns


@office.post("/referrals/export")
@allowed("referrals.export")
def export_referrals_file() -> Response:
    """The caller's own team's, or for whoever may have any the team that is named. Audited."""
    only_own = my_reach("referrals.export") is not Relation.ALL
    team_id = me().team_id if only_own else parse_id(request.form.get("team"))
    exported = export_referrals(team_id, by_id=me().user_id, at=now()) if team_id is not None else None
    if exported is None:
        abort(404)
    return csv_reply(_rows(exported), f"referrals-{council_today().isoformat()}.csv")


@office.get("/referrals/teams/<uuid:team_id>/columns")
@allowed("referrals.set_columns")
def referral_columns_page(team_id: uuid.UUID) -> str:
    """Which columns, in which order."""
    return _show_columns(team_id, None, {})


@office.post("/referrals/teams/<uuid:team_id>/columns")
@allowed("referrals.set_columns")
def set_referral_columns(team_id: uuid.UUID) -> Response | tuple[str, int]:
    """Keep the order that was typed."""
    typed = request.form.get("columns", "")
    columns, wrong = read_columns(typed)
    if wrong is not None:
        return _show_columns(team_id, typed, {"columns": text("columns-wrong", name=wrong)}), 422
    try:
        set_export_columns(team_id, columns, by_id=me().user_id, at=now())
    except NoSuchTeamError:
        abort(404)
    flash(text("columns-done"), "done")
    return redirect(url_for("office.referral_columns_page", team_id=team_id), 303)


def column_label(name: str) -> str:
    """The head of a column."""
    return text(f"referral-csv-{name}") if has_text(f"referral-csv-{name}") else detail_label(name)


def _rows(exported: ExportedReferrals) -> list[list[str]]:
    columns = columns_of(exported.columns, exported.needs)
    rows = [[column_label(name) for name in columns]]
    for line in exported.lines:
        cells, answers = _cells(line), line.referral.details
        rows.append([cells.get(name, say_detail(answers.get(name, ""))) for name in columns])
    if exported.left_out:
        rows.append([text("referral-csv-left-out", count=exported.left_out)])
    return rows


def _cells(line: ReferralLine) -> dict[str, str]:
    referral, resident, address = line.referral, line.resident, line.address
    made_on = referral.made_at.astimezone(current_app.config["TIME_ZONE"]).date()
    return {
        "reference": str(referral.id),
        "need": label("referral", referral.type),
        "urgent": text("referrals-urgent") if referral.urgent else "",
        "status": label("referral-status", referral.status),
        "made_on": made_on.isoformat(),
        "start_on": referral.start_on.isoformat() if referral.start_on else "",
        "first_name": resident.first_name or "",
        "last_name": resident.last_name or "",
        "name": line.name,
        "address": ", ".join(address.lines) if address else "",
        "postcode": (address.postcode if address else None) or "",
        "telephone": resident.mobile or resident.landline or "",
        "mobile": resident.mobile or "",
        "landline": resident.landline or "",
    }


def _show_columns(team_id: uuid.UUID, typed: str | None, errors: dict[str, str]) -> str:
    with read_snapshot() as session:
        team = session.get(Team, team_id)
        if team is None:
            abort(404)
        name, own, needs = team.name, list(team.export_columns), list(team.referral_types)
    shipped = shipped_columns(needs)
    return render_template(
        "referrals/columns.html",
        team_id=team_id,
        team_name=name,
        typed="\n".join(own) if typed is None else typed,
        known=[(one, column_label(one)) for one in dict.fromkeys((*OWN_COLUMNS, *shipped))],
        shipped=shipped,
        errors=errors,
    )
