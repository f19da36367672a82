"""A team's open referrals as a file in the team's own order of columns, the files of before, and the page that sets the order."""

from __future__ import annotations

import datetime as dt
import uuid

from flask import abort, current_app, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from server.domain.operation import parse_id
from server.domain.permissions import Relation
from server.domain.referral_columns import OWN_COLUMNS, columns_of, read_columns, shipped_columns
from server.office.access import allowed, me, my_reach
from server.office.blueprint import office
from server.office.csv_reply import csv_reply
from server.office.dates import as_typed, read_day
from server.office.frame import council_today, label, now
from server.office.need_words import detail_label, say_detail
from server.store.office_referrals import ReferralLine
from server.store.referral_exports import list_exports, list_team_files
from server.store.tables import Team
from server.store.unit_of_work import read_snapshot
from server.texts import has_text, text
from server.use_cases.export_referrals import ExportedReferrals, export_again, export_referrals
from server.use_cases.set_export_columns import NoSuchTeamError, set_export_columns


@office.get("/referrals/files")
@allowed("referrals.export")
def referral_files_page() -> str | Response:
    """The teams, each with what waits for its next file; whoever has one team is led there."""
    if my_reach("referrals.export") is not Relation.ALL:
        return redirect(url_for("office.team_files_page", team_id=_own_team()), 303)
    with read_snapshot() as session:
        teams = list_team_files(session, council_today())
    return render_template("referrals/files.html", teams=teams)


@office.get("/referrals/teams/<uuid:team_id>/files")
@allowed("referrals.export")
def team_files_page(team_id: uuid.UUID) -> str:
    """What the next file takes, and the files of before."""
    _check_team(team_id)
    return _show_files(team_id, {})


@office.post("/referrals/export")
@allowed("referrals.export")
def export_referrals_file() -> Response | tuple[str, int]:
    """The caller's own team's, or for whoever may have any the team that is named. Audited."""
    only_own = my_reach("referrals.export") is not Relation.ALL
    team_id = me().team_id if only_own else parse_id(request.form.get("team"))
    if team_id is None:
        abort(404)
    errors: dict[str, str] = {}
    start_by_on = read_day(request.form.get("start_by", ""), "start_by", errors) or council_today()
    if errors:
        return _show_files(team_id, errors), 422
    with_earlier = request.form.get("with_earlier") == "1"
    exported = export_referrals(team_id, start_by_on, with_earlier=with_earlier, by_id=me().user_id, at=now())
    return _reply(exported)


@office.post("/referrals/export/<uuid:export_id>/again")
@allowed("referrals.export")
def export_file_again(export_id: uuid.UUID) -> Response:
    """What a file had, as it stands now."""
    only_own = my_reach("referrals.export") is not Relation.ALL
    return _reply(export_again(export_id, only_team_id=_own_team() if only_own else None, by_id=me().user_id, at=now()))


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


def _own_team() -> uuid.UUID:
    """The caller's; a page that is not there for whoever is in none."""
    return me().team_id or abort(404)


def _check_team(team_id: uuid.UUID) -> None:
    if my_reach("referrals.export") is not Relation.ALL and team_id != me().team_id:
        abort(404)


def _reply(exported: ExportedReferrals | None) -> Response:
    if exported is None:
        abort(404)
    return csv_reply(_rows(exported), f"referrals-{council_today().isoformat()}.csv")


def _show_files(team_id: uuid.UUID, errors: dict[str, str]) -> str:
    with read_snapshot() as session:
        found = list_team_files(session, council_today(), team_id)
        exports = list_exports(session, team_id)
    if not found:
        abort(404)
    return render_template(
        "referrals/team_files.html",
        team=found[0],
        exports=exports,
        start_by=request.form.get("start_by") or council_today().isoformat(),
        with_earlier=request.form.get("with_earlier") == "1",
        errors=errors,
    )


def _rows(exported: ExportedReferrals) -> list[list[str]]:
    columns = columns_of(exported.columns, exported.needs)
    rows = [[column_label(name) for name in columns]]
    for line in exported.lines:
        cells, answers = _cells(line), line.referral.details
        rows.append([cells.get(name, say_detail(name, answers.get(name, ""))) for name in columns])
    return rows + [[words] for words in _left_out(exported)]


def _left_out(exported: ExportedReferrals) -> list[str]:
    """What the file has not, and what it has again, in words at its end."""
    said = []
    if exported.held:
        said.append(text("referral-csv-left-out", count=exported.held))
    if exported.later:
        said.append(text("referral-csv-later", count=exported.later, day=as_typed(exported.start_by_on)))
    if exported.gone:
        said.append(text("referral-csv-gone", count=exported.gone))
    if changed := exported.changed:
        references = ", ".join(str(line.referral.id) for line in changed)
        said.append(text("referral-csv-changed", count=len(changed), references=references))
    return said


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
        "ward": (address.ward if address else None) or "",
        "postcode": (address.postcode if address else None) or "",
        "telephone": resident.mobile or resident.landline or "",
        "mobile": resident.mobile or "",
        "landline": resident.landline or "",
        "earlier_file": _when_in_file(referral.exported_at),
    }


def _when_in_file(exported_at: dt.datetime | None) -> str:
    """The day and time in full: a file is read on other days."""
    return f"{exported_at.astimezone(current_app.config['TIME_ZONE']):%Y-%m-%d %H:%M}" if exported_at else ""


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
