"""One account: what it says, what is in its person's hands, and what an administrator may do with it. Each step is audited."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping

from flask import abort, current_app, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from server.domain.change_refusal import ChangeRefusedError
from server.domain.permissions import Relation, may
from server.domain.staff_account import read_account
from server.office.access import allowed, me
from server.office.blueprint import office
from server.office.change_words import describe_changes
from server.office.frame import now, seen_version
from server.office.setup_forms import refuse
from server.office.users import Answer, account_options, show_first_password
from server.store.change_history import list_changes
from server.store.staff_list import find_load
from server.store.tables import Team, User
from server.store.unit_of_work import read_snapshot
from server.store.users import find_user
from server.texts import text
from server.use_cases.change_user import change_user
from server.use_cases.end_account import end_seen_account
from server.use_cases.end_page_sessions import end_page_sessions_of
from server.use_cases.give_first_password import give_first_password, reopen_account


@office.get("/users/<uuid:user_id>")
@allowed("setup.read")
def user_page(user_id: uuid.UUID) -> str:
    """The account as it is, and what was changed by whom."""
    return _show(user_id, {})


@office.post("/users/<uuid:user_id>")
@allowed("users.manage")
def save_user_account(user_id: uuid.UUID) -> Answer:
    """In force at once."""
    try:
        words = read_account(request.form)
        changed = change_user(user_id, words, seen_version=seen_version(), by_id=me().user_id, at=now())
    except ChangeRefusedError as refusal:
        return refuse(refusal, "user", lambda errors: _show(user_id, errors))
    flash(text("user-done-change" if changed else "user-done-nothing"), "done")
    return _back(user_id)


@office.post("/users/<uuid:user_id>/first-password")
@allowed("users.manage")
def reset_password(user_id: uuid.UUID) -> Answer:
    """A new first password, on a page that nothing leads back to."""
    return _give(
        user_id, lambda: give_first_password(user_id, seen_version=seen_version(), by_id=me().user_id, at=now())
    )


@office.post("/users/<uuid:user_id>/reopen")
@allowed("users.manage")
def reopen_user(user_id: uuid.UUID) -> Answer:
    """Somebody is back."""
    return _give(user_id, lambda: reopen_account(user_id, seen_version=seen_version(), by_id=me().user_id, at=now()))


@office.post("/users/<uuid:user_id>/sign-out")
@allowed("users.manage")
def sign_user_out(user_id: uuid.UUID) -> Answer:
    """Out of the office pages in every browser."""
    try:
        count = end_page_sessions_of(user_id, by_id=me().user_id, at=now())
    except ChangeRefusedError:
        abort(404)
    flash(text("user-done-sign-out", count=count), "done")
    return _back(user_id)


@office.get("/users/<uuid:user_id>/end")
@allowed("users.manage")
def end_user_page(user_id: uuid.UUID) -> str:
    """What it means, and what is in their hands, before it is done."""
    return _show_end(user_id, {})


@office.post("/users/<uuid:user_id>/end")
@allowed("users.manage")
def end_user(user_id: uuid.UUID) -> Answer:
    """Somebody has left."""
    try:
        end_seen_account(
            user_id, seen_version=seen_version(), by_id=me().user_id, at=now(), address=current_app.config["PUBLIC_URL"]
        )
    except ChangeRefusedError as refusal:
        return refuse(refusal, "user", lambda errors: _show_end(user_id, errors))
    flash(text("user-done-end"), "done")
    return _back(user_id)


def _give(user_id: uuid.UUID, give: Callable[[], str]) -> Answer:
    try:
        password = give()
    except ChangeRefusedError as refusal:
        return refuse(refusal, "user", lambda errors: _show(user_id, errors))
    user = _get_user(user_id)
    return show_first_password(user_id, user.name, user.email, password)


def _show(user_id: uuid.UUID, errors: dict[str, str]) -> str:
    user = _get_user(user_id)
    with read_snapshot() as session:
        load = find_load(session, user_id, now())
        changes = list_changes(session, "user", user_id)
        team = session.get(Team, user.team_id) if user.team_id else None
    is_typed = "email" in request.form and "state" not in errors  # what somebody else changed is shown as it is now
    options = account_options()
    if team is not None and not team.active:
        options["teams"].append((str(team.id), team.name))
    return render_template(
        "setup/user.html",
        user=user,
        team=team,
        load=load,
        typed=request.form if is_typed else _typed_of(user),
        errors=errors,
        changes=describe_changes(changes),
        has_app=may(user.role, "app.use", Relation.OWN),
        **options,
    )


def _show_end(user_id: uuid.UUID, errors: dict[str, str]) -> str:
    user = _get_user(user_id)
    if not user.active and not errors:
        abort(404)
    with read_snapshot() as session:
        load = find_load(session, user_id, now())
    return render_template("setup/user_end.html", user=user, load=load, errors=errors)


def _typed_of(user: User) -> Mapping[str, str]:
    return {
        "name": user.name,
        "email": user.email,
        "role": user.role,
        "team": str(user.team_id) if user.team_id else "",
        "telephone": user.telephone or "",
    }


def _get_user(user_id: uuid.UUID) -> User:
    with read_snapshot() as session:
        user = find_user(session, user_id)
    if user is None:
        abort(404)
    return user


def _back(user_id: uuid.UUID) -> Response:
    return redirect(url_for("office.user_page", user_id=user_id), 303)
