"""Open what carries push messages, for the worker that hands it to the use case that tells phones."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from server.outbound.web_push import PushSender, WebPush


def open_push_sender(config: Mapping[str, Any]) -> PushSender:
    """With this installation's VAPID key. Push services want somebody to ask: the council's own address, or as set."""
    return WebPush(config["VAPID_PRIVATE_KEY_FILE"], config["PUSH_CONTACT"])
