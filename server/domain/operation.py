"""An operation as it came off the wire: read alone, so that a bad one spoils no other.

Reading never raises and never drops anything: what cannot be understood comes back as `Unreadable`, with its alerts.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from server.domain.words import AlertKind

SERVER_SCHEMA = 3
SEALING_SCHEMA = 3  # from this one on a phone seals what it sends
OLDEST_READING_SCHEMA = 1  # at least the two before SERVER_SCHEMA, where there are two; an older app may only send
MAX_AFTER = 100
MAX_ALERTS = 50
SEALED = "sealed"  # the key under which an operation lies that only the council can open
_MAX_INTEGER = 2**31 - 1  # what an INTEGER column of every database holds
_YEARS = range(1900, 3000)


class OperationKind(StrEnum):
    """What one operation does."""

    VISIT_START = "visit.start"
    SUBMISSION_CREATE = "submission.create"
    VISIT_SUBMIT = "visit.submit"
    VISIT_CANNOT_COMPLETE = "visit.cannot_complete"
    VISIT_REOPEN = "visit.reopen"
    VISIT_PROPOSE = "visit.propose"
    RESIDENT_EDIT = "resident.edit"
    CASE_EDIT = "case.edit"
    CONFLICT_RESOLVE = "conflict.resolve"
    NOTE_ADD = "note.add"
    ATTACHMENT_ADD = "attachment.add"
    ALERT_RAISE = "alert.raise"
    ALERT_TOLD = "alert.told"
    CHECK_IN_ADD = "check_in.add"


ENTITY_TYPES_BY_KIND: Mapping[str, tuple[str, ...]] = {
    OperationKind.VISIT_START: ("visit",),
    OperationKind.SUBMISSION_CREATE: ("visit", "case", "resident", "submission"),
    OperationKind.VISIT_SUBMIT: ("visit",),
    OperationKind.VISIT_CANNOT_COMPLETE: ("visit",),
    OperationKind.VISIT_REOPEN: ("visit",),
    OperationKind.VISIT_PROPOSE: ("visit_proposal",),
    OperationKind.RESIDENT_EDIT: ("resident",),
    OperationKind.CASE_EDIT: ("case",),
    OperationKind.CONFLICT_RESOLVE: ("resident", "case", "visit"),
    OperationKind.NOTE_ADD: ("visit", "case", "resident"),
    OperationKind.ATTACHMENT_ADD: ("visit",),
    OperationKind.ALERT_RAISE: ("visit", "case", "resident"),
    OperationKind.ALERT_TOLD: ("visit",),
    OperationKind.CHECK_IN_ADD: ("officer",),
}
KNOWN_KEYS = frozenset(
    [
        "op_id",
        "device_id",
        "device_seq",
        "schema",
        "kind",
        "entity",
        "fields",
        "after",
        "view",
        "alerts",
        "payload",
        "device_time",
        "utc_offset_minutes",
    ]
)


@dataclass(frozen=True, slots=True)
class FieldEdit:
    """One field: what the writer saw (version and value) and what they want."""

    base_version: int
    base_value: Any
    value: Any


@dataclass(frozen=True, slots=True)
class AlertHeader:
    """An alert that the operation carries; `node` is where in the form it was answered."""

    alert_id: uuid.UUID
    kind: AlertKind
    node: str | None


@dataclass(frozen=True, slots=True)
class Operation:
    """One thing done on a device, understood. `user_id` is the device's user, known from its token and not from the wire."""

    op_id: uuid.UUID
    device_id: str
    device_seq: int | None
    schema: int
    kind: str
    entity_type: str
    entity_id: uuid.UUID
    fields: Mapping[str, FieldEdit] = field(default_factory=dict)
    after: tuple[uuid.UUID, ...] = ()
    view: int | None = None
    alerts: tuple[AlertHeader, ...] = ()
    payload: Mapping[str, Any] = field(default_factory=dict)
    device_time: dt.datetime | None = None
    utc_offset_minutes: int | None = None
    unknown_keys: tuple[str, ...] = ()
    user_id: uuid.UUID | None = None


@dataclass(frozen=True, slots=True)
class DerivedOperation:
    """An edit that a submission makes by one of its nodes; its op_id follows from the submission's: never made twice."""

    node: str
    kind: str
    entity_type: str
    entity_id: uuid.UUID
    fields: Mapping[str, FieldEdit] = field(default_factory=dict)
    payload: Mapping[str, Any] = field(default_factory=dict)
    alerts: tuple[AlertHeader, ...] = ()

    def find_op_id(self, submission_op_id: uuid.UUID) -> uuid.UUID:
        """UUIDv5 of the submission's op_id and the node."""
        return uuid.uuid5(submission_op_id, self.node)


@dataclass(frozen=True, slots=True)
class Unreadable:
    """One thing that came in an operation's place; `reason` is a word, `detail` says what is wrong for a person."""

    reason: str
    detail: str


class _WrongShapeError(ValueError):
    """Something in an operation has the wrong type or is out of range."""


