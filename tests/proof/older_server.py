"""A server of the release before, for which `language` is no field yet: what a newer phone edits there waits to be known."""

from __future__ import annotations

from typing import Any, cast

from server.domain.field_policy import FIELD_POLICIES

_RESIDENT = cast("dict[str, Any]", FIELD_POLICIES["resident"])
_LANGUAGE = _RESIDENT["language"]


def forget_language() -> None:
    """The older server."""
    _RESIDENT.pop("language", None)


def learn_language() -> None:
    """The newer one."""
    _RESIDENT["language"] = _LANGUAGE
