"""Reads warning markers: those that stand before a visit, the register with what is due for review, and one with its story.

An expired marker is in force until a person ends it: no list drops it. Writes nothing; the caller audits the view.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, NamedTuple, TypeVarTuple

from sqlalchemy import ColumnElement, Select, UnaryExpression, func, or_, select
from sqlalchemy.orm import Session, aliased

from server.domain.warning_marker import DUE_WITHIN, MarkerStatus
from server.store.tables import Address, Resident, WarningMarker

LINES_ON_A_PAGE = 50
Columns = TypeVarTuple("Columns")


class MarkerList(StrEnum):
    """Which part of the register is shown."""

    PROPOSED = "proposed"
    DUE = "due"
    IN_FORCE = "in_force"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class MarkerLine:
    """A marker with the person it is about, or the door. A person's marker has the door where that person lives."""

    marker: WarningMarker
    resident: Resident | None
    address: Address | None


class PairedIds(NamedTuple):
    """To whom, and to which doors, two officers go."""

    residents: set[uuid.UUID]
    doors: set[uuid.UUID]

    def meet(self, resident_id: uuid.UUID, address_id: uuid.UUID | None) -> bool:
        """Whether a visit to this person at this door needs two."""
        return resident_id in self.residents or address_id in self.doors


MARKED = aliased(Resident, name="marked")
# Before whose door a marker stands: that of its address, or of where its person lives. Needs MARKED beside (`with_marked`).
DOOR = func.coalesce(WarningMarker.address_id, MARKED.address_id)


def stands_before(resident_id: Any, address_id: Any) -> ColumnElement[bool]:
    """Whether a marker is met on a visit to this person at this door, as values or columns: the one sentence of decision 53.

    It holds for its person wherever visited, and for everybody behind the door. A door that is not known meets none.
    """
    whose: ColumnElement[bool] = WarningMarker.resident_id == resident_id
    door: ColumnElement[bool] = DOOR == address_id  # noqa: SIM300 - no constant, an expression
    return whose if address_id is None else or_(whose, door)


def with_marked(query: Select[*Columns]) -> Select[*Columns]:
    """The query, of warning markers, with the person each is about beside it."""
    return query.outerjoin(MARKED, MARKED.id == WarningMarker.resident_id)


def is_marked(resident_id: Any, address_id: Any) -> ColumnElement[bool]:
    """Whether any approved marker stands before the visit that these columns are of; for a WHERE clause.

    What `stands_before` says, as two lists that stand alone: markers are few, and found once and not once for each visit.
    """
    approved = WarningMarker.status == MarkerStatus.APPROVED
    people = select(WarningMarker.resident_id).where(approved, WarningMarker.resident_id.is_not(None))
    doors = with_marked(select(DOOR)).where(approved, DOOR.is_not(None))
    found: ColumnElement[bool] = or_(resident_id.in_(people), address_id.in_(doors))
    return found


def list_markers(session: Session, resident_id: uuid.UUID, address_id: uuid.UUID | None) -> Sequence[WarningMarker]:
    """Approved markers for this person, for this door and for whoever else lives behind it, as a phone shows them."""
    approved = with_marked(select(WarningMarker)).where(
        WarningMarker.status == MarkerStatus.APPROVED, stands_before(resident_id, address_id)
    )
    return session.scalars(approved.order_by(WarningMarker.approved_at, WarningMarker.id)).all()


def list_own_markers(session: Session, resident_id: uuid.UUID, address_id: uuid.UUID | None) -> Sequence[WarningMarker]:
    """Every marker of this person and of this door, whatever became of it, the newest first."""
    whose = WarningMarker.resident_id == resident_id
    if address_id is not None:
        whose = or_(whose, WarningMarker.address_id == address_id)
    found = select(WarningMarker).where(whose)
    return session.scalars(found.order_by(WarningMarker.proposed_at.desc(), WarningMarker.id)).all()


