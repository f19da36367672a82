"""What kinds of data the columns that reach a phone are, for the breach list and for whoever asks what phones get.

Every column of a row about people has its kind here; a test compares this table with `PHONE_FIELDS` in both directions.
"""

from __future__ import annotations

from collections.abc import Mapping

# Columns that only say which row stands where: they name nobody by themselves.
IDS = "ids"

PHONE_CATEGORIES: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "visit": {
        IDS: ("resident_id", "case_id", "address_id", "form_id", "position"),
        "visit_times": ("planned_on", "window_from", "window_to", "assigned_at"),
        "visit_state": ("status", "outcome", "review_state", "late_reports"),
        "programme": ("programme_name",),
        "pair": ("needs_pair", "lead_name", "second_name"),
        "office_words": ("sent_back_words",),
    },
    "resident": {
        "name": ("first_name", "last_name"),
        "age": ("age",),
        "address": ("address_lines", "postcode", "ward", "latitude", "longitude"),
        "contact_details": ("mobile", "landline", "email"),
        "needs": ("access_needs", "communication_needs", "language"),
        "on_hold": ("on_hold",),
        "outcomes": ("recent_outcomes",),
    },
    "case": {
        IDS: ("resident_id", "programme_code"),
        "programme": ("programme_name",),
        "case_state": ("status", "next_contact_on"),
        "risk": ("risk",),
    },
    "warning_marker": {
        IDS: ("resident_id", "address_id"),
        "marker": ("instruction", "review_on", "approved_at", "expired"),
        "pair": ("needs_pair",),
    },
    "conflict": {
        IDS: ("entity_type", "entity_id", "visit_id", "resident_id"),
        "two_values": ("field", "opened_at", "base", "shown", "sides", "resolved"),
    },
    "visit_proposal": {
        IDS: ("visit_id", "made_visit_id"),
        "name": ("first_name", "last_name"),
        "address": ("address_text",),
        "visit_times": ("wanted_on",),
        "proposal": ("basis", "why", "status", "answer_words", "answered_at"),
    },
}


def list_categories(row_type: str) -> list[str]:
    """The kinds of data in a row of this type, ids apart; empty for a type that is about nobody."""
    return [kind for kind in PHONE_CATEGORIES.get(row_type, {}) if kind != IDS]
