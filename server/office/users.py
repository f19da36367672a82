"""Members of staff: the list, narrowed by filters that the address carries, and a new account with a first password."""

from __future__ import annotations

import uuid
from typing import Any

from flask import abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from server.domain.change_refusal import ChangeRefusedError
from server.domain.operation import parse_id
from server.domain.staff_account import FIRST_PASSWORD_LIFE, read_account
from server.domain.words import Role
from server.office.access import allowed, me
from server.office.blueprint import office
from server.office.frame import label, now
from server.office.sealed_words import open_words, seal_words
from server.office.setup_forms import page_id, refuse
from server.store.staff_list import StaffFilter, StaffPlace, list_staff
from server.store.teams import list_teams
from server.store.unit_of_work import read_snapshot
from server.texts import text
from server.use_cases.add_user import add_account

FIELDS = ("words", "role", "team", "state")
STATES = ("here", "first_password", "left")
Answer = Response | str | tuple[str, int]


@office.get("/users")
@allowed("setup.read")
def users_page() -> str:
    """One page of the list; without a filter everybody who works here now."""
    chosen = {name: request.args.get(name, "").strip() for name in FIELDS}
    chosen["words"] = open_words(chosen["words"])
    wanted = StaffFilter(
        words=chosen["words"],
        role=chosen["role"] if chosen["role"] in set(Role) else None,
        team_id=parse_id(chosen["team"]),
        state=chosen["state"] if chosen["state"] in STATES else "here",
    )
    with read_snapshot() as session:
        lines, next_place, count = list_staff(session, wanted, _read_place(request.args.get("after", "")))
        teams = [(str(line.team.id), line.team.name) for line in list_teams(session)]
    kept = {name: value for name, value in chosen.items() if value}
    return render_template(
        "setup/users.html",
        lines=lines,
        count=count,
        chosen=chosen,
        filters=kept,
        roles=[(role.value, label("role", role.value)) for role in Role],
        teams=teams,
        states=[(state, text(f"users-state-{state}")) for state in STATES],
        first_url=_address(kept) if request.args.get("after") else None,
        next_url=_address(kept | {"after": seal_words(f"{next_place.user_id}~{next_place.name}")})
        if next_place
        else None,
    )


@office.post("/users")
@allowed("setup.read")
def find_users() -> Response:
    """Narrow the list. By POST, so that nobody's name stands in an address of the browser's."""
    return redirect(_address({name: request.form.get(name, "").strip() for name in FIELDS}), 303)


@office.get("/users/new")
@allowed("users.manage")
def new_user_page() -> str:
    """Who it is, and what they are here."""
    return _show_new({})


@office.post("/users/new")
@allowed("users.manage")
def add_new_user() -> Answer:
    """The account, and its first password on a page that nothing leads back to."""
    user_id = page_id()
    try:
        words = read_account(request.form)
        password = add_account(words, page_id=user_id, by_id=me().user_id, at=now())
    except ChangeRefusedError as refusal:
        return refuse(refusal, "user", _show_new)
    if password is None:
        return redirect(url_for("office.user_page", user_id=user_id), 303)
    return show_first_password(user_id, words.name, words.email, password)


def show_first_password(user_id: uuid.UUID, name: str, email: str, password: str) -> str:
    """This once."""
    return render_template(
        "setup/first_password.html",
        user_id=user_id,
        name=name,
        email=email,
        password=password,
        hours=int(FIRST_PASSWORD_LIFE.total_seconds() // 3600),
        address=request.root_url.rstrip("/") + url_for("office.sign_in_page"),
    )


def account_options() -> dict[str, Any]:
    """What the selects of an account offer."""
    with read_snapshot() as session:
        teams = [(str(line.team.id), line.team.name) for line in list_teams(session) if line.team.active]
    return {"roles": [(role.value, label("role", role.value).capitalize()) for role in Role], "teams": teams}


def _show_new(errors: dict[str, str]) -> str:
    return render_template(
        "setup/user_new.html",
        typed=request.form,
        errors=errors,
        page_id=page_id(),
        **account_options(),
    )


def _address(query: dict[str, str]) -> str:
    values: dict[str, Any] = {
        name: seal_words(value) if name == "words" else value for name, value in query.items() if value
    }
    return url_for("office.users_page", **values)


def _read_place(sealed: str) -> StaffPlace | None:
    """The place in an address; one that makes no sense is a page that does not exist."""
    if not sealed:
        return None
    user_id, _, name = open_words(sealed).partition("~")
    found = parse_id(user_id)
    if found is None:
        abort(404)
    return StaffPlace(name, found)