def paired_ids(session: Session, at: Iterable[tuple[uuid.UUID, uuid.UUID | None]] | None = None) -> PairedIds:
    """Of these residents and their doors those to which two officers go; without `at` of the whole council, for lists of everybody.

    An expired marker still counts until it is ended. Where one person is marked, whoever lives behind the same door is visited
    in pairs too: one knock meets them all.
    """
    found = with_marked(select(WarningMarker.resident_id, DOOR)).where(
        WarningMarker.status == MarkerStatus.APPROVED, WarningMarker.needs_pair
    )
    if at is not None:
        asked = list(at)
        people, doors = {one for one, _ in asked}, {door for _, door in asked if door is not None}
        found = found.where(or_(WarningMarker.resident_id.in_(people), DOOR.in_(doors)))
    rows: list[tuple[uuid.UUID | None, uuid.UUID | None]] = [(row[0], row[1]) for row in session.execute(found)]
    return PairedIds({one for one, _ in rows if one is not None}, {door for _, door in rows if door is not None})


def list_register(session: Session, shown: MarkerList, today: dt.date, page: int) -> tuple[Sequence[MarkerLine], bool]:
    """One page of the register and whether there are more. What is due longest stands first, what was closed last."""
    order: dict[MarkerList, UnaryExpression[Any]] = {
        MarkerList.PROPOSED: WarningMarker.proposed_at.asc(),
        MarkerList.CLOSED: WarningMarker.closed_at.desc(),
    }
    found = (
        _lines()
        .where(_is_in(shown, today))
        .order_by(order.get(shown, WarningMarker.review_on.asc()), WarningMarker.id)
        .offset((page - 1) * LINES_ON_A_PAGE)
        .limit(LINES_ON_A_PAGE + 1)
    )
    lines = [MarkerLine(row[0], row[1], row[2]) for row in session.execute(found)]
    return lines[:LINES_ON_A_PAGE], len(lines) > LINES_ON_A_PAGE


def count_register(session: Session, shown: MarkerList, today: dt.date) -> int:
    """How long that list is."""
    return session.scalar(select(func.count()).select_from(WarningMarker).where(_is_in(shown, today))) or 0


def select_count_of_proposed() -> Select[int]:
    """How many wait for a second person."""
    proposed = WarningMarker.status == MarkerStatus.PROPOSED
    return select(func.count()).select_from(WarningMarker).where(proposed)


def find_marker(session: Session, marker_id: uuid.UUID) -> MarkerLine | None:
    """One marker, or None."""
    row = session.execute(_lines().where(WarningMarker.id == marker_id)).one_or_none()
    return MarkerLine(row[0], row[1], row[2]) if row is not None else None


def find_waiting_change(session: Session, marker_id: uuid.UUID) -> WarningMarker | None:
    """The proposal that would take this marker's place, while it waits."""
    wanted = (WarningMarker.replaces_id == marker_id, WarningMarker.status == MarkerStatus.PROPOSED)
    return session.scalar(select(WarningMarker).where(*wanted).limit(1))


def list_people_at(session: Session, address_ids: Collection[uuid.UUID]) -> Sequence[Resident]:
    """Who lives behind these doors, by name."""
    here = select(Resident).where(Resident.address_id.in_(address_ids), Resident.merged_into_id.is_(None))
    return session.scalars(here.order_by(Resident.last_name, Resident.first_name, Resident.id).limit(20)).all()


def _lines() -> Select[WarningMarker, Resident, Address]:
    door = func.coalesce(WarningMarker.address_id, Resident.address_id)
    return (
        select(WarningMarker, Resident, Address)
        .outerjoin(Resident, Resident.id == WarningMarker.resident_id)
        .outerjoin(Address, Address.id == door)
    )


def _is_in(shown: MarkerList, today: dt.date) -> ColumnElement[bool]:
    if shown is MarkerList.CLOSED:
        return WarningMarker.status.in_((MarkerStatus.REFUSED, MarkerStatus.ENDED))
    if shown is MarkerList.PROPOSED:
        return WarningMarker.status == MarkerStatus.PROPOSED
    in_force = WarningMarker.status == MarkerStatus.APPROVED
    return in_force if shown is MarkerList.IN_FORCE else in_force & (WarningMarker.review_on <= today + DUE_WITHIN)
