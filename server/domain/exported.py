"""A submission as it leaves the house: what the system knows of it, and its answers. Plain values; SQL and files are elsewhere."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from server.domain.words import ReviewState


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmissionFilter:
    """Which submissions; None narrows nothing. `from_at` counts, `until_at` does not."""

    from_at: dt.datetime | None = None
    until_at: dt.datetime | None = None
    version_label: str | None = None
    review_state: ReviewState | None = None

    def as_json(self) -> dict[str, str]:
        """Only what narrows, for the audit trail and the file."""
        said = {
            "from": self.from_at.isoformat() if self.from_at else None,
            "until": self.until_at.isoformat() if self.until_at else None,
            "form_version": self.version_label,
            "review_state": self.review_state.value if self.review_state else None,
        }
        return {name: value for name, value in said.items() if value}


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportedSubmission:
    """`deprecated_id` is the instanceID that it takes the place of, `corrected_by` the one that takes its place."""

    submission_id: uuid.UUID
    instance_id: str
    received_at: dt.datetime
    submitter_id: uuid.UUID | None
    submitter_name: str
    submitter_role: str
    visit_id: uuid.UUID | None
    review_state: str
    form_version: str
    attachments_present: int
    attachments_expected: int
    deprecated_id: str
    corrected_by: str
    answers: Mapping[str, Any]


def say_instant(instant: dt.datetime) -> str:
    """An instant in a file: UTC with Z, ISO 8601."""
    return instant.astimezone(dt.UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
