"""Finds everything an officer's phone may hold now, as (type, id) and version: two statements, written once, no row objects.

The only place that says what an officer may see on a phone. Reads no column that a version does not hang on.
"""

from __future__ import annotations

import datetime as dt
import functools
import uuid
from collections.abc import Callable
from typing import Any

from sqlalchemy import (
    CTE,
    ColumnElement,
    Date,
    Executable,
    FromClause,
    Select,
    String,
    and_,
    bindparam,
    case,
    exists,
    func,
    literal_column,
    null,
    or_,
    select,
    true,
    type_coerce,
    union,
    union_all,
)
from sqlalchemy.orm import Session, aliased

from server.domain.phone_rows import DAYS_AFTER_SETTLED, find_marker_version, find_resident_version
from server.domain.phone_window import COUNCIL_ZONE, PhoneWindow
from server.domain.shipped_settings import OFFICE_LISTS
from server.domain.view import RowKey
from server.domain.words import UNDONE_VISIT_STATUSES, ShiftKind, VisitStatus
from server.store.id_lists import SQLITE, add_dashes, as_text, find_dialect
from server.store.tables import (
    Case,
    CodeList,
    Conflict,
    ConflictSide,
    DutyNumber,
    FormVersion,
    Resident,
    Shift,
    Visit,
    VisitAssignment,
    VisitProposal,
    WarningMarker,
)


def find_visible(
    session: Session, user_id: uuid.UUID, window: PhoneWindow, holds: Callable[[RowKey], bool]
) -> dict[RowKey, int]:
    """V: what the officer may see. An undone visit that the phone holds stays, however late its new date."""
    dialect = find_dialect(session)
    dashed = add_dashes if dialect == SQLITE else str
    day_began_at = dt.datetime.combine(window.today_on, dt.time.min, COUNCIL_ZONE).astimezone(dt.UTC)
    asked = {
        "user_id": user_id,
        "day_began_at": day_began_at,
        "end_on": window.end_on,
        "shifts_until_at": day_began_at + dt.timedelta(days=2),
        "settled_since_at": day_began_at - dt.timedelta(days=DAYS_AFTER_SETTLED),
    }
    connection = session.connection()
    visible: dict[RowKey, int] = {}
    for row in connection.execute(_visits(dialect), asked).all():
        visit_id, version, is_later, case_id, case_version, resident_id, resident_version, born_on = row
        key = ("visit", dashed(visit_id))
        if is_later and not holds(key):
            continue
        visible[key] = version
        visible["case", dashed(case_id)] = case_version
        visible["resident", dashed(resident_id)] = find_resident_version(resident_version, born_on, window.today_on)
    for row_type, row_id, version, review_on in connection.execute(_others(dialect), asked).all():
        shown = version if review_on is None else find_marker_version(version, review_on, window.today_on)
        visible[row_type, dashed(row_id)] = shown
    return visible


def _is_one_of(column: Any, words: tuple[VisitStatus, ...]) -> Any:
    """A list that stands in the statement itself: bound, it would be written into the statement anew at each run."""
    return column.in_([literal_column(f"'{word}'", String) for word in sorted(words)])


_Of = aliased(Visit)
_UNDONE = UNDONE_VISIT_STATUSES
_BEGUN = (VisitStatus.STARTED, VisitStatus.SENT_BACK)
_DONE = (VisitStatus.SUBMITTED, VisitStatus.REVIEWED)


def _own_visits() -> CTE:
    """Undone visits of the officer, first or second, and those done since the day began.

    Each branch walks one index from the officer: what others have, and how much of it, must not be felt.
    """
    columns = (
        Visit.id,
        Visit.version,
        Visit.status,
        Visit.planned_on,
        Visit.case_id,
        Visit.resident_id,
        Visit.address_id,
    )
    mine = Visit.officer_id == bindparam("user_id")
    undone = select(*columns).where(mine, _is_one_of(Visit.status, _UNDONE))
    done_today = select(*columns).where(
        mine, _is_one_of(Visit.status, _DONE), Visit.submitted_at >= bindparam("day_began_at")
    )
    second = (
        select(*columns)
        .join(VisitAssignment, VisitAssignment.visit_id == Visit.id)
        .where(
            VisitAssignment.user_id == bindparam("user_id"),
            VisitAssignment.part == "second",
            VisitAssignment.ended_at.is_(None),
            _is_one_of(Visit.status, _UNDONE),
        )
    )
    return union_all(undone, done_today, second).cte("own")


@functools.cache
def _visits(dialect: str) -> Executable:
    """A visit with a first and a second part in one hand comes twice, which a set of keys does not mind."""
    rows = _own_visits()
    own = rows.c
    is_later = and_(
        own.planned_on > bindparam("end_on"),
        _is_one_of(own.status, tuple(set(_UNDONE) - set(_BEGUN))),
    )
    its_case, of_case = _look_up((Case.id, Case.version), own.case_id, dialect)
    its_resident, of_resident = _look_up(
        (Resident.id, Resident.version, Resident.date_of_birth), own.resident_id, dialect
    )
    return (
        select(
            as_text(own.id, dialect),
            own.version,
            case((is_later, 1), else_=0),
            as_text(own.case_id, dialect),
            its_case.c.version,
            as_text(own.resident_id, dialect),
            its_resident.c.version,
            its_resident.c.date_of_birth,
        )
        .select_from(rows)
        .join(its_case, of_case)
        .join(its_resident, of_resident)
    )


