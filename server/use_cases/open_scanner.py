"""Open the virus scanner that the settings ask for, for callers that hand it on to the use case that scans."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from server.outbound.clamd import Clamd, Scanner


def open_scanner(config: Mapping[str, Any]) -> Scanner | None:
    """None where none is set up. Connects to nothing yet."""
    address = config.get("CLAMD_ADDRESS")
    return Clamd(address) if address else None
