"""An operation as a phone seals it, and what its bytes are once they are open. Pure; drops nothing that came.

What is no operation stays whole in an envelope of its own that a person reads, with an alert.
"""

from __future__ import annotations

import base64
from typing import Any

from server.domain.operation import SEALED, find_op_id, parse_id
from server.domain.sealers import Sealers
from server.domain.sealing import (
    CannotOpenError,
    FindKey,
    Unopened,
    open_bytes,
    read_base64,
    read_wrapped_key,
)
from server.domain.strict_json import NotJsonError, read_json

NOT_AN_OPERATION = "not_an_operation"
# Taken inside the transaction that saves, after sealing: what stands outside counts.
_COUNTED_OUTSIDE = ("op_id", "device_seq", "view")


def is_sealed(raw: object) -> bool:
    """Whether what was sent is an operation in its sealed form."""
    return isinstance(raw, dict) and SEALED in raw


def find_sealing_key_id(raw: object) -> str | None:
    """The key that a sealed operation names, where it can be read at all."""
    sealed = raw.get(SEALED) if isinstance(raw, dict) else None
    key_id = sealed.get("key_id") if isinstance(sealed, dict) else None
    return key_id if isinstance(key_id, str) and key_id.isascii() and key_id.isalnum() and len(key_id) <= 64 else None


def open_operation(raw: dict[str, Any], find_key: FindKey, sealers: Sealers) -> dict[str, Any]:
    """The operation as it would have come unsealed: in both forms it is one. Raises CannotOpenError."""
    sealed, op_id = raw[SEALED], raw.get("op_id")
    if not isinstance(sealed, dict) or not isinstance(op_id, str) or parse_id(op_id) is None:
        raise CannotOpenError(Unopened.TAMPERED)
    wrapped = read_wrapped_key(sealed.get("key_id"), sealed.get("wrapped_key"))
    iv, ciphertext = read_base64(sealed.get("iv")), read_base64(sealed.get("ciphertext"))
    key = sealers.open_key(find_key, wrapped, subject=op_id)
    inside = read_operation_bytes(op_id, open_bytes(key, iv, ciphertext, f"operations:{op_id}"))
    if SEALED in inside:  # sealed twice over: nothing that a phone of ours makes
        inside = _wrap(op_id, inside, [{}])
    beside = {name: value for name, value in raw.items() if name != SEALED}
    counted = {name: beside[name] for name in _COUNTED_OUTSIDE if name in beside}
    return beside | inside | counted


def read_operation_bytes(op_id: str, content: bytes) -> dict[str, Any]:
    """What is taken in for these bytes: the operation in them, or else something that goes to review under its op_id."""
    try:
        raw = read_json(content)
    except NotJsonError:
        return _wrap(op_id, {"base64": base64.b64encode(content).decode("ascii")}, [{}])
    if not isinstance(raw, dict):
        return _wrap(op_id, raw, [{}])
    named = {"op_id": op_id} | raw  # what was named outside need not be named again
    return named if find_op_id(named) == parse_id(op_id) else _wrap(op_id, raw, raw.get("alerts"))


def _wrap(op_id: str, content: object, alerts: object) -> dict[str, Any]:
    """`[{}]` as alerts is one that cannot be read, so that a person is told at once."""
    return {"op_id": op_id, NOT_AN_OPERATION: content, "alerts": alerts}
