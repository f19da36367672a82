"""Two records of one person: what forbids to merge them, which values a person must choose between, and what the one record then says. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

# What a record says of a person, in the order in which it is compared. The first two forbid a merge where they differ.
FORBIDDING = ("nhs_number", "date_of_birth")
MERGED_FIELDS = (
    *FORBIDDING, "first_name", "middle_name", "last_name", "address_id", "mobile", "landline", "email", "language",
    "lives_alone", "access_needs", "communication_needs",
)  # fmt: skip
KEPT, MERGED = "kept", "merged"


def list_forbidding(kept: Mapping[str, Any], merged: Mapping[str, Any]) -> list[str]:
    """Fields in which both have a value, not the same one, so that they are two people."""
    return [name for name in FORBIDDING if kept[name] and merged[name] and kept[name] != merged[name]]


def list_choices(kept: Mapping[str, Any], merged: Mapping[str, Any]) -> list[str]:
    """Fields in which both have a value and a person must say which stands. No is a value too."""
    named = [name for name in MERGED_FIELDS if name not in FORBIDDING]
    return [
        name
        for name in named
        if not _is_blank(kept[name]) and not _is_blank(merged[name]) and kept[name] != merged[name]
    ]


def merged_values(kept: Mapping[str, Any], merged: Mapping[str, Any], chosen: Mapping[str, str]) -> dict[str, Any]:
    """What changes on the record that is kept: what was chosen from the other, and what only the other knew."""
    values = {}
    for name in MERGED_FIELDS:
        is_other = chosen.get(name) == MERGED or (_is_blank(kept[name]) and not _is_blank(merged[name]))
        if is_other and kept[name] != merged[name]:
            values[name] = merged[name]
    return values


def merged_corrections(kept: Collection[str], merged: Collection[str], taken: Collection[str]) -> list[str]:
    """The council's corrections go with the values they were made to."""
    return sorted({name for name in kept if name not in taken} | {name for name in merged if name in taken})


def more_cautious(one: bool | None, other: bool | None) -> bool | None:
    """Of two answers on how somebody may be reached the one that bothers them less."""
    if one is False or other is False:
        return False
    return True if one or other else None


def _is_blank(value: Any) -> bool:
    return value is None or value == ""