def read_operation(raw: object) -> Operation | Unreadable:
    """The operation in `raw`, or why it is none."""
    if not isinstance(raw, dict):
        return Unreadable("not_an_operation", f"expected an object, found {type(raw).__name__}")
    if SEALED in raw:
        return Unreadable("cannot_be_opened", "sealed")
    try:
        entity = _read_object(raw, "entity")
        return Operation(
            op_id=_read_id(raw.get("op_id"), "op_id"),
            device_id=_read_text(raw, "device_id", 64),
            device_seq=_read_integer(raw, "device_seq", None),
            schema=_read_integer(raw, "schema", None) or 0,
            kind=_read_text(raw, "kind", 40),
            entity_type=_read_text(entity, "type", 40),
            entity_id=_read_id(entity.get("id"), "entity.id"),
            fields={name: _read_edit(name, edit) for name, edit in _read_object(raw, "fields", optional=True).items()},
            after=tuple(_read_id(op_id, "after") for op_id in _read_list(raw, "after", MAX_AFTER)),
            view=_read_integer(raw, "view", None),
            alerts=tuple(read_alerts(raw)),
            payload=_read_object(raw, "payload", optional=True),
            device_time=parse_instant(raw.get("device_time")),
            utc_offset_minutes=_read_integer(raw, "utc_offset_minutes", None, lowest=-1440),
            unknown_keys=tuple(sorted(set(raw) - KNOWN_KEYS)),
        )
    except _WrongShapeError as error:
        return Unreadable("wrong_shape", str(error))


def find_op_id(raw: object) -> uuid.UUID | None:
    """The operation's id where it can be read at all."""
    return parse_id(raw.get("op_id")) if isinstance(raw, dict) else None


def read_alerts(raw: object) -> list[AlertHeader]:
    """The alerts that anything sent in an operation's place carries. What cannot be read, a header or a whole sealed
    operation, is itself the alert "cannot be read": no concern is ever lost. The same input always gives the same ids.
    """
    found = raw.get("alerts") if isinstance(raw, dict) else None
    listed = found if isinstance(found, list) else [] if found is None else [found]
    if isinstance(raw, dict) and SEALED in raw:
        listed = [{}, *listed]
    return [_read_alert(raw, place, header) for place, header in enumerate(listed[:MAX_ALERTS])]


def hash_operation(raw: object) -> str:
    """SHA-256 in hex of the operation with its keys sorted: equal for equal content, however it was spaced."""
    return hashlib.sha256(write_raw(raw).encode()).hexdigest()


def write_raw(raw: object) -> str:
    """The operation as it is kept: JSON with sorted keys and every odd character escaped, fit for any text column."""
    return json.dumps(raw, sort_keys=True, separators=(",", ":"), ensure_ascii=True)


def parse_id(value: object) -> uuid.UUID | None:
    """A UUID in its dashed form, in either case; anything else is None."""
    if not isinstance(value, str) or len(value) != 36:
        return None
    try:
        return uuid.UUID(value)
    except ValueError:
        return None


def _read_alert(raw: object, place: int, header: object) -> AlertHeader:
    found = header if isinstance(header, dict) else {}
    alert_id = parse_id(found.get("alert_id"))
    if alert_id is None:
        alert_id = uuid.uuid5(uuid.NAMESPACE_OID, f"{hash_operation(raw)}:{place}")
    word = found.get("kind")
    kind = AlertKind(word) if isinstance(word, str) and word in set(AlertKind) else AlertKind.UNREADABLE
    node = found.get("node")
    return AlertHeader(alert_id, kind, clean_text(node)[:500] if isinstance(node, str) else None)


def clean_text(value: str) -> str:
    """The text without what no text column takes (NUL, lone surrogates)."""
    return value.replace("\x00", "").encode("utf-8", "replace").decode("utf-8")


def _read_edit(name: str, edit: object) -> FieldEdit:
    if not isinstance(edit, dict) or not {"base_version", "base_value", "value"} <= set(edit):
        raise _WrongShapeError(f"fields.{name}: expected base_version, base_value and value")
    return FieldEdit(_read_integer(edit, "base_version", 0) or 0, edit["base_value"], edit["value"])


def _read_id(value: object, name: str) -> uuid.UUID:
    found = parse_id(value)
    if found is None:
        raise _WrongShapeError(f"{name}: expected a UUID")
    return found


def _read_text(owner: Mapping[str, Any], name: str, longest: int) -> str:
    value = owner.get(name)
    if not isinstance(value, str) or not 0 < len(value) <= longest or clean_text(value) != value:
        raise _WrongShapeError(f"{name}: expected a text of 1 to {longest} characters")
    return value


def _read_integer(owner: Mapping[str, Any], name: str, default: int | None, lowest: int = 0) -> int | None:
    value = owner.get(name, default)
    if value is None:
        return None
    if not isinstance(value, int) or isinstance(value, bool) or not lowest <= value <= _MAX_INTEGER:
        raise _WrongShapeError(f"{name}: expected a whole number")
    return value


def _read_object(owner: Mapping[str, Any], name: str, *, optional: bool = False) -> dict[str, Any]:
    value = owner.get(name)
    if value is None and optional:
        return {}
    if not isinstance(value, dict):
        raise _WrongShapeError(f"{name}: expected an object")
    return value


def _read_list(owner: Mapping[str, Any], name: str, longest: int) -> list[Any]:
    value = owner.get(name)
    if value is None:
        return []
    if not isinstance(value, list) or len(value) > longest:
        raise _WrongShapeError(f"{name}: expected a list of at most {longest}")
    return value


def parse_instant(value: object) -> dt.datetime | None:
    """A device's own time is evidence only: one that cannot be read, or has no zone, is left out, not refused."""
    if not isinstance(value, str):
        return None
    try:
        instant = dt.datetime.fromisoformat(value)
        if instant.tzinfo is None or instant.year not in _YEARS:  # the ends of the calendar overflow in other zones
            return None
        return instant.astimezone(dt.UTC)
    except (ValueError, OverflowError):
        return None
