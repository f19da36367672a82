"""The office's menu: its parts in one row, and beneath it the pages of the part one is in; to each person what they may open.

Knows no table; the one thing it has read is how much waits behind an entry.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from flask import request, url_for
from flask_login import current_user

from server.office import access
from server.office.waiting import count_waiting
from server.texts import text


@dataclass(frozen=True, slots=True)
class Entry:
    """A page that the menu leads to; `action` is what one must be allowed, None: to be signed in."""

    label: str
    endpoint: str
    action: str | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """Pages that belong together. Of one with a single page (for this person) the menu shows that page."""

    label: str
    entries: tuple[Entry, ...]


PARTS = (
    Part(
        "nav-today",
        (
            Entry("nav-today", "office.today_page"),
            Entry("nav-figures", "office.figures_page", "figures.read"),
        ),
    ),
    Part(
        "nav-part-visits",
        (
            Entry("nav-visits", "office.visits_page", "visits.read"),
            Entry("nav-assign", "office.assign_page", "visits.assign"),
            Entry("nav-shifts", "office.shifts_page", "shifts.plan"),
        ),
    ),
    Part(
        "nav-alerts",
        (
            Entry("nav-alerts", "office.alerts_page", "alerts.read"),
            Entry("nav-officers-out", "office.officers_out_page", "lone_working.read"),
        ),
    ),
    Part(
        "nav-part-decide",
        (
            Entry("nav-conflicts", "office.conflicts_page", "conflicts.read"),
            Entry("nav-late-reports", "office.late_reports_page", "reports.read"),
            Entry("nav-proposals", "office.proposals_page", "proposals.answer"),
        ),
    ),
    Part(
        "nav-part-residents",
        (
            Entry("nav-residents", "office.residents_page", "residents.read"),
            Entry("nav-markers", "office.markers_page", "markers.read"),
            Entry("nav-imports", "office.imports_page", "imports.read"),
            Entry("nav-duplicates", "office.duplicates_page", "residents.merge"),
        ),
    ),
    Part("nav-contacts", (Entry("nav-contacts", "office.contacts_page", "contacts.call"),)),
    Part("nav-referrals", (Entry("nav-referrals", "office.referrals_page", "referrals.read"),)),
    Part("nav-handed", (Entry("nav-handed", "office.handed_page", "handed.read"),)),
    Part("nav-evidence", (Entry("nav-evidence", "office.evidence_page", "evidence.read"),)),
    Part(
        "nav-part-setup",
        (
            Entry("nav-forms", "office.forms_page", "forms.read"),
            Entry("nav-document-types", "office.document_types_page", "document_types.edit"),
            Entry("nav-messages", "office.messages_page", "messages.read"),
            Entry("nav-devices", "office.devices_page", "devices.read"),
            Entry("nav-programmes", "office.programmes_page", "setup.read"),
            Entry("nav-code-lists", "office.code_lists_page", "setup.read"),
            Entry("nav-duty-numbers", "office.duty_numbers_page", "setup.read"),
        ),
    ),
    Part(
        "nav-part-staff",
        (
            Entry("nav-users", "office.users_page", "setup.read"),
            Entry("nav-teams", "office.teams_page", "setup.read"),
            Entry("nav-permissions", "office.permissions_page", "setup.read"),
            Entry("nav-audit", "office.audit_page", "audit.read"),
        ),
    ),
)
_Links: TypeAlias = list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Menu:
    """Links as govuk-frontend's service navigation takes them; `pages` is empty where the part has one page."""

    parts: _Links
    pages: _Links
    label: str = ""


def find_menu() -> Menu:
    """Of the person who is signed in, on the page that is drawn; empty before sign-in, and before a first password is replaced."""
    if not current_user.is_authenticated or access.me().must_choose:
        return Menu([], [])
    mine = [(part, entries) for part in PARTS if (entries := _list_allowed(part))]
    waiting = count_waiting(entry.endpoint for _, entries in mine for entry in entries)
    here = next((part for part, entries in mine if any(_is_within(entry.endpoint) for entry in entries)), None)
    pages = next((entries for part, entries in mine if part is here), ())
    return Menu(
        parts=[_draw_part(part, entries, waiting, is_here=part is here) for part, entries in mine],
        pages=[_draw_page(entry, waiting) for entry in pages] if len(pages) > 1 else [],
        label=text(here.label) if here else "",
    )


def _list_allowed(part: Part) -> tuple[Entry, ...]:
    return tuple(entry for entry in part.entries if entry.action is None or access.i_may(entry.action))


def _draw_part(part: Part, entries: Sequence[Entry], waiting: dict[str, int], *, is_here: bool) -> dict[str, Any]:
    label = part.label if len(entries) > 1 else entries[0].label
    count = sum(waiting.get(entry.endpoint, 0) for entry in entries)
    only = entries[0].endpoint if len(entries) == 1 else None
    return {
        "text": _with_count(label, count),
        "href": url_for(entries[0].endpoint),
        "current": request.endpoint == only,
        "active": is_here,
    }


def _draw_page(entry: Entry, waiting: dict[str, int]) -> dict[str, Any]:
    return {
        "text": _with_count(entry.label, waiting.get(entry.endpoint, 0)),
        "href": url_for(entry.endpoint),
        "current": request.endpoint == entry.endpoint,
        "active": _is_within(entry.endpoint),
    }


def _with_count(label: str, waiting: int) -> str:
    return text("nav-with-count", label=text(label), count=waiting) if waiting else text(label)


def _is_within(endpoint: str) -> bool:
    home = url_for(endpoint)
    return request.path == home or (request.path.startswith(f"{home}/") and endpoint != "office.today_page")
