"""Operations as a phone would write them, ready for the wire."""

from __future__ import annotations

import itertools
import uuid
from typing import Any

from server.store.database import new_id
from tests.factories.borough import Phone

_numbers = itertools.count(1)


def make_operation(
    phone: Phone, kind: str, entity_type: str, entity_id: uuid.UUID | str, **values: Any
) -> dict[str, Any]:
    """One operation of the phone's; `values` replace or add keys."""
    return {
        "op_id": str(new_id()),
        "device_id": phone.device_id,
        "device_seq": next(_numbers),
        "schema": 1,
        "kind": kind,
        "entity": {"type": entity_type, "id": str(entity_id)},
        "fields": {},
        "after": [],
        "view": 0,
        "alerts": [],
        "payload": {},
        "device_time": "2026-11-23T10:42:07.120Z",
        "utc_offset_minutes": 0,
    } | values


def edit(base_value: Any, value: Any, base_version: int = 1) -> dict[str, Any]:
    """One field's edit."""
    return {"base_version": base_version, "base_value": base_value, "value": value}
