"""What the audit trail says, in words: the action, and of each field the old and the new. Knows no page."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from server.domain.call_rules import FAILED_OUTCOMES
from server.domain.visit_rules import OutcomeGroup
from server.office.code_list_words import CODE_LIST_OF, own_words
from server.store.change_history import Change
from server.store.tables import AuditEntry
from server.texts import has_text, text

LONGEST_VALUE = 400
_CODED = {
    "role": "role",
    "review_state": "review",
    "status": "status",
    "kind": "shifts-kind",
    "closed_reason": "case-closed",
    "outcome": "outcome",
    "follow_step": "follow-step",
    "kept_by": "follow-kept",
}  # field -> group of words
_CODED |= {f"call_after_{outcome}": "call-step" for outcome in FAILED_OUTCOMES}
_CODED |= {f"after_visit_{group}": "follow-step" for group in OutcomeGroup}


@dataclass(frozen=True, slots=True)
class FieldWords:
    """One field: None where there was, or is, nothing."""

    name: str
    old: str | None
    new: str | None


def action_words(action: str) -> str:
    """What was done; an action without words is shown as it is spelled."""
    name = f"audit-action-{action.replace('.', '-')}"
    return text(name) if has_text(name) else action


def field_words(fields: Mapping[str, Any]) -> list[FieldWords]:
    """Of each field its name, old and new."""
    return [
        FieldWords(_name_words(name), *(_value_words(name, value) for value in _both(change)))
        for name, change in fields.items()
    ]


def describe_entry(entry: AuditEntry) -> dict[str, Any]:
    """What was done, and the fields of it."""
    return {"at": entry.at, "what": action_words(entry.action), "fields": field_words(entry.fields)}


def describe_changes(changes: Sequence[Change]) -> list[dict[str, Any]]:
    """As the history of one thing shows them."""
    return [describe_entry(change.entry) | {"by": change.by} for change in changes]


def _both(change: object) -> tuple[Any, Any]:
    if isinstance(change, dict) and set(change) <= {"old", "new"}:
        return change.get("old"), change.get("new")
    return None, change


def _name_words(name: str) -> str:
    known = f"audit-field-{name}"
    return text(known) if has_text(known) else name.replace("_", " ")


def _value_words(name: str, value: Any) -> str | None:
    if value is None or value in ("", [], {}):
        return None
    if isinstance(value, bool):
        return text("audit-yes") if value else text("audit-no")
    if isinstance(value, str):
        group = _CODED.get(name, "-")
        coded = f"{group}-{value}"
        own = own_words(CODE_LIST_OF[group]).get(value) if group in CODE_LIST_OF else None
        words = own or (text(coded) if has_text(coded) else value)
    elif isinstance(value, list) and all(isinstance(one, str) for one in value):
        words = ", ".join(value)
    else:
        words = json.dumps(value, ensure_ascii=False)
    return words if len(words) <= LONGEST_VALUE else f"{words[:LONGEST_VALUE]} …"
