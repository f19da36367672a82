"""Which shown values a feed's row moves: only what the feed changed, and only where no correction of the council stands.

Pure; the received row itself is always kept beside, whatever is decided here.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

PERSON_FIELDS = ("nhs_number", "first_name", "middle_name", "last_name", "date_of_birth", "mobile", "landline", "email")
ADDRESS_FIELDS = ("lines", "postcode", "uprn")
LABELS = {
    "nhs_number": "NHS number",
    "first_name": "first name",
    "middle_name": "middle name",
    "last_name": "last name",
    "date_of_birth": "date of birth",
    "mobile": "mobile",
    "landline": "landline",
    "email": "e-mail",
    "address": "address",
}


def plan_changes(
    *, shown: Mapping[str, Any], corrected: Collection[str], before: Mapping[str, Any] | None, now: Mapping[str, Any]
) -> dict[str, Any]:
    """Fields of the resident to set. `before` is what this feed said last, None if it speaks of the resident for the first time.

    All values JSON-ready. A blank clears a value only if the feed itself had brought it. An NHS number is filled in, never replaced.
    """
    changes: dict[str, Any] = {}
    for name in PERSON_FIELDS:
        value, old = now.get(name), (before or {}).get(name)
        if name in corrected or (before is not None and value == old) or value == shown.get(name):
            continue
        if name == "nhs_number" and (shown.get(name) or not value):
            continue
        if value is None and not (before is not None and shown.get(name) == old):
            continue
        if value is not None and _same_but_for_case(name, value, shown.get(name)):
            continue
        changes[name] = value
    return changes


def address_moves(*, corrected: Collection[str], before: Mapping[str, Any] | None, now: Mapping[str, Any]) -> bool:
    """True when the row brings another address than this feed said last. An address is one thing: its parts move together."""
    if "address_id" in corrected or not (now.get("lines") or now.get("postcode")):
        return False
    if before is None:
        return True
    return any((before.get(name) or None) != (now.get(name) or None) for name in ADDRESS_FIELDS)


def _same_but_for_case(name: str, value: Any, shown: Any) -> bool:
    """A feed that shouts a name says nothing new."""
    return name.endswith("_name") and isinstance(shown, str) and str(value).casefold() == shown.casefold()
