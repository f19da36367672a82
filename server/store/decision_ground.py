"""Locks and loads, in a few statements, everything a batch of operations is decided on. Writes nothing."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from sqlalchemy import Connection, select
from sqlalchemy.orm import Session

from server.domain.operation import Operation, OperationKind, clean_text
from server.domain.words import VisitStatus
from server.store.devices import list_ended_device_ids
from server.store.operations import Answer, find_answers, find_first_ops_by_seq
from server.store.submissions import Namesake, list_namesakes
from server.store.tables import Case, Conflict, Resident, Visit
from server.store.visit_locks import list_undone_around, list_visits_of_days

Row = TypeVar("Row", Visit, Case, Resident)


@dataclass(slots=True)
class DecisionGround:
    """What is true while a batch is decided. Rows are locked; `answers`, `conflicts` and `namesakes` grow with each decision;
    `visitors` is (officer, resident) of every visit not cancelled.
    """

    visits: dict[uuid.UUID, Visit] = field(default_factory=dict)
    cases: dict[uuid.UUID, Case] = field(default_factory=dict)
    residents: dict[uuid.UUID, Resident] = field(default_factory=dict)
    conflicts: dict[tuple[str, uuid.UUID, str], Conflict] = field(default_factory=dict)
    answers: dict[uuid.UUID, Answer] = field(default_factory=dict)
    first_by_seq: dict[tuple[str, int], int] = field(default_factory=dict)
    ended_devices: set[str] = field(default_factory=set)
    visitors: set[tuple[uuid.UUID, uuid.UUID]] = field(default_factory=set)
    namesakes: list[Namesake] = field(default_factory=list)
    looked_for: set[uuid.UUID | str] = field(default_factory=set)

    def list_namesakes(self, session: Session, op_id: uuid.UUID, instance_id: str) -> list[Namesake]:
        """The submission of this operation and the one of this instance: read with the batch, or made in it."""
        missing = {op_id, instance_id} - self.looked_for
        if missing:
            self._look_for(session, {op_id}, {instance_id})
        return [one for one in self.namesakes if op_id == one.op_id or instance_id == one.instance_id]

    def _look_for(self, session: Session | Connection, op_ids: set[uuid.UUID], instance_ids: set[str]) -> None:
        known = {one.submission_id for one in self.namesakes}
        found = list_namesakes(session, op_ids, instance_ids)
        self.namesakes += [one for one in found if one.submission_id not in known]
        self.looked_for |= op_ids | instance_ids

    def look_for_namesakes(self, session: Session | Connection, operations: Iterable[Operation]) -> None:
        """Read in one statement what the submissions among the operations could meet."""
        made = [one for one in operations if one.kind == OperationKind.SUBMISSION_CREATE]
        named = [one.payload.get("instance_id") for one in made]
        if made:
            can_be_one = {one for one in named if isinstance(one, str) and clean_text(one) == one}
            self._look_for(session, {one.op_id for one in made}, can_be_one)

    def find_row(self, entity_type: str, entity_id: uuid.UUID) -> Visit | Case | Resident | None:
        """The locked row, or None when there is none of that type and id."""
        tables: Mapping[str, Mapping[uuid.UUID, Visit | Case | Resident]] = {
            "visit": self.visits,
            "case": self.cases,
            "resident": self.residents,
        }
        return tables.get(entity_type, {}).get(entity_id)

    def find_resident(self, entity_type: str | None, entity_id: uuid.UUID | None) -> Resident | None:
        """The locked resident whom a visit, a case or a resident's own row is about."""
        row = self.find_row(entity_type, entity_id) if entity_type and entity_id else None
        return row if row is None or isinstance(row, Resident) else self.residents.get(row.resident_id)


