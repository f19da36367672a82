"""Look at one operation as it came, opening it where it is sealed, and say how it is kept. Writes nothing.

What cannot be opened is kept as it came, under the key that it waits for.
"""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import Any

from server.domain.operation import (
    Operation,
    Unreadable,
    clean_text,
    find_op_id,
    hash_operation,
    read_operation,
)
from server.domain.sealed_operation import NOT_AN_OPERATION, find_sealing_key_id, is_sealed, open_operation
from server.domain.sealers import Sealers
from server.domain.sealing import CannotOpenError, FindKey, Unopened
from server.store.operations import Answer

_MOST_SEQ = 2**31 - 1


@dataclass(frozen=True, slots=True)
class Looked:
    """One operation: the id it is kept under, its hashes, and what could be read of it.

    `sealed_hash` is of its sealed form, None for one that came plain; equal to `payload_hash` where it could not be opened.
    """

    op_id: uuid.UUID
    sent_op_id: str | None
    payload_hash: str
    raw: object
    read: Operation | Unreadable
    sealed_hash: str | None = None
    waits_for_key: str | None = None

    @property
    def is_unopened(self) -> bool:
        """Whether it is kept sealed, as it came."""
        return self.sealed_hash == self.payload_hash

    def is_same_as(self, stored: Answer, user_id: uuid.UUID | None) -> bool:
        """Whether the log has this very operation of this very officer, in whichever form it came.

        Of the officer, not the device: a revoked phone that has signed in anew sends what it had under another device id.
        """
        is_same_form = self.sealed_hash is not None and stored.sealed_hash == self.sealed_hash
        return stored.user_id == user_id and (stored.payload_hash == self.payload_hash or is_same_form)


def look_at(raw: object, find_key: FindKey, sealers: Sealers, *, device_id: str) -> Looked:
    """Read alone, so that a bad one spoils no other; never raises for what a device can send.

    One `sealers` for all that come at once, so that junk among them costs few tries.
    """
    sealed_hash, waits_for_key = None, None
    sent = raw.get("op_id") if isinstance(raw, dict) else None
    if isinstance(raw, dict) and is_sealed(raw):
        sealed_hash = hash_operation(raw)
        try:
            raw = open_operation(raw, find_key, sealers)
        except CannotOpenError as error:
            waits_for_key = find_sealing_key_id(raw) if error.why is Unopened.UNKNOWN_KEY else None
    payload_hash = hash_operation(raw)
    op_id = find_op_id(raw) or uuid.uuid5(uuid.NAMESPACE_OID, f"{device_id}:{payload_hash}")
    return Looked(
        op_id=op_id,
        sent_op_id=sent[:200] if isinstance(sent, str) else None,
        payload_hash=payload_hash,
        raw=raw,
        read=read_operation(raw),
        sealed_hash=sealed_hash,
        waits_for_key=waits_for_key,
    )


def as_row(
    looked: Looked, *, device_id: str, user_id: uuid.UUID | None, now: dt.datetime, sent_at: dt.datetime | None = None
) -> dict[str, Any]:
    """Its row of the log, without a verdict. `sent_at` is by the device's own clock."""
    operation = looked.read if isinstance(looked.read, Operation) else None
    device_time = looked.raw.get("device_time") if isinstance(looked.raw, dict) else None
    return {
        "op_id": looked.op_id,
        "device_id": device_id,
        "user_id": user_id,
        "device_seq": operation.device_seq if operation else _find_seq(looked),
        "schema": operation.schema if operation else 0,
        "kind": operation.kind if operation else "unreadable",
        "entity_type": operation.entity_type if operation else None,
        "entity_id": operation.entity_id if operation else None,
        "envelope": as_envelope(looked.raw),
        "payload_hash": looked.payload_hash,
        "sealed_hash": looked.sealed_hash,
        "sealing_key_id": looked.waits_for_key,
        "view": operation.view if operation else None,
        "device_time": clean_text(device_time)[:40] if operation and isinstance(device_time, str) else None,
        "sent_at": sent_at,
        "received_at": now,
    }


def as_clash(looked: Looked, *, device_id: str, now: dt.datetime) -> dict[str, Any]:
    """Its row beside the log, where its op_id stands for something else."""
    return {
        "op_id": looked.op_id,
        "device_id": device_id,
        "payload_hash": looked.payload_hash,
        "sealing_key_id": looked.waits_for_key,
        "envelope": as_envelope(looked.raw),
        "received_at": now,
    }


def as_envelope(raw: object) -> dict[str, Any]:
    """What came, as the log keeps it."""
    return raw if isinstance(raw, dict) else {NOT_AN_OPERATION: raw}


def _find_seq(looked: Looked) -> int | None:
    """The number outside a sealed operation: it has arrived, though nobody can read it yet."""
    seq = looked.raw.get("device_seq") if looked.is_unopened and isinstance(looked.raw, dict) else None
    return seq if isinstance(seq, int) and not isinstance(seq, bool) and 0 <= seq <= _MOST_SEQ else None
