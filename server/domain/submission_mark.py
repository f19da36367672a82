"""Where a page of a form's submissions ended, as OData's reader carries it. Pure."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from server.domain.odata_page import check_number, write_mark


@dataclass(frozen=True, slots=True)
class SubmissionMark:
    """The submission, how many of its rows were given, and how many more are wanted (None: all)."""

    received_at: dt.datetime
    submission_id: uuid.UUID
    rows_given: int
    rows_left: int | None


def write_submission_mark(received_at: dt.datetime, submission_id: uuid.UUID, given: int, left: int | None) -> str:
    """The mark as it stands in `$skiptoken`."""
    return write_mark([received_at.isoformat(), str(submission_id), given, left])


def read_submission_mark(parts: Sequence[Any]) -> SubmissionMark:
    """The mark that was written. Raises ValueError, TypeError or AttributeError for anything else."""
    at, submission_id, given, left = parts
    received_at = dt.datetime.fromisoformat(at)
    if received_at.tzinfo is None:
        raise ValueError
    return SubmissionMark(
        received_at, uuid.UUID(submission_id), check_number(given), None if left is None else check_number(left)
    )