def lock_ground(session: Session, operations: Collection[Operation], device_ids: Collection[str]) -> DecisionGround:
    """Lock visits, then cases, then residents, each in the order of their ids: two batches can never wait for each other."""
    wanted: dict[str, set[uuid.UUID]] = {"visit": set(), "case": set(), "resident": set()}
    for operation in operations:
        wanted.get(operation.entity_type, set()).add(operation.entity_id)
    ground = DecisionGround()
    ground.visits = _lock(session, Visit, wanted["visit"])
    ground.cases = _lock(session, Case, wanted["case"] | {visit.case_id for visit in ground.visits.values()})
    resident_ids = wanted["resident"] | {visit.resident_id for visit in ground.visits.values()}
    ground.residents = _lock(session, Resident, resident_ids | {case.resident_id for case in ground.cases.values()})
    ground.conflicts = _find_open_conflicts(session, [*ground.visits, *ground.cases, *ground.residents])
    stood_on = {op_id for operation in operations for op_id in operation.after}
    ground.answers = find_answers(session, stood_on)
    ground.first_by_seq = find_first_ops_by_seq(
        session, {(op.device_id, op.device_seq) for op in operations if op.device_seq is not None}
    )
    ground.visitors = _find_visitors(session, ground.residents)
    connection = session.connection()  # nothing waits to be written yet, and these read no rows that the session keeps
    ground.look_for_namesakes(connection, operations)
    ground.ended_devices = list_ended_device_ids(connection, device_ids)
    return ground


def lock_people(
    session: Session,
    resident_ids: Collection[uuid.UUID],
    *,
    also_at: Collection[uuid.UUID | None] = (),
    with_days: bool = False,
) -> DecisionGround:
    """Lock people with all their visits and cases, in the same order as a batch does, and read the conflicts that wait.

    `also_at`: doors whose undone visits may follow, by a marker; `with_days`: the days on which the people are to be visited are
    ordered anew. Those visits are locked with the people's own, at once; the ground has the people's own only.
    """
    visit_ids = set(session.scalars(select(Visit.id).where(Visit.resident_id.in_(resident_ids))))
    beside = list_undone_around(session, (), also_at) if also_at else set()
    if with_days:
        beside |= list_visits_of_days(session, list_undone_around(session, resident_ids, ()))
    case_ids = session.scalars(select(Case.id).where(Case.resident_id.in_(resident_ids))).all()
    ground = DecisionGround()
    ground.visits = {
        visit_id: visit
        for visit_id, visit in _lock(session, Visit, visit_ids | beside).items()
        if visit_id in visit_ids
    }
    ground.cases = _lock(session, Case, case_ids)
    ground.residents = _lock(session, Resident, resident_ids)
    ground.conflicts = _find_open_conflicts(session, list(resident_ids))
    return ground


def _lock(session: Session, table: type[Row], ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, Row]:
    listed = sorted(set(ids))
    if not listed:
        return {}
    rows = session.scalars(select(table).where(table.id.in_(listed)).order_by(table.id).with_for_update(key_share=True))
    return {row.id: row for row in rows}


def _find_open_conflicts(session: Session, entity_ids: list[uuid.UUID]) -> dict[tuple[str, uuid.UUID, str], Conflict]:
    if not entity_ids:
        return {}
    rows = session.scalars(select(Conflict).where(Conflict.entity_id.in_(entity_ids), Conflict.resolved_at.is_(None)))
    return {(row.entity_type, row.entity_id, row.field): row for row in rows}


def _find_visitors(session: Session, resident_ids: Collection[uuid.UUID]) -> set[tuple[uuid.UUID, uuid.UUID]]:
    """(officer, resident) of every visit that is not cancelled: who may edit what they see at that door."""
    if not resident_ids:
        return set()
    rows = session.execute(
        select(Visit.officer_id, Visit.resident_id)
        .where(
            Visit.resident_id.in_(resident_ids), Visit.officer_id.is_not(None), Visit.status != VisitStatus.CANCELLED
        )
        .distinct()
    )
    return {(officer_id, resident_id) for officer_id, resident_id in rows if officer_id is not None}
