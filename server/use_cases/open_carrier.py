"""Open what carries messages, for callers that hand it on to the use case that sends them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from server.outbound.carrier import Carrier
from server.outbound.chosen_carrier import carrier_from


def open_carrier(config: Mapping[str, Any]) -> Carrier:
    """The carrier that the settings ask for."""
    return carrier_from(config)
