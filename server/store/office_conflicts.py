"""Reads conflicts for the office: the list by age, one with everything known of it, and every write of its field."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, and_, func, select
from sqlalchemy.orm import Session

from server.domain.field_policy import FIELD_POLICIES
from server.domain.words import SERVER_DEVICE_ID
from server.store.conflicts import list_sides
from server.store.operations import find_written, list_attempts_on_field
from server.store.tables import Case, Conflict, ConflictSide, Device, Resident, Visit
from server.store.users import names_of_users

PAGE_SIZE = 50
MOST_WRITES = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class ConflictLine:
    """A conflict, whom it is about, and who is in it: the writer of what is shown first."""

    conflict: Conflict
    resident: Resident | None
    people: Sequence[str]
    settled_by: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SaidValue:
    """A value that somebody wrote. `op_id` is None for a value that no operation is known of."""

    op_id: uuid.UUID | None
    value: Any
    who: str | None
    at: dt.datetime | None
    device: str | None
    kind: str | None = None
    verdict: str | None = None
    is_replaced: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeConflict:
    """One conflict: what both started from, what is shown, each side, every write of the field and what became of it, newest first."""

    conflict: Conflict
    resident: Resident | None
    base: Any
    shown: SaidValue
    sides: Sequence[SaidValue]
    writes: Sequence[SaidValue]
    settled_by: str | None
    told: Sequence[str]


def select_count_of_open_conflicts() -> Select[int]:
    """How many conflicts wait for a person."""
    return select(func.count()).select_from(Conflict).where(Conflict.resolved_at.is_(None))


def list_conflicts(
    session: Session, *, is_open: bool, name_words: Collection[str] = (), page: int = 1
) -> Sequence[ConflictLine]:
    """One page: open ones with the oldest first, or settled ones with the latest first. One more than PAGE_SIZE: there is a next."""
    query = _select_lines().where(Conflict.resolved_at.is_(None) if is_open else Conflict.resolved_at.is_not(None))
    for word in name_words:
        query = query.where(Resident.search_text.contains(word, autoescape=True))
    order = Conflict.opened_at if is_open else Conflict.resolved_at.desc()
    rows = session.execute(query.order_by(order, Conflict.id).limit(PAGE_SIZE + 1).offset((page - 1) * PAGE_SIZE)).all()
    conflicts = [conflict for conflict, _ in rows]
    writers: dict[uuid.UUID, list[uuid.UUID | None]] = {one.id: [_writer_of(one)] for one in conflicts}
    for side in list_sides(session, list(writers)):
        writers[side.conflict_id].append(side.user_id)
    everybody = [user_id for found in writers.values() for user_id in found]
    names = names_of_users(session, everybody + [conflict.resolved_by_id for conflict in conflicts])
    return [
        ConflictLine(
            conflict=conflict,
            resident=resident,
            people=[names[user_id] for user_id in dict.fromkeys(writers[conflict.id]) if user_id in names],
            settled_by=names.get(conflict.resolved_by_id) if conflict.resolved_by_id else None,
        )
        for conflict, resident in rows
    ]


def list_open_conflicts_of(session: Session, entity_ids: Iterable[uuid.UUID]) -> Sequence[Conflict]:
    """Open conflicts on any of these rows, the oldest first."""
    return session.scalars(
        select(Conflict)
        .where(Conflict.entity_id.in_(set(entity_ids)), Conflict.resolved_at.is_(None))
        .order_by(Conflict.opened_at, Conflict.id)
    ).all()


def find_office_conflicts(session: Session, conflict_id: uuid.UUID) -> list[OfficeConflict]:
    """The conflict, and after it the open ones that are settled with it: those of fields that move together."""
    row = session.execute(_select_lines().where(Conflict.id == conflict_id)).one_or_none()
    if row is None:
        return []
    conflict, resident = row
    together = [conflict, *_list_of_same_group(session, conflict)]
    sides: dict[uuid.UUID, list[ConflictSide]] = defaultdict(list)
    for side in list_sides(session, [one.id for one in together]):
        sides[side.conflict_id].append(side)
    return [_describe(session, one, resident, sides[one.id]) for one in together]


def _list_of_same_group(session: Session, conflict: Conflict) -> Sequence[Conflict]:
    policies = FIELD_POLICIES[conflict.entity_type]
    group = policies[conflict.field].group
    if group is None or conflict.resolved_at is not None:
        return []
    others = list_open_conflicts_of(session, [conflict.entity_id])
    return [
        other
        for other in others
        if other.id != conflict.id
        and other.entity_type == conflict.entity_type
        and policies[other.field].group == group
    ]


def _describe(
    session: Session, conflict: Conflict, resident: Resident | None, sides: Sequence[ConflictSide]
) -> OfficeConflict:
    written = list_attempts_on_field(session, conflict.entity_type, conflict.entity_id, conflict.field)[:MOST_WRITES]
    writer_id = _writer_of(conflict)
    names = names_of_users(
        session,
        [writer_id, conflict.resolved_by_id, *(side.user_id for side in sides), *(one.user_id for one in written)],
    )
    theirs = conflict.theirs
    device_ids = {side.device_id for side in sides} | {one.device_id for one in written} | {theirs.get("device_id")}
    known = select(Device.id, Device.label).where(Device.id.in_(device_ids - {None}), Device.user_id.is_not(None))
    devices = {row.id: row.label for row in session.execute(known)}
    said_of_sides = [
        SaidValue(
            op_id=side.op_id,
            value=side.value["value"],
            who=names.get(side.user_id) if side.user_id else None,
            at=side.made_at,
            device=devices.get(side.device_id),
            is_replaced=side.replaced_at is not None,
        )
        for side in sides
    ]
    with_phone = [side.user_id for side in sides if side.device_id != SERVER_DEVICE_ID]
    tellable = [user_id for user_id in dict.fromkeys(with_phone) if user_id != conflict.resolved_by_id]
    return OfficeConflict(
        conflict=conflict,
        resident=resident,
        base=conflict.base["value"],
        shown=SaidValue(
            op_id=uuid.UUID(theirs["op_id"]) if theirs.get("op_id") else None,
            value=theirs["value"],
            who=names.get(writer_id) if writer_id else None,
            at=dt.datetime.fromisoformat(theirs["at"]) if theirs.get("at") else None,
            device=devices.get(theirs.get("device_id") or ""),
        ),
        sides=said_of_sides,
        writes=[
            SaidValue(
                op_id=one.op_id,
                value=find_written(one, conflict.field),
                who=names.get(one.user_id) if one.user_id else None,
                at=one.received_at,
                device=devices.get(one.device_id),
                kind=one.kind,
                verdict=one.verdict,
            )
            for one in written
        ],
        settled_by=names.get(conflict.resolved_by_id) if conflict.resolved_by_id else None,
        told=[names[user_id] for user_id in tellable if user_id in names],
    )


def _writer_of(conflict: Conflict) -> uuid.UUID | None:
    return uuid.UUID(conflict.theirs["user_id"]) if conflict.theirs.get("user_id") else None


def _select_lines() -> Select[Conflict, Resident | None]:
    """A conflict with its resident, whichever row it is on."""
    resident_id = func.coalesce(Case.resident_id, Visit.resident_id, Conflict.entity_id)
    return (
        select(Conflict, Resident)
        .outerjoin(Case, and_(Conflict.entity_type == "case", Case.id == Conflict.entity_id))
        .outerjoin(Visit, and_(Conflict.entity_type == "visit", Visit.id == Conflict.entity_id))
        .outerjoin(Resident, Resident.id == resident_id)
    )
