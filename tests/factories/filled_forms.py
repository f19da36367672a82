"""Filled forms as a phone finalises them: XML of a shipped form's instance, and the payload that carries it."""

from __future__ import annotations

import uuid
from typing import Any
from xml.sax.saxutils import escape

FORM_ID = "welfare_check"


def fill(answers: dict[str, Any], instance_id: str, form_id: str = FORM_ID) -> str:
    """The XML of an instance. `answers` are nested by group; a list is a repeat's turns."""
    body = "".join(_element(name, value) for name, value in answers.items())
    head = f'<data xmlns:orx="http://openrosa.org/xforms" id="{form_id}" version="2026112301">'
    return f"{head}{body}<orx:meta><orx:instanceID>{escape(instance_id)}</orx:instanceID></orx:meta></data>"


def _element(name: str, value: Any) -> str:
    if isinstance(value, list):
        return "".join(_element(name, turn) for turn in value)
    if isinstance(value, dict):
        return f"<{name}>{''.join(_element(inner, part) for inner, part in value.items())}</{name}>"
    return f"<{name}>{escape(str(value))}</{name}>"


def new_instance_id() -> str:
    """As the phone's engine makes it."""
    return f"uuid:{uuid.uuid4()}"


def make_payload(version_id: uuid.UUID, answers: dict[str, Any], **values: Any) -> dict[str, Any]:
    """What `submission.create` carries; `values` replace or add keys."""
    instance_id = values.get("instance_id", new_instance_id())
    form_id = values.get("form_id", FORM_ID)
    return {
        "instance_id": instance_id,
        "form_id": form_id,
        "form_version_id": str(version_id),
        "xml": fill(answers, instance_id, form_id),
        "finalised_at": "2026-11-23T10:42:00.000Z",
        "utc_offset_minutes": 0,
        "bases": {},
        "attachments": [],
    } | values


SEEN_NO_NEEDS: dict[str, Any] = {"outcome_page": {"outcome": "seen_no_needs"}}
SEEN_NEEDS: dict[str, Any] = {
    "outcome_page": {"outcome": "seen_needs"},
    "who": {"who_met": "resident"},
    "food": {
        "food_supply": "today",
        "food_wanted": "yes",
        "food_priority": "today",
        "food_people": "2",
        "food_diet": "halal diabetic",
    },
    "medicine": {"prescription_wanted": "no"},
    "home": {"heating": "warm"},
    "sharing": {"sharing_explained": "yes", "food_agreed": "yes"},
    "concern_page": {"concern": "no"},
    "finish": {"mobile": "07700 900002", "next_contact_on": "2026-11-25"},
}
