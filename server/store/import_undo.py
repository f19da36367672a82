"""Whom undoing a batch would remove or put back, and with whom somebody has worked since. Writes nothing.

Work is whatever hangs on a person whom the batch made, in any table that points at residents or cases, and whatever the one log
says of a person after the batch was confirmed that is not of the batch itself.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, Table, and_, func, or_, select
from sqlalchemy.orm import Session

from server.domain.import_layouts import GAZETTEER
from server.store.database import Base
from server.store.tables import Case, ImportBatch, ImportRow, Operation, Resident, ResidentSource, Visit

WORKED_ON, NAMED_LATER, HELD = "worked_on", "named_later", "held"
# What an import itself makes of a person; anything else that points at one is somebody's work.
_OF_IMPORTS = frozenset({"residents", "cases", "holds", "import_rows", "resident_sources", "likely_duplicates"})


People = Select[Any]  # ids of residents


@dataclass(frozen=True, slots=True)
class UndoPlan:
    """How many people undoing would remove and put back, and how many it would leave."""

    removed: int
    put_back: int
    left: int


def plan_undo(session: Session, batch: ImportBatch) -> UndoPlan:
    """What undoing the batch would do now."""
    left = find_left(session, batch)
    made = set(session.scalars(_made(batch.id)))
    touched = set(session.scalars(_people(batch.id).where(_changes()))) - made
    return UndoPlan(len(made - left.keys()), len(touched - left.keys()), len((made | touched) & left.keys()))


def why_not_undoable(session: Session, batch: ImportBatch) -> str | None:
    """Why the batch cannot be undone, or None when it can."""
    if batch.status != "imported":
        return "not_imported"
    if batch.layout == GAZETTEER:
        return "gazetteer"
    # What was imported before rows said what they made.
    bare = select(ImportRow.id).where(
        ImportRow.batch_id == batch.id, ImportRow.resident_id.is_not(None), ImportRow.applied_at.is_not(None)
    )
    return "too_old" if session.scalar(bare.where(ImportRow.undo.is_(None)).limit(1)) is not None else None


def find_left(
    session: Session, batch: ImportBatch, *, only: Collection[uuid.UUID] | None = None
) -> dict[uuid.UUID, str]:
    """Who is to be left as they are, and why; `only` narrows it to some of the batch's people."""
    people, made = _people(batch.id), _made(batch.id)
    if only is not None:
        people, made = (one.where(ImportRow.resident_id.in_(only)) for one in (people, made))
    left: dict[uuid.UUID, str] = {}
    held = people.where(ImportRow.undo["held"].as_boolean().is_(True), ImportRow.resident_id.not_in(_made(batch.id)))
    left.update(dict.fromkeys(session.scalars(held), HELD))
    left.update(dict.fromkeys(session.scalars(_named_later(batch, people, made)), NAMED_LATER))
    for query in _worked_on(batch, people, made):
        left.update(dict.fromkeys(session.scalars(query), WORKED_ON))
    return left


def list_rows_to_undo(session: Session, batch_id: uuid.UUID, *, limit: int) -> Sequence[ImportRow]:
    """The rows applied last, first; those of one moment from the end of the file."""
    return session.scalars(
        select(ImportRow)
        .where(ImportRow.batch_id == batch_id, ImportRow.applied_at.is_not(None), ImportRow.undone_at.is_(None))
        .order_by(ImportRow.applied_at.desc(), ImportRow.line_number.desc())
        .limit(limit)
    ).all()


def list_left_rows(session: Session, batch_id: uuid.UUID, *, page: int, size: int) -> Sequence[ImportRow]:
    """A page and one of the rows that undoing left, in the order of the file."""
    return session.scalars(
        select(ImportRow)
        .where(ImportRow.batch_id == batch_id, ImportRow.left_because.is_not(None))
        .order_by(ImportRow.line_number)
        .limit(size + 1)
        .offset((page - 1) * size)
    ).all()


def count_left_people(session: Session, batch_id: uuid.UUID) -> int:
    """How many people undoing left as they are."""
    left = select(func.count(ImportRow.resident_id.distinct())).where(
        ImportRow.batch_id == batch_id, ImportRow.left_because.is_not(None)
    )
    return session.scalar(left) or 0


def list_pointing_at(target: Table) -> Iterator[tuple[Table, ColumnElement[uuid.UUID]]]:
    """Every column of any table that points at this one, with its table."""
    for table in Base.metadata.sorted_tables:
        for key in table.foreign_keys:
            if key.column.table is target:
                yield table, key.parent


def _people(batch_id: uuid.UUID) -> People:
    return select(ImportRow.resident_id).where(
        ImportRow.batch_id == batch_id, ImportRow.resident_id.is_not(None), ImportRow.undone_at.is_(None)
    )


def _made(batch_id: uuid.UUID) -> People:
    return _people(batch_id).where(ImportRow.undo["made"].as_boolean().is_(True))


def _changes() -> ColumnElement[bool]:
    """Rows that changed something about somebody who was there before."""
    return or_(ImportRow.undo["op_id"].as_string().is_not(None), ImportRow.undo["case_id"].as_string().is_not(None))


def _named_later(batch: ImportBatch, people: People, made: People) -> Select[Any]:
    """Whom a later file named: a made person in any list, another in this one."""
    later = select(ImportBatch.id).where(ImportBatch.confirmed_at > batch.confirmed_at)
    return select(ResidentSource.resident_id).where(
        ResidentSource.last_batch_id.in_(later),
        ResidentSource.resident_id.in_(people),
        or_(ResidentSource.layout == batch.layout, ResidentSource.resident_id.in_(made)),
    )


def _worked_on(batch: ImportBatch, people: People, made: People) -> Iterator[Select[Any]]:
    origin = Operation.envelope["payload"]["batch_id"].as_string()
    since = (Operation.received_at > batch.confirmed_at, or_(origin.is_(None), origin != str(batch.id)))
    yield select(Operation.entity_id).where(
        *since, Operation.entity_type == "resident", Operation.entity_id.in_(people)
    )
    yield _said_of(Case.id, Case.resident_id, "case", since, people)
    yield _said_of(Visit.id, Visit.resident_id, "visit", since, people)
    for table, column in list_pointing_at(Resident.__table__):  # type: ignore[arg-type]  # a declared class has a Table
        if table.name not in _OF_IMPORTS:
            yield select(column).where(column.in_(made))
    for table, column in list_pointing_at(Case.__table__):  # type: ignore[arg-type]  # as above
        yield (
            select(Case.resident_id)
            .join(table, column == Case.id)
            .where(Case.resident_id.in_(people), Case.opened_at >= batch.confirmed_at)
        )


def _said_of(
    row_id: Any,
    resident_id: Any,
    kind: str,
    since: Sequence[ColumnElement[bool]],
    people: People,
) -> Select[Any]:
    """Whose case or visit the log speaks of since."""
    of_it = and_(Operation.entity_type == kind, Operation.entity_id == row_id)
    return select(resident_id).join(Operation, of_it).where(*since, resident_id.in_(people))
