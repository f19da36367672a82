"""Who may do what, as a table made from the one that is asked at every page: it can be read here and is changed in the program."""

from __future__ import annotations

from flask import render_template

from server.domain.permissions import PERMISSIONS
from server.domain.words import Role
from server.office.access import allowed
from server.office.blueprint import office
from server.office.frame import label
from server.texts import text


@office.get("/permissions")
@allowed("setup.read")
def permissions_page() -> str:
    """A row for each thing to do, a column for each role."""
    return render_template(
        "setup/permissions.html",
        roles=[label("role", role.value) for role in Role],
        rows=[
            (
                text(f"permission-{action.replace('.', '-')}"),
                [(label("role", role.value), _reach(action, role)) for role in Role],
            )
            for action in PERMISSIONS
        ],
    )


def _reach(action: str, role: Role) -> str:
    relation = PERMISSIONS[action].get(role)
    return text(f"permission-reach-{relation}") if relation is not None else text("permission-reach-none")
