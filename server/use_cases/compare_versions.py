"""Say what a form's upload or version changes beside another one. Reads what it is handed, and writes nothing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from server.forms.changes import ChangedPart, ChangeKind, QuestionChange, compare_stored

__all__ = ["ChangeKind", "ChangedPart", "QuestionChange", "compare_versions"]


def compare_versions(old: Sequence[dict[str, Any]], new: Sequence[dict[str, Any]]) -> list[QuestionChange]:
    """Of the questions as they are kept beside versions; empty when no question differs."""
    return compare_stored(old, new)
