"""Open the picture that is shown in place of an attachment. The original is never opened here."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from server.attachments.byte_store import MissingBytesError
from server.attachments.chosen_store import store_from
from server.store.pictures import find_picture
from server.store.unit_of_work import read_snapshot


@dataclass(frozen=True, slots=True)
class Picture:
    """The bytes of a derivative and what they are."""

    content: bytes
    content_type: str


def open_picture(attachment_id: uuid.UUID, longest_side: int, *, config: Mapping[str, Any]) -> Picture | None:
    """The picture, or None: not made yet, its attachment not whole, quarantined, or its bytes gone."""
    with read_snapshot() as session:
        found = find_picture(session, attachment_id, longest_side)
    if found is None:
        return None
    try:
        with store_from(config).open(found.storage_key) as stream:
            return Picture(stream.read(), found.content_type)
    except MissingBytesError:
        return None
