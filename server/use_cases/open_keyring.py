"""Open the council's sealing keys, for callers that hand them on to whatever opens sealed work."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from server.keyring import Keyring


def open_keyring(config: Mapping[str, Any]) -> Keyring:
    """The keys of this installation; cheap, and the same for every process."""
    return Keyring(Path(config["SEALING_KEYS_FOLDER"]))
