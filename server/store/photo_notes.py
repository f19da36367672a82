"""Reads what officers wrote of loose photos. The words stand in the log, in the operation that named the photo."""

from __future__ import annotations

import uuid
from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.domain.operation import OperationKind
from server.domain.photo_note import find_named_photo, find_photo_note
from server.domain.words import Verdict
from server.store.tables import Operation


def list_photo_notes(session: Session, visit_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    """Words by attachment id, of the photos of these visits that have some. What was not applied, as another phone's, says nothing."""
    rows = session.scalars(
        select(Operation.envelope)
        .where(
            Operation.entity_id.in_(visit_ids),
            Operation.kind == OperationKind.ATTACHMENT_ADD,
            Operation.verdict == Verdict.APPLIED,
        )
        .order_by(Operation.seq.desc())  # of two for one photo, the first that came stands
    )
    named = ((find_named_photo(envelope), find_photo_note(envelope)) for envelope in rows)
    return {photo_id: note for photo_id, note in named if photo_id and note}
