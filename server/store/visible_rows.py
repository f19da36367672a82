"""Finds everything an officer's phone may hold now, as (type, id) and version: a few lean statements, no row objects.

The only place that says what an officer may see on a phone. Reads no column that a version does not hang on.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, Executable, String, Text, cast, or_, select, type_coerce, union_all
from sqlalchemy.orm import Session, aliased

from server.domain.phone_rows import find_marker_version, find_resident_version
from server.domain.phone_window import COUNCIL_ZONE, PhoneWindow
from server.domain.view import RowKey
from server.domain.words import UNDONE_VISIT_STATUSES, VisitStatus
from server.store.tables import (
    Case,
    CodeList,
    DutyNumber,
    FormVersion,
    Resident,
    Visit,
    VisitAssignment,
    WarningMarker,
)

_BEGUN = (VisitStatus.STARTED, VisitStatus.SENT_BACK)


def find_visible(
    session: Session, user_id: uuid.UUID, window: PhoneWindow, held: Mapping[RowKey, int]
) -> dict[RowKey, int]:
    """V: what the officer may see. An undone visit that the phone holds stays, however late its new date."""
    dashed = _dashes(session)
    visible: dict[RowKey, int] = {}
    own = _own_visits(user_id, window)
    query = (
        select(
            _bare(session, Visit.id),
            Visit.version,
            Visit.status,
            Visit.planned_on,
            _bare(session, Case.id),
            Case.version,
            _bare(session, Resident.id),
            Resident.version,
            Resident.date_of_birth,
        )
        .join(Case, Case.id == Visit.case_id)
        .join(Resident, Resident.id == Visit.resident_id)
        .where(own)
    )
    for row in session.execute(query):
        visit_id, version, status, planned_on, case_id, case_version, resident_id, resident_version, born_on = row
        key = ("visit", dashed(visit_id))
        if planned_on > window.end_on and status not in _BEGUN and status in UNDONE_VISIT_STATUSES and key not in held:
            continue
        visible[key] = version
        visible["case", dashed(case_id)] = case_version
        visible["resident", dashed(resident_id)] = find_resident_version(resident_version, born_on, window.today_on)
    for marker_id, version, review_on in session.execute(_markers(session, own)):
        visible["warning_marker", dashed(marker_id)] = find_marker_version(version, review_on, window.today_on)
    for row_type, everybody in _for_everybody(session):
        for row_id, version in session.execute(everybody):
            visible[row_type, dashed(row_id)] = version
    return visible


def _own_visits(user_id: uuid.UUID, window: PhoneWindow) -> ColumnElement[bool]:
    """Undone visits of the officer, first or second, and those done since the day began.

    Each branch walks one index from the officer: what others have, and how much of it, must not be felt.
    """
    day_began_at = dt.datetime.combine(window.today_on, dt.time.min, COUNCIL_ZONE).astimezone(dt.UTC)
    own = aliased(Visit)
    undone = select(own.id).where(own.officer_id == user_id, own.status.in_(UNDONE_VISIT_STATUSES))
    done_today = select(own.id).where(
        own.officer_id == user_id,
        own.status.in_((VisitStatus.SUBMITTED, VisitStatus.REVIEWED)),
        own.submitted_at >= day_began_at,
    )
    second = (
        select(own.id)
        .join(VisitAssignment, VisitAssignment.visit_id == own.id)
        .where(
            VisitAssignment.user_id == user_id,
            VisitAssignment.part == "second",
            VisitAssignment.ended_at.is_(None),
            own.status.in_(UNDONE_VISIT_STATUSES),
        )
    )
    return Visit.id.in_(union_all(undone, done_today, second))


def _markers(session: Session, own: ColumnElement[bool]) -> Executable:
    """Approved markers of the resident, of the address, and of anybody else who lives at that address."""
    addresses = select(Visit.address_id).where(own, Visit.address_id.is_not(None))
    residents = select(Visit.resident_id).where(own)
    at_the_address = select(Resident.id).where(Resident.address_id.in_(addresses))
    return select(_bare(session, WarningMarker.id), WarningMarker.version, WarningMarker.review_on).where(
        WarningMarker.status == "approved",
        or_(
            WarningMarker.address_id.in_(addresses),
            WarningMarker.resident_id.in_(residents),
            WarningMarker.resident_id.in_(at_the_address),
        ),
    )


def _for_everybody(session: Session) -> tuple[tuple[str, Executable], ...]:
    return (
        (
            "form_version",
            select(_bare(session, FormVersion.id), FormVersion.version).where(FormVersion.retired_at.is_(None)),
        ),
        ("code_list", select(_bare(session, CodeList.id), CodeList.version)),
        ("duty_number", select(_bare(session, DutyNumber.id), DutyNumber.version)),
    )


def _bare(session: Session, column: Any) -> ColumnElement[str]:
    """The id as text, without a UUID object for each of some thousand rows."""
    if session.get_bind().dialect.name == "sqlite":
        return type_coerce(column, String).label(f"{column.class_.__name__}_id_text")
    return cast(column, Text).label(f"{column.class_.__name__}_id_text")


def _dashes(session: Session) -> Any:
    """How this database's id text becomes the dashed form of the wire."""
    if session.get_bind().dialect.name == "sqlite":
        return lambda text: f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"
    return lambda text: text
