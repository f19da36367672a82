"""Fold the one log: what the operations alone say that every mergeable field and workflow state is, and who wrote it.

Reads no row of residents, cases or visits: what it gives is compared with those by the invariants.
"""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias, cast

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.domain.field_policy import FIELD_POLICIES
from server.domain.wire_value import json_value
from server.store.tables import Case, Operation, Resident, Visit

EntityKey: TypeAlias = tuple[str, uuid.UUID]
# Mergeable fields that are columns of the row, and the workflow states beside them.
FOLDED: dict[str, tuple[str, ...]] = {
    "resident": (
        *(name for name in FIELD_POLICIES["resident"] if hasattr(Resident, name)), "address_id", "on_hold", "nhs_number",
    ),
    "case": (*FIELD_POLICIES["case"], "status", "closed_reason"),
    "visit": (
        *FIELD_POLICIES["visit"], "status", "officer_id", "review_state", "sent_back_words", "submitted_at", "reviewed_at",
        "started_at", "cancelled_reason",
    ),
}  # fmt: skip
TABLES = {"resident": Resident, "case": Case, "visit": Visit}
_AT_FIRST = {"on_hold": False}


@dataclass(frozen=True, slots=True)
class Write:
    """One value that came to be shown: by which operation, over which value, and the row's version by it."""

    operation: Operation
    row_version: int
    old: Any
    new: Any


def list_writes(session: Session) -> dict[tuple[EntityKey, str], list[Write]]:
    """Every write to a folded field, in the order in which the row took them."""
    writes: dict[tuple[EntityKey, str], list[Write]] = defaultdict(list)
    for operation in session.scalars(select(Operation).where(Operation.row_version.is_not(None))):
        for name, old, new in _changes(operation):
            assert operation.entity_type is not None
            assert operation.entity_id is not None
            assert operation.row_version is not None
            if name in FOLDED.get(operation.entity_type, ()):
                key = ((operation.entity_type, operation.entity_id), name)
                writes[key].append(Write(operation, operation.row_version, old, new))
    for found in writes.values():
        found.sort(key=lambda write: write.row_version)
    return writes


def _changes(operation: Operation) -> Iterator[tuple[str, Any, Any]]:
    changed = operation.changed
    if changed is None:
        assert operation.device_id == "server", operation.kind
        changed = operation.envelope["fields"]
    for name, edit in changed.items():
        yield name, edit["base_value"], edit["value"]


def fold_field(writes: Sequence[Write], name: str) -> Any:
    """What is shown after all of them."""
    return writes[-1].new if writes else _AT_FIRST.get(name)


def read_rows(session: Session) -> Iterator[tuple[EntityKey, str, Any]]:
    """What the tables say: (row, field, value) for every folded field."""
    for entity_type, table in TABLES.items():
        for row in session.scalars(select(cast("type[Any]", table))):
            for name in FOLDED[entity_type]:
                yield (entity_type, row.id), name, json_value(getattr(row, name))
