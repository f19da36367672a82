"""Reads what officers wrote of loose photos. The words stand in the log, in the operation that named the photo."""

from __future__ import annotations

import uuid
from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.domain.operation import OperationKind, parse_id
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


def find_named_photo(envelope: object) -> uuid.UUID | None:
    """The id of the photo that an `attachment.add` names, whatever else came in it."""
    attachment = _payload_of(envelope).get("attachment")
    return parse_id(attachment.get("attachment_id")) if isinstance(attachment, dict) else None


def find_photo_note(envelope: object) -> str | None:
    """What it shows, in its officer's words."""
    note = _payload_of(envelope).get("note")
    return note.strip() or None if isinstance(note, str) else None


def _payload_of(envelope: object) -> dict[str, object]:
    payload = envelope.get("payload") if isinstance(envelope, dict) else None
    return payload if isinstance(payload, dict) else {}
