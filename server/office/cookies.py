"""What Doorstep keeps in a browser, as a page for everybody: each cookie, store, key and cache, why and for how long.

The names are compared with the code by a test; docs/cookies-and-storage.md says the same for maintainers.
"""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, current_app, render_template

from server.office.access import public
from server.office.known_browser import name_cookie

cookies = Blueprint("cookies", "server.office", template_folder="templates")


@dataclass(frozen=True, slots=True)
class Kept:
    """One thing that is kept, by its name in the browser. Its words are `cookies-{word}-name`, `-what` and `-long`."""

    name: str
    word: str


PHONE = (
    Kept("doorstep-phone", "accounts"),
    Kept("doorstep-user-…", "user"),
    Kept("doorstep-user-… / keys", "lock"),
    Kept("doorstep-unsent-…", "unsent"),
    Kept("doorstep.language", "language"),
    Kept("doorstep.council", "council"),
    Kept("doorstep-app-…", "cache"),
)


@cookies.get("/cookies")
@public
def cookies_page() -> str:
    """The page; the same for everybody, signed in or not."""
    session_name = current_app.config["SESSION_COOKIE_NAME"]
    return render_template(
        "office/cookies.html",
        cookies=(Kept(session_name, "session"), Kept(name_cookie(), "known")),
        phone=PHONE,
        residents=(
            Kept(current_app.config["RESIDENT_COOKIE_NAME"], "resident"),
            Kept("doorstep-evidence", "evidence"),
            Kept("doorstep-evidence-…", "waiting"),
        ),
    )
