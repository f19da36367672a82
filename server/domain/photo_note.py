"""What an `attachment.add` of a phone says of a loose photo: which one it names, and its officer's words. Reads whatever came. Pure."""

from __future__ import annotations

import uuid

from server.domain.operation import parse_id


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
