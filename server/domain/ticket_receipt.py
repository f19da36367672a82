"""What an upload ticket may hear of a verdict: ids and words of the wire. Values are for whoever may read, with the pull.

Pure. Lists what may pass, so that a detail which is new stays back until somebody has thought of it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from server.domain.field_policy import FIELD_POLICIES
from server.domain.operation import parse_id
from server.domain.sealing import Unopened


def strip_values(detail: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """The detail without what anybody wrote or saw; None where nothing is left of it."""
    told = {name: keep(detail[name]) for name, keep in _KEPT.items() if detail and name in detail}
    return {name: value for name, value in told.items() if value not in (None, [], {})} or None


def _ids(value: object) -> list[str]:
    return [one for one in value if parse_id(one) is not None] if isinstance(value, list) else []


def _field_names(value: object) -> list[str]:
    known = {name for policies in FIELD_POLICIES.values() for name in policies}
    return [one for one in value if isinstance(one, str) and one in known] if isinstance(value, list) else []


def _versions(value: object) -> dict[str, int]:
    found = value if isinstance(value, dict) else {}
    return {name: found[name] for name in _field_names(list(found)) if type(found[name]) is int}


def _why(value: object) -> str | None:
    return value if isinstance(value, str) and value in set(Unopened) else None


_KEPT: Mapping[str, Callable[[object], Any]] = {
    "conflict_ids": _ids,
    "after": _ids,
    "fields": _field_names,
    "versions": _versions,
    "problem": _why,
}