def _look_up(columns: tuple[Any, ...], key: Any, dialect: str) -> tuple[FromClause, ColumnElement[bool]]:
    """The rows whose key, the first column, is that; and what to join them on.

    PostgreSQL is made to look them up by OFFSET 0: left to itself it reads everybody's rows for each list of visits.
    """
    if dialect == SQLITE:
        return columns[0].class_.__table__, columns[0] == key
    return select(*columns).where(columns[0] == key).offset(literal_column("0")).lateral(), true()


@functools.cache
def _others(dialect: str) -> Executable:
    """Markers of the people and addresses visited, and what is for everybody.

    A marker comes when it is of the resident, of the address, or of anybody else who lives at that address.
    """
    own = _own_visits()
    addresses = select(own.c.address_id).where(own.c.address_id.is_not(None))
    doors = addresses.distinct().subquery()
    living_there, at_the_door = _look_up((Resident.address_id, Resident.id), doors.c.address_id, dialect)
    at_the_address = select(living_there.c.id).select_from(doors).join(living_there, at_the_door)
    people = union(select(own.c.resident_id), at_the_address)
    approved = select(
        literal_column("'warning_marker'", String).label("row_type"),
        as_text(WarningMarker.id, dialect).label("row_id"),
        WarningMarker.version,
        WarningMarker.review_on,
    ).where(WarningMarker.status == "approved")
    forms = _for_everybody("form_version", FormVersion, dialect).where(FormVersion.retired_at.is_(None))
    return union_all(
        approved.where(WarningMarker.address_id.in_(addresses)),
        approved.where(WarningMarker.resident_id.in_(people)),
        forms,
        _for_everybody("code_list", CodeList, dialect).where(
            CodeList.name.not_in([literal_column(f"'{name}'", String) for name in OFFICE_LISTS])
        ),
        _for_everybody("duty_number", DutyNumber, dialect),
        _shifts(dialect),
        _conflicts(dialect),
        _proposals(dialect),
    )


def _shifts(dialect: str) -> Select[Any]:
    """The officer's own visiting shifts that end after the day began and begin before its end: the clock on the phone."""
    return _select_rows("shift", Shift.id, Shift.version, dialect).where(
        Shift.user_id == bindparam("user_id"),
        Shift.kind == literal_column(f"'{ShiftKind.VISITING}'", String),
        Shift.expected_end_at >= bindparam("day_began_at"),
        Shift.starts_at < bindparam("shifts_until_at"),
    )


def _conflicts(dialect: str) -> Select[Any]:
    """Conflicts in which the officer has a side, open or settled lately; one with two sides of theirs comes twice.

    Only while they visit that resident: who has lost the visit may not settle it, and needs none of the others' values.
    """
    mine = and_(Visit.officer_id == bindparam("user_id"), Visit.status != literal_column("'cancelled'", String))
    resident_id = func.coalesce(Case.resident_id, _Of.resident_id, Conflict.entity_id)
    return (
        _select_rows("conflict", Conflict.id, Conflict.version, dialect)
        .join(ConflictSide, ConflictSide.conflict_id == Conflict.id)
        .outerjoin(Case, and_(Conflict.entity_type == "case", Case.id == Conflict.entity_id))
        .outerjoin(_Of, and_(Conflict.entity_type == "visit", _Of.id == Conflict.entity_id))
        .where(
            ConflictSide.user_id == bindparam("user_id"),
            _is_fresh(Conflict.resolved_at),
            exists().where(Visit.resident_id == resident_id, mine),
        )
    )


def _proposals(dialect: str) -> Select[Any]:
    """Visits the officer proposed, until a while after the answer: the second and last version of the row."""
    return _select_rows("visit_proposal", VisitProposal.id, find_proposal_version(), dialect).where(
        VisitProposal.proposed_by_id == bindparam("user_id"), _is_fresh(VisitProposal.answered_at)
    )


def find_proposal_version() -> ColumnElement[int]:
    """A proposal changes once, by its answer."""
    return case((VisitProposal.answered_at.is_(None), 1), else_=2)


def _is_fresh(settled_at: Any) -> Any:
    return or_(settled_at.is_(None), settled_at >= bindparam("settled_since_at"))


def _for_everybody(row_type: str, table: Any, dialect: str) -> Select[Any]:
    return _select_rows(row_type, table.id, table.version, dialect)


def _select_rows(row_type: str, row_id: Any, version: Any, dialect: str) -> Select[Any]:
    """Rows whose version depends on no date."""
    return select(literal_column(f"'{row_type}'", String), as_text(row_id, dialect), version, type_coerce(null(), Date))
