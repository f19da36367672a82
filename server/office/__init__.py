"""Pages for back office, supervisor, administrator: plain HTML; JavaScript is needed by the form at the desk alone. Writes only through use cases."""

from __future__ import annotations

import functools
import importlib

from flask import Flask
from jinja2 import PackageLoader, PrefixLoader

from server.office import frame, session_cookie
from server.office.blueprint import office
from server.office.cookies import cookies

# Each of these files adds its own routes to the blueprint.
PAGES = (
    "problems",
    "sign_in",
    "today",
    "today_lists",
    "visits",
    "approving",
    "visit",
    "review",
    "photos",
    "picture",
    "files",
    "alerts",
    "devices",
    "device_steps",
    "breach_list",
    "conflicts",
    "residents",
    "holds",
    "case",
    "duplicates",
    "duplicate_search",
    "new_resident",
    "resident_correction",
    "resident_edit",
    "links",
    "markers",
    "marker",
    "marker_calls",
    "messages",
    "evidence",
    "evidence_request",
    "evidence_review",
    "case_files",
    "document_types",
    "imports",
    "missing",
    "import_mapping",
    "import_undo",
    "assign",
    "officer_list",
    "planned_visit",
    "sharing",
    "shifts",
    "officers_out",
    "late_reports",
    "repeats",
    "proposals",
    "forms",
    "form_steps",
    "form_visits",
    "form_files",
    "form_media",
    "form_export",
    "form_access",
    "figures_access",
    "desk",
    "desk_sending",
    "submission",
    "contacts",
    "preferences",
    "referrals",
    "referrals_together",
    "referral",
    "referral_amend",
    "refer",
    "handed",
    "referral_export",
    "own_password",
    "users",
    "user_account",
    "permissions",
    "teams",
    "programmes",
    "call_rules",
    "visit_rules",
    "code_lists",
    "duty_numbers",
    "audit",
    "figures",
)


def register(app: Flask) -> None:
    """Hang the office on `app`: its pages, its session cookie and its words."""
    session_cookie.register(app)
    app.jinja_loader = PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")})
    app.jinja_env.finalize = _as_page_text
    _collect_pages()
    app.register_blueprint(office)
    app.register_blueprint(cookies)


def _as_page_text(value: object) -> object:
    """Half a character, which a phone may send and no page can carry, is spelled out: nobody's work hides a page."""
    if not isinstance(value, str) or value.isascii():
        return value
    text = value.encode("utf-8", "backslashreplace").decode("utf-8")
    return value if text == value else type(value)(text)


@functools.cache
def _collect_pages() -> None:
    """Once per process: a blueprint takes no more routes after its first app."""
    frame.dress(office)
    frame.dress(cookies)
    for name in PAGES:
        importlib.import_module(f"server.office.{name}")
