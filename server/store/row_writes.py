"""Changes a synced row and, for writers at the server, keeps the one log: no mergeable field moves without an operation.

Decides nothing: whether a change may be made is settled in `domain` and the use case before it comes here.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import uuid
from collections.abc import Sequence
from typing import Any, Protocol

from sqlalchemy import insert
from sqlalchemy.orm import Session

from server.domain.wire_value import json_value
from server.domain.words import SERVER_DEVICE_ID, Verdict
from server.store.database import new_id
from server.store.tables import Operation


class Synced(Protocol):
    """What `SyncedRow` tables have in common."""

    id: Any
    version: Any
    field_versions: Any
    changed_at: Any


def set_fields(row: Synced, values: dict[str, Any], *, now: dt.datetime) -> dict[str, dict[str, Any]]:
    """Set columns on a synced row, raising its version once and each changed field's version with it.

    Returns what really changed: {field: {"base_version", "base_value", "value"}}, JSON-ready. An empty return changed nothing.
    """
    changed: dict[str, dict[str, Any]] = {}
    for field, value in values.items():
        old = getattr(row, field)
        if old != value:
            changed[field] = {
                "base_version": row.field_versions.get(field, 1),
                "base_value": json_value(old),
                "value": json_value(value),
            }
            setattr(row, field, value)
    if changed:
        row.version += 1
        row.field_versions = {**row.field_versions, **dict.fromkeys(changed, row.version)}
        row.changed_at = now
    return changed


def touch_row(row: Synced, *, now: dt.datetime) -> None:
    """Raise a row's version because something shown with it changed, so that phones fetch it again."""
    row.version += 1
    row.changed_at = now


def append_server_operation(  # noqa: PLR0913  # one keyword for each part of an operation
    session: Session,
    *,
    kind: str,
    entity_type: str,
    entity_id: uuid.UUID,
    user_id: uuid.UUID | None,
    now: dt.datetime,
    fields: dict[str, Any] | None = None,
    payload: dict[str, Any] | None = None,
    op_id: uuid.UUID | None = None,
) -> Operation:
    """Append an operation made at the server, already applied, to the one log.

    Whoever changed the row sets `row_version` to what it came to by this; `fields` are then what was changed, no more.
    """
    operation = Operation(
        **_describe_operation(
            kind=kind,
            entity_type=entity_type,
            entity_id=entity_id,
            user_id=user_id,
            now=now,
            fields=fields,
            payload=payload,
            op_id=op_id or new_id(),
        )
    )
    session.add(operation)
    return operation


def _describe_operation(
    *,
    kind: str,
    entity_type: str,
    entity_id: uuid.UUID,
    user_id: uuid.UUID | None,
    now: dt.datetime,
    fields: dict[str, Any] | None,
    payload: dict[str, Any] | None,
    op_id: uuid.UUID,
) -> dict[str, Any]:
    """The columns of its row."""
    envelope = {
        "op_id": str(op_id),
        "device_id": SERVER_DEVICE_ID,
        "schema": 1,
        "kind": kind,
        "entity": {"type": entity_type, "id": str(entity_id)},
        "fields": fields or {},
        "payload": payload or {},
    }
    return {
        "op_id": op_id,
        "device_id": SERVER_DEVICE_ID,
        "user_id": user_id,
        "schema": 1,
        "kind": kind,
        "entity_type": entity_type,
        "entity_id": entity_id,
        "envelope": envelope,
        "payload_hash": hashlib.sha256(json.dumps(envelope, sort_keys=True).encode()).hexdigest(),
        "received_at": now,
        "verdict": Verdict.APPLIED,
        "decided_at": now,
        "told_at": now,
    }


def change_row(
    session: Session,
    row: Synced,
    values: dict[str, Any],
    *,
    kind: str,
    entity_type: str,
    user_id: uuid.UUID | None,
    now: dt.datetime,
    payload: dict[str, Any] | None = None,
) -> Operation | None:
    """Change a synced row from the server and append the operation that says so. None, and no operation, if nothing changed."""
    changed = set_fields(row, values, now=now)
    if not changed:
        return None
    operation = append_server_operation(
        session,
        kind=kind,
        entity_type=entity_type,
        entity_id=row.id,
        user_id=user_id,
        now=now,
        fields=changed,
        payload=payload,
    )
    operation.row_version = row.version
    return operation


def create_row(
    session: Session,
    row: Synced,
    *,
    kind: str,
    entity_type: str,
    user_id: uuid.UUID | None,
    now: dt.datetime,
    values: dict[str, Any],
    payload: dict[str, Any] | None = None,
) -> Operation:
    """Add a new synced row and the operation that made it; `values` are the fields it starts with, for the log."""
    _begin(session, row, values, now)
    operation = append_server_operation(
        session,
        kind=kind,
        entity_type=entity_type,
        entity_id=row.id,
        user_id=user_id,
        now=now,
        fields=_fields_of_new(values),
        payload=payload,
    )
    operation.row_version = row.version
    return operation


def create_rows(
    session: Session,
    rows: Sequence[tuple[Synced, dict[str, Any], dict[str, Any] | None]],
    *,
    kind: str,
    entity_type: str,
    user_id: uuid.UUID | None,
    now: dt.datetime,
) -> None:
    """The same for many, each with its values and payload: their operations go in as columns, without an object for each."""
    operations = []
    for row, values, payload in rows:
        _begin(session, row, values, now)
        described = _describe_operation(
            kind=kind,
            entity_type=entity_type,
            entity_id=row.id,
            user_id=user_id,
            now=now,
            fields=_fields_of_new(values),
            payload=payload,
            op_id=new_id(),
        )
        operations.append(described | {"row_version": row.version})
    if operations:
        session.connection().execute(insert(Operation), operations)


def _begin(session: Session, row: Synced, values: dict[str, Any], now: dt.datetime) -> None:
    row.id = row.id or new_id()
    row.version = 1
    row.changed_at = now
    row.field_versions = dict.fromkeys(values, 1)
    session.add(row)


def _fields_of_new(values: dict[str, Any]) -> dict[str, Any]:
    return {name: {"base_version": 0, "base_value": None, "value": json_value(value)} for name, value in values.items()}
