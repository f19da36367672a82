"""Tells a phone the key it seals its work with, when it knows another one or none. Touches no database."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from typing import Any

from flask import current_app

from server.domain.operation import SEALING_SCHEMA
from server.use_cases.open_keyring import open_keyring


def say_sealing_key() -> dict[str, str] | None:
    """The current key as the wire spells it; None only where the council has lost every key."""
    key = open_keyring(current_app.config).find_current()
    if key is None:
        return None
    return {"key_id": key.key_id, "public_key": base64.b64encode(key.public_key).decode("ascii")}


def with_sealing_key(answer: dict[str, Any], body: Mapping[str, Any]) -> dict[str, Any]:
    """The answer, and the key with it where the request names another; an app too old to seal gets none unasked."""
    known = body["sealing_key_id"]
    if known is None and body["schema"] < SEALING_SCHEMA:
        return answer
    key = say_sealing_key()
    return answer if key is None or key["key_id"] == known else answer | {"sealing_key": key}
