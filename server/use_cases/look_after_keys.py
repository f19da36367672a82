"""Rotate, print and bring back the council's sealing keys, each with an entry in the audit trail. Never removes a key."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from server.keyring import KeptKey, Keyring
from server.store.audit_writes import record_audit
from server.store.unit_of_work import write_transaction


def rotate_sealing_key(keyring: Keyring, *, now: dt.datetime) -> str:
    """A new current key; returns its id. Phones take it with their next contact, and what is sealed to the old ones still opens."""
    key_id = keyring.rotate()
    _note("sealing_key.rotate", [key_id], now)
    return key_id


def take_escrow_copy(keyring: Keyring, *, now: dt.datetime) -> list[KeptKey]:
    """Every key that is here, for paper."""
    kept = keyring.list_kept()
    _note("sealing_key.print", [key.key_id for key in kept], now)
    return kept


def bring_back_keys(keyring: Keyring, content: bytes, *, now: dt.datetime) -> list[str]:
    """The ids of those keys in the text that were not here. Raises KeyRefusedError."""
    added = keyring.add(content)
    _note("sealing_key.add", added, now)
    return added


def _note(action: str, key_ids: Sequence[str], now: dt.datetime) -> None:
    with write_transaction() as session:
        for key_id in key_ids:
            record_audit(session, action=action, at=now, user_id=None, entity_type="sealing_key", entity_id=key_id)
