"""Open the place where attachments rest, for callers that hand it on to the use cases of uploads."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from server.attachments.byte_store import ByteStore
from server.attachments.chosen_store import store_from


def open_byte_store(config: Mapping[str, Any]) -> ByteStore:
    """The store that the settings ask for; cheap, and the same place for every process."""
    return store_from(config)
