"""What of each row reaches a phone, and no other column: as little as the job needs (rules of care 6). Holds no query."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from server.domain.age import find_age

# row type -> the fields of its row on the wire. A test compares this table with what a pull really sends.
PHONE_FIELDS: Mapping[str, tuple[str, ...]] = {
    "visit": (
        "resident_id", "case_id", "address_id", "planned_on", "window_from", "window_to", "position", "status",
        "outcome", "needs_pair", "form_id", "programme_name", "assigned_at", "review_state", "sent_back_words",
        "late_reports", "lead_name", "second_name",
    ),
    "resident": (
        "first_name", "last_name", "age", "address_lines", "postcode", "ward", "latitude", "longitude", "mobile",
        "landline", "email", "access_needs", "communication_needs", "language", "on_hold", "recent_outcomes",
    ),
    "case": ("resident_id", "programme_code", "programme_name", "status", "next_contact_on", "risk"),
    "warning_marker": (
        "resident_id", "address_id", "instruction", "needs_pair", "review_on", "approved_at", "expired",
    ),
    "form_version": ("form_id", "title", "version_label", "xform", "languages", "current", "media"),
    "code_list": ("name", "entries"),
    "duty_number": ("label", "telephone", "hours", "position"),
    "shift": ("starts_at", "expected_end_at", "place", "started_at", "finished_at", "next_contact_at"),
    "conflict": (
        "entity_type", "entity_id", "field", "visit_id", "resident_id", "opened_at", "base", "shown", "sides",
        "resolved",
    ),
    "visit_proposal": (
        "basis", "visit_id", "first_name", "last_name", "address_text", "why", "wanted_on", "status", "answer_words",
        "answered_at", "made_visit_id",
    ),
}  # fmt: skip

# Rows about people: their coming and going on a device is logged.
PERSONAL_TYPES = ("visit", "resident", "warning_marker", "conflict", "visit_proposal")
# What a person has settled or answered stays on the phone of whom it concerns, for them to read.
DAYS_AFTER_SETTLED = 14
_AGES = 256


def find_resident_version(version: int, born_on: dt.date | None, today_on: dt.date) -> int:
    """The version a phone sees: it also rises at a birthday, since the age is part of the row and the row does not change."""
    return version * _AGES + min(find_age(born_on, today_on) or 0, _AGES - 1)


def find_marker_version(version: int, review_on: dt.date, today_on: dt.date) -> int:
    """The version a phone sees: it also rises on the day after which the marker is shown as expired."""
    return version * 2 + int(is_expired(review_on, today_on))


def is_expired(review_on: dt.date, today_on: dt.date) -> bool:
    """A marker is past its review date; it is shown as expired, never dropped."""
    return review_on < today_on
