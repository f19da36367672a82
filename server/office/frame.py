"""What every office page shares: words, dates as people read them, navigation by role.

Knows no table; the one thing it has read is how much waits behind an entry of the navigation.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from flask import Blueprint, current_app, request, url_for
from flask_login import current_user

from server.built_names import asset
from server.domain.operation import parse_instant
from server.domain.picture import LARGE_PICTURE, SMALL_PICTURE
from server.domain.virus_scan import ScanState, find_scan_state, withholds_original
from server.office import access, dates
from server.office.event_words import event_words, problem_words
from server.office.hand_back_words import hand_back_words
from server.office.waiting import count_waiting
from server.texts import has_text, text

# label, endpoint, action that opens it
_NAVIGATION = (
    ("nav-today", "office.today_page", None),
    ("nav-visits", "office.visits_page", "visits.read"),
    ("nav-alerts", "office.alerts_page", "alerts.read"),
    ("nav-conflicts", "office.conflicts_page", "conflicts.read"),
    ("nav-late-reports", "office.late_reports_page", "reports.read"),
    ("nav-proposals", "office.proposals_page", "proposals.answer"),
    ("nav-referrals", "office.referrals_page", "referrals.read"),
    ("nav-evidence", "office.evidence_page", "evidence.read"),
    ("nav-residents", "office.residents_page", "residents.read"),
    ("nav-imports", "office.imports_page", "imports.read"),
    ("nav-assign", "office.assign_page", "visits.assign"),
    ("nav-devices", "office.devices_page", "devices.read"),
    ("nav-forms", "office.forms_page", "forms.read"),
)


def dress(blueprint: Blueprint) -> None:
    """Give the blueprint's templates their words."""
    blueprint.context_processor(_for_templates)


def navigation() -> list[dict[str, Any]]:
    """The service navigation of the person who is signed in; empty before sign-in."""
    if not current_user.is_authenticated:
        return []
    entries = [(label, endpoint) for label, endpoint, action in _NAVIGATION if action is None or access.i_may(action)]
    waiting = count_waiting(endpoint for _, endpoint in entries)
    return [
        {
            "text": _with_count(label, waiting.get(endpoint, 0)),
            "href": url_for(endpoint),
            "current": request.endpoint == endpoint,
            "active": _is_within(endpoint),
        }
        for label, endpoint in entries
    ]


def _with_count(label: str, waiting: int) -> str:
    return text("nav-with-count", label=text(label), count=waiting) if waiting else text(label)


def _is_within(endpoint: str) -> bool:
    home = url_for(endpoint)
    return request.path == home or (request.path.startswith(f"{home}/") and endpoint != "office.today_page")


def now() -> dt.datetime:
    """This instant, in UTC: the one clock of the office pages."""
    return dt.datetime.now(dt.UTC)


def _for_templates() -> dict[str, Any]:
    zone = current_app.config["TIME_ZONE"]
    return {
        "t": text,
        "has_text": has_text,
        "label": label,
        "asset": asset,
        "event_words": event_words,
        "problem_words": problem_words,
        "hand_back_words": hand_back_words,
        "scan_state": _scan_state,
        "large_picture": LARGE_PICTURE,
        "small_picture": SMALL_PICTURE,
        "withholds_original": lambda attachment: withholds_original(_scan_state(attachment)),
        "navigation": navigation,
        "i_may": access.i_may,
        "me": access.me() if current_user.is_authenticated else None,
        "demo": current_app.config["DEMO"],
        "council": {"name": current_app.config["COUNCIL_NAME"], "telephone": current_app.config["COUNCIL_TELEPHONE"]},
        "when_text": lambda written: _when_text(written, zone),
        "when": lambda instant: dates.when(instant, now(), zone),
        "on": lambda day: dates.on(day, now().astimezone(zone).date()),
        "is_past": lambda day: day < now().astimezone(zone).date(),
        "age": lambda instant: dates.age(instant, now()),
    }


def _when_text(written: str | None, zone: Any) -> str:
    """An instant that was kept as text; one that is none is shown as it came."""
    instant = parse_instant(written)
    return dates.when(instant, now(), zone) if instant is not None or not written else written


def _scan_state(attachment: Any) -> ScanState:
    """What the virus scanner says of it, here and now."""
    has_scanner = bool(current_app.config["CLAMD_ADDRESS"])
    return find_scan_state(attachment.scan, attachment.scan_error, has_scanner=has_scanner)


def label(group: str, code: str | None) -> str:
    """The words for a code of a list (`outcome`, `status`, ...); one without words is shown as it is."""
    if not code:
        return text("none-yet")
    name = f"{group}-{code}"
    return text(name) if has_text(name) else code.replace("_", " ")
