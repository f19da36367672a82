"""Reads conflicts as an officer's phone is sent them: what both started from, what stands now, every side, and how it ended.

Says nothing of who may have them: the ids handed in are already the officer's.
"""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from server.domain.wire_value import json_value
from server.store.conflicts import list_sides
from server.store.tables import Case, Conflict, ConflictSide, Operation, User, Visit

WireRow = dict[str, Any]


def list_phone_conflicts(session: Session, ids: Iterable[str], user_id: uuid.UUID) -> list[WireRow]:
    """The rows of these conflicts, oldest first, as this officer sees them."""
    wanted = [uuid.UUID(conflict_id) for conflict_id in ids]
    conflicts = session.scalars(
        select(Conflict).where(Conflict.id.in_(wanted)).order_by(Conflict.opened_at, Conflict.id)
    ).all()
    sides: dict[uuid.UUID, list[ConflictSide]] = defaultdict(list)
    for side in list_sides(session, wanted):
        sides[side.conflict_id].append(side)
    residents = find_residents(session, conflicts)
    visits = _find_visits(session, [side for found in sides.values() for side in found if side.user_id == user_id])
    names = find_names(session, conflicts, [side for found in sides.values() for side in found])
    return [
        {
            "type": "conflict",
            "id": str(conflict.id),
            "version": conflict.version,
            "field_versions": {},
            "fields": {
                "entity_type": conflict.entity_type,
                "entity_id": str(conflict.entity_id),
                "field": conflict.field,
                "visit_id": visits.get(conflict.id),
                "resident_id": json_value(residents.get(conflict.entity_id)),
                "opened_at": json_value(conflict.opened_at),
                "base": conflict.base["value"],
                "shown": _as_shown(conflict, names),
                "sides": [
                    {
                        "op_id": str(side.op_id),
                        "value": side.value["value"],
                        "who": names.get(side.user_id),
                        "at": json_value(side.made_at),
                        "mine": side.user_id == user_id,
                    }
                    for side in sides[conflict.id]
                    if side.replaced_at is None
                ],
                "resolved": _as_resolved(conflict, names, user_id),
            },
        }
        for conflict in conflicts
    ]


def find_residents(session: Session, conflicts: Sequence[Conflict]) -> dict[uuid.UUID, uuid.UUID]:
    """The resident of each conflict's row, by the row's id."""
    found = {conflict.entity_id: conflict.entity_id for conflict in conflicts if conflict.entity_type == "resident"}
    for entity_type, table in (("case", Case), ("visit", Visit)):
        ids = {conflict.entity_id for conflict in conflicts if conflict.entity_type == entity_type}
        if ids:
            rows = session.execute(select(table.id, table.resident_id).where(table.id.in_(ids)))
            found |= {row.id: row.resident_id for row in rows}
    return found


def find_names(
    session: Session, conflicts: Sequence[Conflict], sides: Sequence[ConflictSide]
) -> Mapping[uuid.UUID | None, str]:
    """Names of all who wrote or settled; the server itself has none."""
    ids = {side.user_id for side in sides} | {conflict.resolved_by_id for conflict in conflicts}
    ids |= {uuid.UUID(conflict.theirs["user_id"]) for conflict in conflicts if conflict.theirs.get("user_id")}
    rows = session.execute(select(User.id, User.name).where(User.id.in_(ids - {None})))
    return {row.id: row.name for row in rows}


def _find_visits(session: Session, own_sides: Sequence[ConflictSide]) -> dict[uuid.UUID, str]:
    """The visit at which the officer wrote their newest side, by conflict: that of the submission it was derived from."""
    if not own_sides:
        return {}
    parent = aliased(Operation)
    rows = session.execute(
        select(Operation.op_id, parent.entity_id)
        .join(parent, parent.op_id == Operation.parent_op_id)
        .where(Operation.op_id.in_({side.op_id for side in own_sides}), parent.entity_type == "visit")
    )
    visit_ids = {row.op_id: row.entity_id for row in rows}
    return {side.conflict_id: str(visit_ids[side.op_id]) for side in own_sides if side.op_id in visit_ids}


def _as_shown(conflict: Conflict, names: Mapping[uuid.UUID | None, str]) -> dict[str, Any]:
    theirs = conflict.theirs
    writer_id = uuid.UUID(theirs["user_id"]) if theirs.get("user_id") else None
    return {"value": theirs["value"], "who": names.get(writer_id), "at": theirs.get("at")}


def _as_resolved(
    conflict: Conflict, names: Mapping[uuid.UUID | None, str], user_id: uuid.UUID
) -> dict[str, Any] | None:
    if conflict.resolved_at is None:
        return None
    return {
        "value": (conflict.resolved_value or {}).get("value"),
        "chosen": conflict.chosen,
        "who": names.get(conflict.resolved_by_id),
        "at": json_value(conflict.resolved_at),
        "reason": conflict.resolved_reason,
        "mine": conflict.resolved_by_id == user_id,
    }
