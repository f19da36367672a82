"""Settle conflicts of one row as a person chose: all of them or none. Shared by the phone's operation and the office's page.

Runs inside the caller's transaction on locked rows. The values that were not chosen stay in the log and in the conflict.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from server.domain.conflict import Choice, SettlingOutcome, Standoff, decide_settling, find_gravest
from server.domain.decision import Changes
from server.domain.field_policy import FIELD_POLICIES
from server.domain.wire_value import json_value
from server.store.audit_writes import record_audit
from server.store.conflict_writes import close_conflict
from server.store.conflicts import find_conflicts, list_sides
from server.store.decision_ground import DecisionGround
from server.store.row_writes import set_fields
from server.store.tables import Case, Conflict, Resident, Visit
from server.use_cases.edit_fields import as_column
from server.use_cases.follow_up_visit import give_way_to_asked_day


@dataclass(frozen=True, slots=True)
class Chosen:
    """One conflict, what was chosen in it and the value that is; `joins`: the value is new to an open conflict."""

    conflict: Conflict
    choice: Choice
    value: Any
    outcome: SettlingOutcome
    joins: bool


@dataclass(frozen=True, slots=True)
class Settler:
    """Who settles, by which operation, with which words."""

    op_id: uuid.UUID
    user_id: uuid.UUID | None
    device_id: str
    reason: str | None


def weigh_choices(
    session: Session, row: Visit | Case | Resident, choices: Sequence[Choice], values: Mapping[str, Any]
) -> list[Chosen] | None:
    """What each choice comes to as the conflicts stand now; None when one of them is no conflict of this row.

    `values` is by field. A group's open conflicts are settled together: one that is left out counts as one that moved.
    """
    conflicts = find_conflicts(session, [choice.conflict_id for choice in choices])
    if len(conflicts) < len(choices) or {conflict.field for conflict in conflicts.values()} != set(values):
        return None
    if any(conflict.entity_id != row.id for conflict in conflicts.values()):
        return None
    sides: dict[uuid.UUID, dict[str, object]] = {conflict_id: {} for conflict_id in conflicts}
    for side in list_sides(session, list(conflicts)):
        if side.replaced_at is None:
            sides[side.conflict_id][str(side.op_id)] = side.value["value"]
    chosen = []
    for choice in choices:
        conflict = conflicts[choice.conflict_id]
        standoff = Standoff(
            conflict.version,
            json_value(getattr(row, conflict.field)),
            sides[conflict.id],
            conflict.resolved_at is None,
            (conflict.resolved_value or {}).get("value"),
        )
        policy = FIELD_POLICIES[conflict.entity_type][conflict.field]
        settling = decide_settling(policy, standoff, choice, values[conflict.field])
        chosen.append(Chosen(conflict, choice, values[conflict.field], settling.outcome, settling.joins))
    return chosen


def find_outcome(ground: DecisionGround, chosen: Sequence[Chosen]) -> SettlingOutcome:
    """What all choices together come to: half an address is no address."""
    outcome = find_gravest([one.outcome for one in chosen])
    named = {one.conflict.id for one in chosen}
    for conflict in {one.conflict.id: one.conflict for one in chosen}.values():
        policies = FIELD_POLICIES[conflict.entity_type]
        group = policies[conflict.field].group
        for (entity_type, entity_id, field), other in ground.conflicts.items():
            if (entity_type, entity_id) == (conflict.entity_type, conflict.entity_id) and other.id not in named:
                is_left_out = group is not None and policies[field].group == group
                if is_left_out and outcome is SettlingOutcome.SETTLED:
                    return SettlingOutcome.MOVED
    return outcome


def write_settlement(
    session: Session,
    ground: DecisionGround,
    row: Visit | Case | Resident,
    chosen: Sequence[Chosen],
    settler: Settler,
    now: dt.datetime,
) -> Changes | None:
    """Show what was chosen and close the conflicts; returns what changed on the row."""
    still_open = [one for one in chosen if one.conflict.resolved_at is None]
    entity_type = chosen[0].conflict.entity_type
    before = {one.conflict.field: json_value(getattr(row, one.conflict.field)) for one in still_open}
    values = {
        one.conflict.field: as_column(FIELD_POLICIES[entity_type][one.conflict.field], one.value) for one in still_open
    }
    changed = set_fields(row, values, now=now)
    give_way_to_asked_day(session, row, changed, by_id=settler.user_id, at=now)
    for one in still_open:
        close_conflict(
            one.conflict,
            op_id=settler.op_id,
            user_id=settler.user_id,
            value=json_value(values[one.conflict.field]),
            chosen=one.choice.chosen,
            reason=settler.reason,
            now=now,
        )
        ground.conflicts.pop((entity_type, row.id, one.conflict.field), None)
    record_audit(
        session,
        action="conflict.resolve",
        at=now,
        user_id=settler.user_id,
        device_id=settler.device_id,
        entity_type=entity_type,
        entity_id=row.id,
        fields={name: {"old": old, "new": json_value(values[name])} for name, old in before.items()},
    )
    return Changes(row.version, changed) if changed else None
