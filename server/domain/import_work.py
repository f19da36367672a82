"""Which work of the worker is under way with an import, by the state of the batch: the kinds of its jobs, and their keys. Pure."""

from __future__ import annotations

import uuid
from typing import Final

JOB_OF: Final = {"received": "preview_import", "importing": "apply_import", "undoing": "undo_import"}


def job_key(status: str, batch_id: uuid.UUID) -> str:
    """How the keys of that work begin. Raises KeyError for a state in which the worker has nothing to do."""
    return f"{JOB_OF[status]}:{batch_id}"
