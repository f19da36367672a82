"""Teams: the list, a new one, its name and the needs it takes, retiring, what was changed by whom."""

from __future__ import annotations

import uuid
from collections.abc import Collection

from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from server.domain.change_refusal import ChangeRefusedError
from server.domain.permissions import PERMISSIONS
from server.domain.referral_step import ReferralRefusedError, read_receiver
from server.domain.shipped_settings import REFERRAL_LIST
from server.domain.words import ReferralType, Role
from server.office.access import allowed, me
from server.office.blueprint import office
from server.office.change_words import describe_changes
from server.office.code_list_words import every_code
from server.office.frame import label, now, seen_version
from server.office.setup_forms import page_id, refuse
from server.store.change_history import list_changes
from server.store.receivers import list_choices
from server.store.teams import find_team_line, list_members, list_teams
from server.store.unit_of_work import read_snapshot
from server.texts import text
from server.use_cases.change_team import TeamWords, add_team, change_team, read_team, restore_team
from server.use_cases.retire_team import TeamHasReferralsError, retire_team

Answer = Response | str | tuple[str, int]


@office.get("/teams")
@allowed("setup.read")
def teams_page() -> str:
    """Every team, with how many people and open referrals it has."""
    with read_snapshot() as session:
        lines = list_teams(session)
    return render_template("setup/teams.html", lines=lines)


@office.get("/teams/new")
@allowed("teams.manage")
def new_team_page() -> str:
    """Its name, and what is handed to it."""
    return _show_new({})


@office.post("/teams/new")
@allowed("teams.manage")
def add_new_team() -> Answer:
    """It can be chosen from now on."""
    try:
        words = _read()
        add_team(words, page_id=page_id(), by_id=me().user_id, at=now())
    except ChangeRefusedError as refusal:
        return refuse(refusal, "team", _show_new)
    flash(text("team-done-add"), "done")
    return redirect(url_for("office.teams_page"), 303)


@office.get("/teams/<uuid:team_id>")
@allowed("setup.read")
def team_page(team_id: uuid.UUID) -> str:
    """One team as it is."""
    return _show(team_id, {})


@office.post("/teams/<uuid:team_id>")
@allowed("teams.manage")
def save_team(team_id: uuid.UUID) -> Answer:
    """Referrals that are made from now on go by it."""
    try:
        words = _read()
        changed = change_team(team_id, words, seen_version=seen_version(), by_id=me().user_id, at=now())
    except ChangeRefusedError as refusal:
        return refuse(refusal, "team", lambda errors: _show(team_id, errors))
    return _done(team_id, "change" if changed else "nothing")


@office.post("/teams/<uuid:team_id>/retire")
@allowed("teams.manage")
def retire_a_team(team_id: uuid.UUID) -> Answer:
    """Nothing is handed to it any more, and what it had is handed on."""
    try:
        to = read_receiver(request.form.get("hand_to", ""))
        count = retire_team(team_id, to, by_id=me().user_id, at=now(), seen_version=seen_version())
    except ChangeRefusedError as refusal:
        return refuse(refusal, "team", lambda errors: _show(team_id, errors))
    except ReferralRefusedError as refusal:
        if refusal.reason == "not_found":
            abort(404)
        return _show(team_id, {"hand_to": text("team-refused-hand_to")}), 422
    except TeamHasReferralsError as refusal:
        return _show(team_id, {"hand_to": text("team-refused-has_referrals", count=refusal.count)}), 422
    flash(text("team-done-retire", count=count), "done")
    return redirect(url_for("office.team_page", team_id=team_id), 303)


@office.post("/teams/<uuid:team_id>/restore")
@allowed("teams.manage")
def restore_a_team(team_id: uuid.UUID) -> Answer:
    """It can be chosen again."""
    try:
        restore_team(team_id, seen_version=seen_version(), by_id=me().user_id, at=now())
    except ChangeRefusedError as refusal:
        return refuse(refusal, "team", lambda errors: _show(team_id, errors))
    return _done(team_id, "restore")


def _read() -> TeamWords:
    return read_team(
        request.form.get("name", ""),
        request.form.getlist("referral_types"),
        every_code(REFERRAL_LIST, ReferralType),
        voluntary="voluntary" in request.form,
    )


def _done(team_id: uuid.UUID, what: str) -> Response:
    flash(text(f"team-done-{what}"), "done")
    return redirect(url_for("office.team_page", team_id=team_id), 303)


def _show_new(errors: dict[str, str]) -> str:
    return render_template(
        "setup/team.html",
        line=None,
        name=request.form.get("name", ""),
        chosen=request.form.getlist("referral_types"),
        voluntary="voluntary" in request.form,
        page_id=page_id(),
        errors=errors,
        types=_types([]),
    )


def _show(team_id: uuid.UUID, errors: dict[str, str]) -> str:
    with read_snapshot() as session:
        line = find_team_line(session, team_id)
        if line is None:
            abort(404)
        members, changes = list_members(session, team_id), list_changes(session, "team", team_id)
        choices = list_choices(session, "", [Role(role) for role in PERMISSIONS["referrals.change"]])
    is_typed = "name" in request.form and "state" not in errors  # what somebody else changed is shown as it is now
    return render_template(
        "setup/team.html",
        line=line,
        name=request.form["name"] if is_typed else line.team.name,
        chosen=request.form.getlist("referral_types") if is_typed else line.team.referral_types,
        voluntary="voluntary" in request.form if is_typed else line.team.voluntary,
        members=members,
        receivers=[
            (choice.receiver.key, choice.name)
            for choice in choices
            if choice.receiver.team_id != team_id and not choice.voluntary
        ],
        changes=describe_changes(changes),
        errors=errors,
        types=_types(line.team.referral_types),
    )


def _types(taken: Collection[str]) -> list[tuple[str, str]]:
    """What a team can be there for: what is in use, and a retired need while the team still takes it."""
    kinds = every_code(REFERRAL_LIST, ReferralType)
    return [
        (kind, label("referral", kind) if in_use else text("referrals-type-retired", need=label("referral", kind)))
        for kind, in_use in kinds.items()
        if in_use or kind in taken
    ]
