"""Today: what needs somebody now, in numbers that lead to their lists. Shows no resident by name but the overdue ones."""

from __future__ import annotations

from flask import render_template

from server.office.access import signed_in
from server.office.blueprint import office


@office.get("/")
@signed_in
def today_page() -> str:
    """The first page after sign-in; each role sees what it may."""
    return render_template("office/today.html")
